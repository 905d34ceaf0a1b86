import java.util.Random;

/** Prints exp.txt: `java Exp.java > exp.txt` on x86-64. Each line: the bits of x and of Math.exp(x). */
public class Exp {
  public static void main(String[] arguments) {
    Random random = new Random(9);
    double[] edges = {0, -0.0, 1, -1, 709.69, 709.71, 709.782, 709.783, -708.29, -708.31, -720.5, -744.5, -745.13,
      -745.2, -746.5, 1e-9, -1e-17, 0x1p-54, 1e-300, Double.MIN_VALUE, Double.MAX_VALUE, -Double.MAX_VALUE,
      Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN};
    for (double x : edges) print(x);
    for (int i = 0; i < 400; i++) print(random.nextGaussian() * (i % 4 == 0 ? 200 : i % 4 == 1 ? 20 : i % 4 == 2 ? 3 : 0.1));
    for (int i = 0; i < 100; i++) print(-708.3 - random.nextDouble() * 37);
  }

  static void print(double x) {
    System.out.printf("%016x %016x%n", Double.doubleToLongBits(x), Double.doubleToLongBits(Math.exp(x)));
  }
}
