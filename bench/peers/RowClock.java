import java.util.Arrays;
import java.util.Locale;

/** Times one call a row once the compiler has settled, and prints one line of JSON. */
final class RowClock {
  interface Call {
    Object at(int row) throws Exception;
  }

  private static final int CALLS = 20;
  private static final int MAX_TIMES = 1_000_000;
  /** Warm-up ends when the medians of so many rounds lie within a share of each other. */
  private static final int STEADY_ROUNDS = 4;
  private static final double STEADY_SHARE = 0.03;
  private static final int MAX_ROUNDS = 60;

  private final Call call;
  private final int rows;
  private int next;
  static volatile Object kept;

  RowClock(Call call, int rows) {
    this.call = call;
    this.rows = rows;
  }

  void print(double seconds, double loadMilliseconds, double firstMilliseconds) throws Exception {
    warmUp(seconds);
    double[] batches = measure(CALLS, seconds);
    double[] singles = measure(1, seconds);
    Runtime runtime = Runtime.getRuntime();
    System.out.printf(
        Locale.ROOT,
        "{\"ns_per_row_median\":%.1f,\"min\":%.1f,\"p99\":%.1f,\"p999\":%.1f,\"load_ms\":%.2f,\"first_call_ms\":%.3f,\"rss_mb\":%.1f,\"heap_mb\":%.1f}%n",
        batches[batches.length / 2],
        batches[0],
        singles[(int) (singles.length * 0.99)],
        singles[(int) (singles.length * 0.999)],
        loadMilliseconds,
        firstMilliseconds,
        residentMegabytes(),
        (runtime.totalMemory() - runtime.freeMemory()) / 1048576.0);
  }

  private void warmUp(double seconds) throws Exception {
    double[] last = new double[MAX_ROUNDS];
    for (int round = 0; round < MAX_ROUNDS; round++) {
      double[] times = measure(CALLS, Math.max(0.25, seconds / 4));
      last[round] = times[times.length / 2];
      if (round + 1 < 2 * STEADY_ROUNDS) continue;
      double[] recent = Arrays.copyOfRange(last, round + 1 - STEADY_ROUNDS, round + 1);
      Arrays.sort(recent);
      if (recent[STEADY_ROUNDS - 1] - recent[0] <= STEADY_SHARE * recent[0]) return;
    }
  }

  /** Nanoseconds a call, sorted. */
  private double[] measure(int calls, double seconds) throws Exception {
    double[] times = new double[MAX_TIMES];
    int count = 0;
    long end = System.nanoTime() + (long) (seconds * 1e9);
    long after;
    do {
      long before = System.nanoTime();
      for (int i = 0; i < calls; i++) {
        kept = call.at(next);
        next = next + 1 == rows ? 0 : next + 1;
      }
      after = System.nanoTime();
      times[count++] = (double) (after - before) / calls;
    } while (after < end && count < MAX_TIMES);
    double[] found = Arrays.copyOf(times, count);
    Arrays.sort(found);
    return found;
  }

  private static double residentMegabytes() throws Exception {
    for (String line : java.nio.file.Files.readAllLines(java.nio.file.Path.of("/proc/self/status"))) {
      if (line.startsWith("VmRSS:")) return Double.parseDouble(line.replaceAll("\\D", "")) / 1024;
    }
    return Double.NaN;
  }
}
