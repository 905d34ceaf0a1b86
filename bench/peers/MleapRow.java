import java.io.File;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import ml.combust.mleap.core.types.Socket;
import ml.combust.mleap.core.types.StructField;
import ml.combust.mleap.core.types.StructType;
import ml.combust.mleap.runtime.MleapContext;
import ml.combust.mleap.runtime.frame.Row;
import ml.combust.mleap.runtime.frame.RowTransformer;
import ml.combust.mleap.runtime.frame.Transformer;
import ml.combust.mleap.runtime.javadsl.BundleBuilder;
import ml.combust.mleap.runtime.javadsl.ContextBuilder;
import ml.combust.mleap.runtime.javadsl.LeapFrameBuilder;
import ml.combust.mleap.runtime.javadsl.RowTransformerSupport;
import ml.combust.mleap.runtime.transformer.Pipeline;
import ml.combust.mleap.tensor.Tensor;
import scala.Option;

/** Times MLeap's row transformer, the fastest of its ways: {@code MleapRow bundle rows.tsv answers.jsonl seconds}. */
public final class MleapRow {
  public static void main(String[] args) throws Exception {
    RowFile file = new RowFile(Path.of(args[1]));
    LeapFrameBuilder builder = new LeapFrameBuilder();
    List<StructField> fields = new ArrayList<>();
    for (int i = 0; i < file.names.size(); i++) {
      fields.add(builder.createField(file.names.get(i), file.numeric.get(i) ? builder.createDouble() : builder.createString()));
    }
    StructType schema = builder.createSchema(fields);
    List<Row> rows = new ArrayList<>();
    for (Map<String, Object> row : file.rows) rows.add(builder.createRowFromIterable(row.values()));

    long loading = System.nanoTime();
    MleapContext context = new ContextBuilder().createMleapContext();
    Transformer model = new BundleBuilder().load(new File(args[0]), context).root();
    RowTransformer transformer = model.transform(new RowTransformerSupport().createRowTransformer(schema)).get();
    long loaded = System.nanoTime();
    transformer.transform(rows.get(0));
    long called = System.nanoTime();
    try (PrintWriter answers = new PrintWriter(args[2], "UTF-8")) {
      Map<String, Integer> places = outputsOf(model, transformer.outputSchema());
      for (Row row : rows) answers.println(answer(transformer.transform(row), places));
    }
    new RowClock(row -> transformer.transform(rows.get(row)), rows.size())
        .print(Double.parseDouble(args[3]), (loaded - loading) / 1e6, (called - loaded) / 1e6);
  }

  /** Where in a row the last stage's answers are, by Spark's names for them, whatever the pipeline calls them. */
  private static Map<String, Integer> outputsOf(Transformer model, StructType schema) {
    Transformer last = model;
    while (last instanceof Pipeline) last = ((Pipeline) last).transformers().last();
    Map<String, Integer> places = new LinkedHashMap<>();
    for (String name : List.of("rawPrediction", "probability", "prediction")) {
      String port = name.equals("rawPrediction") ? "raw_prediction" : name;
      Option<Socket> socket = last.shape().getOutput(port);
      if (socket.isDefined()) places.put(name, (Integer) schema.indexOf(socket.get().name()).get());
    }
    return places;
  }

  private static String answer(Row row, Map<String, Integer> places) {
    List<String> parts = new ArrayList<>();
    places.forEach((name, place) -> {
      Object value = row.get(place.intValue());
      parts.add("\"" + name + "\":" + (value instanceof Tensor ? numbers((Tensor<?>) value) : value));
    });
    return "{" + String.join(",", parts) + "}";
  }

  private static String numbers(Tensor<?> tensor) {
    List<String> values = new ArrayList<>();
    scala.collection.Iterator<?> all = tensor.toDense().rawValuesIterator();
    while (all.hasNext()) values.add(String.valueOf(all.next()));
    return "[" + String.join(",", values) + "]";
  }
}
