// SPDX-License-Identifier: Apache-2.0
package io.nyala.optimizers;

/**
 * Loops over ranges of flat arrays, shared by all optimizers. Each is small and contains no calls,
 * so that the compiler can vectorize it.
 */
final class FlatMath {
  /** Smaller slot values are treated as zero. */
  static final float NO_SLOT = 1e-32f;

  private FlatMath() {}

  /** Moves values back towards those before: {@code before + share * (now - before)}. */
  static void between(float[] before, float[] now, int from, int to, float share) {
    for (int i = from; i < to; i++) {
      now[i] = before[i] + share * (now[i] - before[i]);
    }
  }

  /**
   * Sums squares, eight at a time in single precision and those sums in double, in an order that
   * depends only on the positions.
   */
  static double sumOfSquares(float[] x, int from, int to) {
    double a = 0;
    double b = 0;
    int i = from;
    for (; i + 15 < to; i += 16) {
      a += squaresOfEight(x, i);
      b += squaresOfEight(x, i + 8);
    }
    for (; i < to; i++) {
      a += (double) x[i] * x[i];
    }
    return a + b;
  }

  private static float squaresOfEight(float[] x, int i) {
    float a = x[i] * x[i] + x[i + 1] * x[i + 1];
    float b = x[i + 2] * x[i + 2] + x[i + 3] * x[i + 3];
    float c = x[i + 4] * x[i + 4] + x[i + 5] * x[i + 5];
    float d = x[i + 6] * x[i + 6] + x[i + 7] * x[i + 7];
    return (a + b) + (c + d);
  }

  static void scale(float[] x, int from, int to, float factor) {
    for (int i = from; i < to; i++) {
      x[i] *= factor;
    }
  }

  /** Computes {@code x * factor / divisor}: Keras's order of rounding in clipnorm. */
  static void scale(float[] x, int from, int to, float factor, float divisor) {
    for (int i = from; i < to; i++) {
      x[i] = x[i] * factor / divisor;
    }
  }

  /** Sets elements whose magnitude is below {@code tiny} to zero. */
  static void flush(float[] x, int from, int to, float tiny) {
    for (int i = from; i < to; i++) {
      if (Math.abs(x[i]) < tiny) {
        x[i] = 0;
      }
    }
  }

  /** Bounds each element; NaN stays NaN. */
  static void clip(float[] x, int from, int to, float limit) {
    for (int i = from; i < to; i++) {
      x[i] = Math.max(-limit, Math.min(limit, x[i]));
    }
  }

  /** Adds to a sum whose elements are {@code shift} positions before those of x. */
  static void add(float[] sum, int shift, float[] x, int from, int to) {
    for (int i = from; i < to; i++) {
      sum[i - shift] += x[i];
    }
  }

  /**
   * Ends an accumulation: x becomes the mean of the sum and itself, and the sum is reset.
   *
   * @param shift how many positions the elements of the sum are before those of x
   */
  static void takeMean(float[] sum, int shift, float[] x, int from, int to, float count) {
    for (int i = from; i < to; i++) {
      x[i] = (x[i] + sum[i - shift]) / count;
      sum[i - shift] = 0;
    }
  }

  /** Shrinks weights: {@code w - w * decay * rate}. */
  static void decay(float[] w, int from, int to, float decay, float rate) {
    for (int i = from; i < to; i++) {
      w[i] -= w[i] * decay * rate;
    }
  }

  /** Moves an average towards x: {@code momentum * average + (1 - momentum) * x}. */
  static void average(float[] average, float[] x, int from, int to, float momentum) {
    float rest = 1 - momentum;
    for (int i = from; i < to; i++) {
      average[i] = momentum * average[i] + rest * x[i];
    }
  }

  /**
   * Computes a power with an integer exponent by squaring, which is fast and gives the same bits on
   * every machine.
   */
  static double power(double base, long exponent) {
    double result = 1;
    double square = base;
    for (long e = exponent; e > 0; e >>= 1) {
      if ((e & 1) != 0) {
        result *= square;
      }
      square *= square;
    }
    return result;
  }
}
