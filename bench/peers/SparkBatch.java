import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/**
 * Scores files into files, twice in one session: {@code SparkBatch model schema.json format input folder}. The outputs
 * are folders "first" and "warm"; prints what the second takes.
 */
public final class SparkBatch {
  public static void main(String[] args) throws Exception {
    SparkSession spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "1")
            .getOrCreate();
    spark.sparkContext().setLogLevel("ERROR");
    StructType schema = (StructType) DataType.fromJson(Files.readString(Path.of(args[1])));
    PipelineModel model = PipelineModel.load(args[0]);
    Dataset<Row> rows = spark.read().schema(schema).format(args[2]).option("header", "true").load(args[3]);
    score(model, rows, args[4] + "/first");
    long warm = System.nanoTime();
    long warmCpu = cpuNanoseconds();
    score(model, rows, args[4] + "/warm");
    double seconds = (System.nanoTime() - warm) / 1e9;
    double cpuSeconds = (cpuNanoseconds() - warmCpu) / 1e9;
    System.out.println("{\"seconds\": " + seconds + ", \"cpu_seconds\": " + cpuSeconds + "}");
    spark.stop();
  }

  /** Of all threads of the process, since its start. */
  private static long cpuNanoseconds() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
  }

  private static void score(PipelineModel model, Dataset<Row> rows, String output) {
    model.transform(rows).select("id", "prediction").write().parquet(output);
  }
}
