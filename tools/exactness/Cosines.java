import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.SplittableRandom;
import org.jtransforms.dct.DoubleDCT_1D;
import pl.edu.icm.jlargearrays.ConcurrencyUtils;

/**
 * `Cosines THREADS SIZE...`: to stdout, for each size and each kind of vector, what DCT makes of a random vector, and
 * what the inverse makes of it: three times as many doubles as the size.
 */
public class Cosines {
  static final int KINDS = 4;

  public static void main(String[] given) throws IOException {
    SplittableRandom random = new SplittableRandom(21);
    ConcurrencyUtils.setNumberOfThreads(Integer.parseInt(given[0]));
    try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(System.out, 1 << 16))) {
      for (int at = 1; at < given.length; at++) {
        int size = Integer.parseInt(given[at]);
        DoubleDCT_1D transform = new DoubleDCT_1D(size);
        for (int kind = 0; kind < KINDS; kind++) {
          double[] vector = new double[size];
          for (int i = 0; i < size; i++) vector[i] = element(kind, random);
          double[] forward = vector.clone(), inverse = vector.clone();
          transform.forward(forward, true);
          transform.inverse(inverse, true);
          for (double[] numbers : new double[][] {vector, forward, inverse}) {
            for (double x : numbers) out.writeDouble(x);
          }
        }
      }
    }
  }

  /** Numbers of all magnitudes; few small integers among zeros of both signs; denormals; hardly any not finite. */
  private static double element(int kind, SplittableRandom random) {
    double x = random.nextDouble(-1, 1);
    switch (kind) {
      case 0: return Math.scalb(x, random.nextInt(-60, 60));
      case 1: return random.nextInt(4) > 0 ? Math.copySign(0.0, x) : Math.rint(4 * x);
      case 2: return Math.scalb(x, -1050);
      default:
        int draw = random.nextInt(2000);
        return draw == 0 ? Double.NaN : draw == 1 ? Double.POSITIVE_INFINITY : draw == 2 ? -1e308 : 10 * x;
    }
  }
}
