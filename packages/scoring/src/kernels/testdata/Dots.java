package dev.ludovic.netlib.blas;

/**
 * Prints dots.txt. Compile and run with the blas jar of Spark 3.5 or 4 on the class path and
 * `--add-modules jdk.incubator.vector`, on a CPU with AVX-512. Each line: n, then for Java8BLAS, Java11BLAS and
 * VectorBLAS in turn the bits of ddot, of a row of dgemv and of an element of dgemm.
 */
public class Dots {
  private static int seed;

  public static void main(String[] arguments) {
    JavaBLAS[] kernels = {Java8BLAS.getInstance(), Java11BLAS.getInstance(), VectorBLAS.getInstance()};
    for (int n = 1; n <= 300; n = n < 40 ? n + 1 : n + 13) {
      seed = n;
      double[] x = fill(n), y = fill(n), matrix = new double[5 * n];
      for (int row = 0; row < 5; row++) System.arraycopy(y, 0, matrix, row * n, n);
      StringBuilder line = new StringBuilder().append(n);
      for (JavaBLAS blas : kernels) {
        double[] rows = new double[5], product = new double[1];
        blas.dgemv("T", n, 5, 1.0, matrix, n, x, 1, 1.0, rows, 1);
        blas.dgemm("N", "N", 1, 1, n, 1.0, y, 1, x, n, 1.0, product, 1);
        for (double value : new double[] {blas.ddot(n, x, 1, y, 1), rows[4], product[0]}) {
          line.append(String.format(" %016x", Double.doubleToLongBits(value)));
        }
      }
      System.out.println(line);
    }
  }

  static double[] fill(int n) {
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      seed = seed * 1664525 + 1013904223;
      values[i] = seed / 3e8;
    }
    return values;
  }
}
