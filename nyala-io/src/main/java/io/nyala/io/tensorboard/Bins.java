// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.tensorboard;

/**
 * A histogram: bins with their edges and counts. Values that are not finite are left out.
 *
 * @param left the left edges, ascending
 * @param right the right edges
 * @param count the number of values in each bin
 */
public record Bins(double[] left, double[] right, double[] count) {
  /** The default number of bins, as in TensorBoard. */
  public static final int DEFAULT_BINS = 30;

  /** Counts values into 30 bins of equal width between the minimum and the maximum. */
  public static Bins of(float[] values) {
    return of(values, 0, values.length, DEFAULT_BINS);
  }

  /**
   * Counts values into bins of equal width between the minimum and the maximum. If all are equal
   * there is one bin of width 1 around them; without values there are no bins.
   *
   * @param bins at least 1
   */
  public static Bins of(float[] values, int from, int to, int bins) {
    if (bins < 1) {
      throw new IllegalArgumentException("a histogram needs at least 1 bin, got " + bins);
    }
    float min = Float.POSITIVE_INFINITY;
    float max = Float.NEGATIVE_INFINITY;
    int n = 0;
    for (int i = from; i < to; i++) {
      float v = values[i];
      if (Math.abs(v) <= Float.MAX_VALUE) {
        min = Math.min(min, v);
        max = Math.max(max, v);
        n++;
      }
    }
    if (n == 0) {
      return new Bins(new double[0], new double[0], new double[0]);
    }
    if (min == max) {
      return new Bins(new double[] {min - 0.5}, new double[] {max + 0.5}, new double[] {n});
    }
    double start = min;
    double width = ((double) max - min) / bins;
    double perUnit = 1 / width;
    double[] count = new double[bins];
    for (int i = from; i < to; i++) {
      float v = values[i];
      if (Math.abs(v) <= Float.MAX_VALUE) {
        count[Math.min((int) ((v - start) * perUnit), bins - 1)]++;
      }
    }
    double[] left = new double[bins];
    double[] right = new double[bins];
    for (int b = 0; b < bins; b++) {
      left[b] = start + b * width;
      right[b] = b == bins - 1 ? max : start + (b + 1) * width;
    }
    return new Bins(left, right, count);
  }

  /** Returns how many values were counted. */
  public double total() {
    double sum = 0;
    for (double c : count) {
      sum += c;
    }
    return sum;
  }
}
