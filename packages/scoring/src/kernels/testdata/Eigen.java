import dev.ludovic.netlib.lapack.LAPACK;
import java.util.Random;
import org.netlib.util.intW;

/**
 * Prints eigen.txt: `java -cp 'lapack-3.0.3.jar:arpack_combined_all-0.1.jar' Eigen.java > eigen.txt`, with the jars of
 * Spark 3.5. Each line: the size of a symmetric matrix, then the bits of its elements, of its eigenvalues and of its
 * eigenvectors column by column, as dsyev gives them, called as Breeze calls it.
 */
public class Eigen {
  public static void main(String[] arguments) {
    Random random = new Random(5);
    LAPACK lapack = LAPACK.getInstance();
    for (int line = 0; line < 60; line++) {
      int size = line == 59 ? 14 : 1 + line % 7;
      double[] matrix = matrix(random, size, line % 5);
      if (line == 50) for (int i = 0; i < matrix.length; i++) matrix[i] *= 1e200;
      double[] vectors = matrix.clone();
      double[] values = new double[size];
      int space = Math.max(1, 3 * size - 1);
      lapack.dsyev("V", "L", size, vectors, size, values, new double[space], space, new intW(0));
      System.out.println(size + bits(matrix) + bits(values) + bits(vectors));
    }
  }

  static double[] matrix(Random random, int size, int kind) {
    double[] matrix = new double[size * size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j <= i; j++) {
        double value = random.nextGaussian();
        if (kind == 1 && i != j && random.nextBoolean()) value = 0;
        if (kind == 2) value = Math.rint(value * 2);
        if (kind == 3) value *= Math.pow(10, random.nextInt(20) - 10);
        if (kind == 4) value = 1.0 / (i + j + 1);
        matrix[i + j * size] = matrix[j + i * size] = value;
      }
    }
    return matrix;
  }

  static String bits(double[] values) {
    StringBuilder text = new StringBuilder();
    for (double value : values) text.append(' ').append(Long.toHexString(Double.doubleToRawLongBits(value)));
    return text.toString();
  }
}
