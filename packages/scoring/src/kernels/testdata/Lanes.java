package dev.ludovic.netlib.blas;

import jdk.incubator.vector.DoubleVector;

/**
 * Prints the tables lanes<n>.txt. Compile and run with the blas jar of Spark 4 on the class path and
 * `--add-modules jdk.incubator.vector`: eight lanes with `-XX:UseAVX=3` on a CPU with AVX-512, four with `-XX:UseAVX=2`,
 * two with `-XX:UseAVX=0`. Each line: what was called, its sizes, and the bits of all it answered.
 */
public class Lanes {
  private static int seed;

  public static void main(String[] arguments) {
    System.out.println("lanes " + DoubleVector.SPECIES_MAX.length());
    JavaBLAS blas = VectorBLAS.getInstance();
    for (int n = 1; n <= 300; n = n < 40 ? n + 1 : n + 13) {
      seed = n;
      double[] x = fill(n), y = fill(n);
      print("ddot", 1, n, blas.ddot(n, x, 1, y, 1));
    }
    int[][] shapes = {{1, 9}, {2, 3}, {3, 4}, {3, 17}, {4, 8}, {5, 13}, {7, 6}, {8, 5}, {9, 21}, {10, 4}, {11, 40}, {13, 2}};
    for (int[] shape : shapes) {
      int rows = shape[0], columns = shape[1];
      seed = 100 * rows + columns;
      double[] x = fill(columns), matrix = fill(rows * columns);
      double[] byColumns = new double[rows], byRows = new double[rows], product = new double[rows];
      blas.dgemv("N", rows, columns, 1.0, matrix, rows, x, 1, 1.0, byColumns, 1);
      blas.dgemv("T", columns, rows, 1.0, matrix, columns, x, 1, 1.0, byRows, 1);
      blas.dgemm("N", "N", rows, 1, columns, 1.0, matrix, rows, x, columns, 1.0, product, rows);
      print("dgemvN", rows, columns, byColumns);
      print("dgemvT", rows, columns, byRows);
      print("dgemmNN", rows, columns, product);
    }
  }

  private static void print(String name, int rows, int columns, double... answers) {
    StringBuilder line = new StringBuilder(name + " " + rows + " " + columns);
    for (double answer : answers) line.append(String.format(" %016x", Double.doubleToLongBits(answer)));
    System.out.println(line);
  }

  private static double[] fill(int n) {
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      seed = seed * 1664525 + 1013904223;
      values[i] = seed / 3e8;
    }
    return values;
  }
}
