/* Times score() of a forest: forest <rows.bin> <numbers a row> <answers.bin> <seconds>. Prints one line of JSON. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

double score(const double *x);

enum { CALLS = 20, MAX_TIMES = 2000000 };
static double times[MAX_TIMES];
static volatile double kept;
static double *rows;
static long rowCount, width, next;

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static int ascending(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static const double *take(void) {
  const double *row = rows + next * width;
  next = next + 1 == rowCount ? 0 : next + 1;
  return row;
}

/* Nanoseconds a call, means over `calls` calls each, sorted; gives back how many. */
static long measure(int calls, double seconds) {
  long count = 0;
  double end = now() + seconds * 1e9, after = 0;
  while (after < end && count < MAX_TIMES) {
    double before = now();
    for (int i = 0; i < calls; i++) kept = score(take());
    after = now();
    times[count++] = (after - before) / calls;
  }
  qsort(times, count, sizeof(double), ascending);
  return count;
}

int main(int argc, char **argv) {
  if (argc != 5) return 2;
  width = atol(argv[2]);
  double seconds = atof(argv[4]);
  FILE *file = fopen(argv[1], "rb");
  if (file == NULL) return 1;
  fseek(file, 0, SEEK_END);
  long bytes = ftell(file);
  rewind(file);
  rows = malloc(bytes);
  rowCount = bytes / (width * (long)sizeof(double));
  if (fread(rows, 1, bytes, file) != (size_t)bytes) return 1;
  fclose(file);
  double before = now();
  kept = score(rows);
  double first = now() - before;
  FILE *out = fopen(argv[3], "wb");
  if (out == NULL) return 1;
  for (long i = 0; i < rowCount; i++) {
    double answer = score(rows + i * width);
    fwrite(&answer, sizeof(double), 1, out);
  }
  fclose(out);
  measure(CALLS, seconds);
  long count = measure(CALLS, seconds);
  double median = times[count / 2], least = times[0];
  count = measure(1, seconds);
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  printf("{\"ns_per_row_median\":%.1f,\"min\":%.1f,\"p99\":%.1f,\"p999\":%.1f,\"load_ms\":0,\"first_call_ms\":%.3f,\"rss_mb\":%.1f}\n",
         median, least, times[(long)(count * 0.99)], times[(long)(count * 0.999)], first / 1e6, usage.ru_maxrss / 1024.0);
  return 0;
}
