import com.sun.net.httpserver.HttpServer;
import java.io.File;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import org.jpmml.evaluator.Evaluator;
import org.jpmml.evaluator.EvaluatorUtil;
import org.jpmml.evaluator.LoadingModelEvaluatorBuilder;

/** The JDK's own server in front of JPMML-Evaluator: {@code PmmlServer model.pmml port}. A flat record of numbers in. */
public final class PmmlServer {
  public static void main(String[] args) throws Exception {
    System.setProperty("sun.net.httpserver.nodelay", "true");
    Evaluator evaluator = new LoadingModelEvaluatorBuilder().load(new File(args[0])).build();
    evaluator.verify();
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", Integer.parseInt(args[1])), 0);
    server.setExecutor(Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors()));
    server.createContext("/", exchange -> {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      Map<String, ?> found = evaluator.evaluate(readRecord(body));
      byte[] answer = PmmlAnswer.line(name -> EvaluatorUtil.decode(found.get(name))).getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
      exchange.close();
    });
    server.start();
  }

  /** {"a":1.5,"b":-2}: names and numbers by turns, which is less than a parser of JSON would have to do. */
  private static Map<String, Object> readRecord(String text) {
    Map<String, Object> record = new HashMap<>();
    for (int quote = text.indexOf('"'); quote >= 0; quote = text.indexOf('"', quote)) {
      int end = text.indexOf('"', quote + 1);
      int from = text.indexOf(':', end) + 1;
      int to = from;
      while (to < text.length() && text.charAt(to) != ',' && text.charAt(to) != '}') to++;
      record.put(text.substring(quote + 1, end), Double.parseDouble(text.substring(from, to).trim()));
      quote = to;
    }
    return record;
  }
}
