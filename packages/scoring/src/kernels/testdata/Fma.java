import java.util.Random;

/** Prints fma.txt: `java Fma.java > fma.txt`. Each line: the bits of a, b, c and Math.fma(a, b, c). */
public class Fma {
  static final double[] EDGES = {
    0, -0.0, 1, -1, 3, Double.MIN_VALUE, -Double.MIN_VALUE, Double.MIN_NORMAL, Math.nextDown(Double.MIN_NORMAL),
    Double.MAX_VALUE, -Double.MAX_VALUE, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN,
  };
  static final Random RANDOM = new Random(11);

  public static void main(String[] arguments) {
    int count = arguments.length == 0 ? 60 : Integer.parseInt(arguments[0]);
    if (arguments.length == 0) for (double a : EDGES) for (double c : EDGES) print(a, EDGES[Math.abs((int) c) % 3 + 2], c);
    for (double a : EDGES) for (double b : EDGES) print(a, b, -(a * b));
    for (int i = 0; i < count; i++) {
      double a = anywhere(), b = near(0), c = near(0);
      print(a, b, c);
      print(near(0), b, c);
      print(b, c, -(b * c));
      print(b, c, Math.nextUp(-(b * c)));
      print(b, c, -(b * c) * (1 + 0x1p-30 * RANDOM.nextInt(9)));
      print(b, near(-1022), near(-1022));
      print(near(-500), near(-540), near(-1040));
      print(near(-500), near(-540), Double.MIN_VALUE * RANDOM.nextInt(3));
      print(near(500), near(520), -near(1020));
      print(near(500), near(523), -near(1023));
      print(few(26), few(27), few(52) * 0x1p-27);
      print(few(27) + 1, few(27) - 1, Math.scalb(1 + RANDOM.nextInt(4), 50 + RANDOM.nextInt(120)));
      double half = Math.scalb(few(53), 53 + RANDOM.nextInt(3));
      print(1 + 0x1p-52 * RANDOM.nextInt(3), Math.scalb(1 - 0x1p-53 * RANDOM.nextInt(3), RANDOM.nextInt(3)), half);
      print(a, anywhere(), anywhere());
    }
  }

  static double anywhere() {
    return Double.longBitsToDouble(RANDOM.nextLong());
  }

  static double near(int exponent) {
    return Math.scalb((RANDOM.nextDouble() + 1) * (RANDOM.nextBoolean() ? 1 : -1), exponent + RANDOM.nextInt(5) - 2);
  }

  /** An integer of at most so many bits. */
  static double few(int bits) {
    return (RANDOM.nextLong() >>> 1) >> (63 - bits);
  }

  static void print(double a, double b, double c) {
    System.out.printf("%016x %016x %016x %016x%n", Double.doubleToLongBits(a), Double.doubleToLongBits(b),
      Double.doubleToLongBits(c), Double.doubleToLongBits(Math.fma(a, b, c)));
  }
}
