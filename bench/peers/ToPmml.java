import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jpmml.sparkml.PMMLBuilder;

/** Converts a saved pipeline with JPMML-SparkML: {@code ToPmml model schema.json out.pmml}. */
public final class ToPmml {
  public static void main(String[] args) throws Exception {
    SparkSession spark =
        SparkSession.builder().master("local[1]").config("spark.ui.enabled", "false").getOrCreate();
    StructType rows = (StructType) DataType.fromJson(Files.readString(Path.of(args[1])));
    StructType schema = rows.getFieldIndex("label").isDefined() ? rows : rows.add("label", DataTypes.DoubleType);
    new PMMLBuilder(schema, PipelineModel.load(args[0])).buildFile(new File(args[2]));
    spark.stop();
  }
}
