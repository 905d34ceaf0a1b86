import java.io.File;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jpmml.evaluator.Evaluator;
import org.jpmml.evaluator.EvaluatorUtil;
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
      for (Map<String, Object> row : rows) {
        Map<String, ?> found = evaluator.evaluate(row);
        answers.println(PmmlAnswer.line(name -> EvaluatorUtil.decode(found.get(name))));
      }
    }
    new RowClock(row -> evaluator.evaluate(rows.get(row)), rows.size())
        .print(Double.parseDouble(args[3]), (loaded - loading) / 1e6, (called - loaded) / 1e6);
  }
}
