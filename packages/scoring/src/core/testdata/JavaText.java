import java.util.LinkedHashSet;
import java.util.Random;
import java.util.Set;

/** Prints java-text.txt: `java JavaText.java > java-text.txt` on JDK 8 to 18. */
public class JavaText {
  static final double[] DOUBLES = {
    0, -0.0, 1, -1, 0.1, 0.001, 0.0009999999999999998, 1e-4, 9999999, 1e7, 9999999.999999998, 12345678.9, 1e21, 1e22,
    1e23, 2e23, 9007199254740993.0, 1e-5, 123456789012345680.0, 0.3, 1.0 / 3, 100, Double.MIN_VALUE, Double.MIN_NORMAL,
    Double.MAX_VALUE, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 2.2250738585072011E-308, 2e-3,
  };
  static final float[] FLOATS = {
    0f, -0f, 1f, 0.1f, 1.1f, 16777216f, 1e10f, 1e7f, 9999999f, 1e-3f, 9.999e-4f, Float.MIN_VALUE, Float.MIN_NORMAL,
    Float.MAX_VALUE, Float.NaN, Float.POSITIVE_INFINITY, 3.3554432E7f, 8.41E21f, 2e-45f, 1.1754942E-38f,
    9.5367431640625E-7f, 1.2621775E-29f, 2097152.2f, 29301.312f,
  };

  public static void main(String[] arguments) {
    Random random = new Random(7);
    Set<Double> doubles = new LinkedHashSet<>();
    for (double x : DOUBLES) doubles.add(x);
    for (long bits = 1; bits < 40; bits++) doubles.add(Double.longBitsToDouble(bits));
    for (int exponent = -1074; exponent < 1024; exponent += 37) {
      double power = Math.scalb(1.0, exponent);
      doubles.add(power);
      doubles.add(Math.nextUp(power));
      doubles.add(Math.nextDown(power));
    }
    for (int exponent = -30; exponent < 30; exponent += 3) doubles.add(Double.parseDouble("1e" + exponent));
    for (int i = 0; i < 120; i++) doubles.add(Double.longBitsToDouble(random.nextLong()));

    Set<Float> floats = new LinkedHashSet<>();
    for (float x : FLOATS) floats.add(x);
    for (int bits = 1; bits < 20; bits++) floats.add(Float.intBitsToFloat(bits));
    for (int exponent = -149; exponent < 128; exponent += 4) {
      float power = Math.scalb(1f, exponent);
      floats.add(power);
      floats.add(Math.nextUp(power));
      floats.add(Math.nextDown(power));
    }
    for (int i = 0; i < 120; i++) floats.add(Float.intBitsToFloat(random.nextInt()));

    for (double x : doubles) System.out.printf("double %016x %s%n", Double.doubleToRawLongBits(x), x);
    for (float x : floats) System.out.printf("float %08x %s%n", Float.floatToRawIntBits(x), x);
  }
}
