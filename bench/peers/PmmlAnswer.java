import java.util.function.Function;

/** A line of answers from the output fields of PMML, found by their names; null for what a model does not have. */
final class PmmlAnswer {
  static String line(Function<String, ?> output) {
    String prediction = "{\"prediction\":" + number(output.apply("prediction"));
    Object first = output.apply("probability(0)");
    if (first == null) return prediction + "}";
    return prediction + ",\"probability\":[" + number(first) + "," + number(output.apply("probability(1)")) + "]}";
  }

  private static double number(Object value) {
    return value instanceof Number ? ((Number) value).doubleValue() : Double.parseDouble(String.valueOf(value));
  }
}
