import org.apache.commons.math3.util.FastMath;
import org.jtransforms.dct.DoubleDCT_1D;

/**
 * Prints cosines.txt. Compile and run with the jars of Spark 3 or 4 on the class path. The first line has a digest of
 * the bits of 20000 sines and one of as many cosines; each line after it n and the digests of the cosine transform of
 * a vector of that size and of its inverse.
 */
public class Cosines {
  private static int seed;

  public static void main(String[] arguments) {
    double[] sines = new double[20000], cosines = new double[20000];
    seed = 1;
    for (int i = 0; i < sines.length; i++) {
      double angle = (next() >>> 1) / (double) (1L << (10 + i % 30));
      sines[i] = FastMath.sin(angle);
      cosines[i] = FastMath.cos(angle);
    }
    System.out.println("sines " + digest(sines) + " " + digest(cosines));
    int[] large = {128, 256, 512, 1024, 2048, 8192, 210, 243, 251, 343, 625, 1009, 1155, 2000, 3003, 4802};
    for (int n = 1; n <= 72; n++) print(n);
    for (int n : large) print(n);
  }

  private static void print(int n) {
    DoubleDCT_1D transform = new DoubleDCT_1D(n);
    seed = n;
    double[] forward = new double[n];
    for (int i = 0; i < n; i++) forward[i] = i % 7 == 3 ? -0.0 : i % 7 == 5 ? 0.0 : next() / 3e8;
    double[] inverse = forward.clone();
    transform.forward(forward, true);
    transform.inverse(inverse, true);
    System.out.println(n + " " + digest(forward) + " " + digest(inverse));
  }

  private static int next() {
    return seed = seed * 1664525 + 1013904223;
  }

  private static String digest(double[] numbers) {
    long digest = 0;
    for (double x : numbers) digest = 31 * digest + Double.doubleToRawLongBits(x);
    return String.format("%016x", digest);
  }
}
