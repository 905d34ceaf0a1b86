import java.io.File;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jpmml.evaluator.Computable;
import org.jpmml.evaluator.Evaluator;
import org.jpmml.evaluator.LoadingModelEvaluatorBuilder;

/** Times JPMML-Evaluator: {@code JpmmlRow model.pmml rows.tsv answers.jsonl seconds}. */
public final class JpmmlRow {
  public static void main(String[] args) throws Exception {
    List<Map<String, Object>> rows = new RowFile(Path.of(args[1])).rows;
    long loading = System.nanoTime();
    Evaluator evaluator = new LoadingModelEvaluatorBuilder().load(new File(args[0])).build();
    evaluator.verify();
    long loaded = System.nanoTime();
    evaluator.evaluate(rows.get(0));
    long called = System.nanoTime();
    try (PrintWriter answers = new PrintWriter(args[2], "UTF-8")) {
      for (Map<String, Object> row : rows) answers.println(answer(evaluator.evaluate(row)));
    }
    new RowClock(row -> evaluator.evaluate(rows.get(row)), rows.size())
        .print(Double.parseDouble(args[3]), (loaded - loading) / 1e6, (called - loaded) / 1e6);
  }

  private static String answer(Map<String, ?> found) {
    String prediction = "{\"prediction\":" + number(found.get("prediction"));
    if (!found.containsKey("probability(0)")) return prediction + "}";
    return prediction + ",\"probability\":[" + number(found.get("probability(0)")) + "," + number(found.get("probability(1)")) + "]}";
  }

  private static double number(Object value) {
    Object plain = value instanceof Computable ? ((Computable) value).getResult() : value;
    return plain instanceof Number ? ((Number) plain).doubleValue() : Double.parseDouble(String.valueOf(plain));
  }
}
