// SPDX-License-Identifier: Apache-2.0
package io.nyala.auto.data;

/**
 * By how much one prediction is better than another on the same rows.
 *
 * @param gain the mean difference of the losses of a row; positive if the first one is better
 * @param error the standard error of the gain
 */
public record Comparison(double gain, double error) {
  /** A gain of two standard errors is seldom chance: once in forty. */
  private static final double SURE = 2;

  /** Compares the losses of the same rows. */
  public static Comparison of(Scores better, Scores other) {
    double[] first = better.losses();
    double[] second = other.losses();
    double[] gains = new double[first.length];
    for (int i = 0; i < gains.length; i++) {
      gains[i] = second[i] - first[i];
    }
    double mean = Scores.mean(gains);
    double squares = 0;
    for (double gain : gains) {
      squares += (gain - mean) * (gain - mean);
    }
    int n = gains.length;
    return new Comparison(
        mean, n < 2 ? Double.POSITIVE_INFINITY : Math.sqrt(squares / (n - 1) / n));
  }

  /** Returns whether the gain is more than chance would give. */
  public boolean sure() {
    return gain > SURE * error;
  }

  /** Returns whether the gain is larger than its standard error. */
  public boolean likely() {
    return gain > error;
  }
}
