import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.pmml4s.model.Model;

/** Times PMML4S, a map in and a map out, the fastest of its ways: {@code Pmml4sRow model.pmml rows.tsv answers.jsonl seconds}. */
public final class Pmml4sRow {
  public static void main(String[] args) throws Exception {
    List<Map<String, Object>> rows = new RowFile(Path.of(args[1])).rows;
    long loading = System.nanoTime();
    // Supplements: probabilities, which the converter declares in an inner model.
    Model model = Model.fromFile(args[0]).setSupplementOutput(true);
    long loaded = System.nanoTime();
    model.predict(rows.get(0));
    long called = System.nanoTime();
    try (PrintWriter answers = new PrintWriter(args[2], "UTF-8")) {
      for (Map<String, Object> row : rows) answers.println(PmmlAnswer.line(model.predict(row)::get));
    }
    new RowClock(row -> model.predict(rows.get(row)), rows.size())
        .print(Double.parseDouble(args[3]), (loaded - loading) / 1e6, (called - loaded) / 1e6);
  }
}
