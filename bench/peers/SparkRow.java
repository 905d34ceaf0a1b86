import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/** Times one row through a warm Spark: {@code SparkRow model schema.json rows.tsv columns answers.jsonl seconds}. */
public final class SparkRow {
  public static void main(String[] args) throws Exception {
    RowFile file = new RowFile(Path.of(args[2]));
    List<Row> rows = new ArrayList<>();
    for (Map<String, Object> row : file.rows) rows.add(RowFactory.create(row.values().toArray()));
    String[] columns = args[3].split(",");

    long loading = System.nanoTime();
    SparkSession spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "1")
            .getOrCreate();
    spark.sparkContext().setLogLevel("ERROR");
    StructType schema = (StructType) DataType.fromJson(Files.readString(Path.of(args[1])));
    PipelineModel model = PipelineModel.load(args[0]);
    long loaded = System.nanoTime();
    score(spark, model, schema, columns, List.of(rows.get(0))).collectAsList();
    long called = System.nanoTime();
    try (PrintWriter answers = new PrintWriter(args[4], "UTF-8")) {
      for (String line : score(spark, model, schema, columns, rows).toJSON().collectAsList()) answers.println(line);
    }
    new RowClock(row -> score(spark, model, schema, columns, List.of(rows.get(row))).collectAsList(), rows.size())
        .print(Double.parseDouble(args[5]), (loaded - loading) / 1e6, (called - loaded) / 1e6);
    spark.stop();
  }

  private static Dataset<Row> score(
      SparkSession spark, PipelineModel model, StructType schema, String[] columns, List<Row> rows) {
    Dataset<Row> scored = model.transform(spark.createDataFrame(rows, schema));
    org.apache.spark.sql.Column[] wanted = new org.apache.spark.sql.Column[columns.length];
    for (int i = 0; i < columns.length; i++) wanted[i] = functions.col(columns[i]);
    return scored.select(wanted);
  }
}
