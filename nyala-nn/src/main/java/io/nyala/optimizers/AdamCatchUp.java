// SPDX-License-Identifier: Apache-2.0
package io.nyala.optimizers;

/**
 * Many updates of {@link AdamRule} without gradient, at once.
 *
 * <p>Without gradient, j updates after a row had mean m and mean square v = s * s, these are m *
 * b1^j and v * b2^j. With r = sqrt(b2), D = s + epsilon, u = s / D and x = 1 - r^j, which is small
 * as long as b1^j is not, the weight moves by
 *
 * <pre>
 * m * b1^j * a / (s * r^j + epsilon) = m / D * b1^j * a * (1 + u * x + (u * x)^2 + ...)
 * </pre>
 *
 * where a is the rate of that update. The total movement of all missed updates is therefore m / D
 * times a polynomial in u whose coefficients are sums over the updates, the same for all weights.
 * They are kept for each update since all rows were up to date, and grow with each update. Terms
 * from the fifth power on are left out; {@link #serves} determines the decay rates for which they
 * are below the rounding of floats.
 */
final class AdamCatchUp {
  private static final int TERMS = 5;

  /** Gradient averages that have decayed by this factor are negligible. */
  private static final double NOTHING = 1e-12;

  /** The largest error that is neglected, relative to the whole movement. */
  private static final double ROUNDING = 0x1p-25;

  private final double[] power1 = new double[RowUpdates.MOST + 1];
  private final double[] power2 = new double[RowUpdates.MOST + 1];
  private final double[][] weight = new double[TERMS][];
  private final double[][] sums = new double[TERMS][RowUpdates.MOST + 1];
  private final int horizon;

  AdamCatchUp(double b1, double b2) {
    for (int j = 0; j <= RowUpdates.MOST; j++) {
      power1[j] = FlatMath.power(b1, j);
      power2[j] = FlatMath.power(b2, j);
    }
    int last = 0;
    while (last < RowUpdates.MOST && power1[last] > NOTHING) {
      last++;
    }
    horizon = last;
    for (int n = 0; n < TERMS; n++) {
      weight[n] = weights(n);
    }
  }

  /** Returns whether five terms of the series are enough. */
  static boolean serves(double b1, double b2) {
    AdamCatchUp tables = new AdamCatchUp(b1, b2);
    double whole = 0;
    double leftOut = 0;
    double[] last = tables.weights(TERMS);
    for (int j = 1; j <= tables.horizon; j++) {
      whole += tables.power1[j];
      leftOut += last[j];
    }
    return leftOut <= ROUNDING * whole;
  }

  /** Returns {@code b1^j * (1 - sqrt(b2)^j)^n} by j. */
  private double[] weights(int n) {
    double[] w = new double[horizon + 1];
    for (int j = 1; j <= horizon; j++) {
      w[j] = power1[j] * FlatMath.power(1 - Math.sqrt(power2[j]), n);
    }
    return w;
  }

  /** Adds an update to those missed by rows that have the previous or an earlier one. */
  void counted(int now, double alpha) {
    for (int n = 0; n < TERMS; n++) {
      double[] sum = sums[n];
      double[] w = weight[n];
      sum[now] = 0;
      for (int since = Math.max(0, now - horizon); since < now; since++) {
        sum[since] += alpha * w[now - since];
      }
    }
  }

  /** Resets the state: all rows are up to date. */
  void clear() {
    for (double[] sum : sums) {
      sum[0] = 0;
    }
  }

  void catchUp(
      float[] w, float[] m, float[] v, int from, int to, int since, int now, float epsilon) {
    stretch(
        w,
        m,
        v,
        from,
        to,
        (float) power1[now - since],
        (float) power2[now - since],
        epsilon,
        (float) sums[0][since],
        (float) sums[1][since],
        (float) sums[2][since],
        (float) sums[3][since],
        (float) sums[4][since]);
    FlatMath.flush(m, from, to, FlatMath.NO_SLOT);
    FlatMath.flush(v, from, to, FlatMath.NO_SLOT);
  }

  private static void stretch(
      float[] w,
      float[] m,
      float[] v,
      int from,
      int to,
      float decay1,
      float decay2,
      float epsilon,
      float a,
      float b,
      float c,
      float d,
      float e) {
    for (int i = from; i < to; i++) {
      float mi = m[i];
      float vi = v[i];
      float root = (float) Math.sqrt(vi);
      float divisor = root + epsilon;
      float u = root / divisor;
      w[i] -= mi / divisor * (a + u * (b + u * (c + u * (d + u * e))));
      m[i] = mi * decay1;
      v[i] = vi * decay2;
    }
  }
}
