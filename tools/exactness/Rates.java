import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.SplittableRandom;

/** `Rates FUNCTION COUNT`: random arguments x and y of a function and what Java answers, three doubles each, to stdout. */
public class Rates {
  public static void main(String[] given) throws IOException {
    SplittableRandom random = new SplittableRandom(20);
    int count = Integer.parseInt(given[1]);
    try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(System.out, 1 << 16))) {
      for (int i = 0; i < count; i++) {
        double x = argument(given[0], i, random), y = random.nextDouble(-5, 5);
        out.writeDouble(x);
        out.writeDouble(y);
        out.writeDouble(answer(given[0], x, y));
      }
    }
  }

  /** Half of exp's arguments are small, as margins are. log and pow get all magnitudes alike. */
  private static double argument(String function, int i, SplittableRandom random) {
    switch (function) {
      case "exp": return i % 2 == 0 ? random.nextDouble(-700, 700) : random.nextDouble(-20, 20);
      case "log": return Math.scalb(random.nextDouble(1, 2), random.nextInt(-60, 60));
      case "pow": return Math.scalb(random.nextDouble(1, 2), random.nextInt(-10, 10));
      default: return -random.nextDouble();
    }
  }

  private static double answer(String function, double x, double y) {
    switch (function) {
      case "exp": return Math.exp(x);
      case "log": return Math.log(x);
      case "pow": return Math.pow(x, y);
      default: return Math.log1p(x);
    }
  }
}
