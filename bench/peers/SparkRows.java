import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/** Writes rows in every form, and the model's answers for them: {@code SparkRows model schema.json rows folder}. */
public final class SparkRows {
  public static void main(String[] args) throws Exception {
    SparkSession spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "1")
            .getOrCreate();
    spark.sparkContext().setLogLevel("ERROR");
    StructType schema = (StructType) DataType.fromJson(Files.readString(Path.of(args[1])));
    String folder = args[3] + "/";

    List<Column> columns = new ArrayList<>(List.of(functions.col("id")));
    for (int i = 0; i < schema.length(); i++) columns.add(functions.randn(i).as(schema.fieldNames()[i]));
    spark.range(0, Long.parseLong(args[2]), 1, 4).select(columns.toArray(new Column[0])).write().parquet(folder + "parquet4");
    Dataset<Row> rows = spark.read().parquet(folder + "parquet4").orderBy("id").coalesce(1);
    rows.write().parquet(folder + "parquet");

    Dataset<Row> one = spark.read().parquet(folder + "parquet");
    one.orderBy("id").coalesce(1).write().option("header", "true").csv(folder + "csv");
    one.orderBy("id").coalesce(1).write().json(folder + "json");
    PipelineModel.load(args[0])
        .transform(one)
        .select("id", "prediction")
        .orderBy("id")
        .coalesce(1)
        .write()
        .parquet(folder + "answers");
    Files.writeString(Path.of(folder, "schema.json"), one.schema().json());
    spark.stop();
  }
}
