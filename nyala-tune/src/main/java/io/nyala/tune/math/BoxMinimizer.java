// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.math;

import java.util.Arrays;

/**
 * Finds a local minimum of a smooth function in a box with few evaluations: limited-memory BFGS
 * steps on the free variables, projected onto the box, with a line search for the weak Wolfe
 * conditions.
 *
 * <p>D. P. Bertsekas: Projected Newton methods for optimization problems with simple constraints;
 * SIAM Journal on Control and Optimization 20 (1982). J. Nocedal, S. Wright: Numerical optimization
 * (2006), algorithm 7.4.
 */
public final class BoxMinimizer {
  private static final int MEMORY = 10;
  private static final double SUFFICIENT = 1e-4;
  private static final double CURVATURE = 0.9;
  private static final int LINE_STEPS = 20;

  /** The relative improvement below which the search stops, as in scipy's L-BFGS-B. */
  private static final double STALLED = 2.2e-9;

  /** A function with its gradient. */
  @FunctionalInterface
  public interface Function {
    /**
     * Returns the value at x, infinite or NaN if it is undefined.
     *
     * @param gradient receives the gradient
     */
    double value(double[] x, double[] gradient);
  }

  private final Function function;
  private final double[] low;
  private final double[] high;
  private final int n;
  private final double[][] steps = new double[MEMORY][];
  private final double[][] changes = new double[MEMORY][];
  private int pairs;
  private double[] x;
  private double[] gradient;
  private double value;
  private double[] nextX;
  private double[] nextGradient;
  private double nextValue;
  private final boolean[] free;

  private BoxMinimizer(Function function, double[] low, double[] high) {
    this.function = function;
    this.low = low;
    this.high = high;
    this.n = low.length;
    this.free = new boolean[n];
    this.gradient = new double[n];
    this.nextX = new double[n];
    this.nextGradient = new double[n];
  }

  /**
   * Minimises.
   *
   * @param start the initial point, which is moved into the box and then overwritten with the
   *     minimum
   * @param low the lower bounds, which may be minus infinity
   * @param high the upper bounds, which may be infinity
   * @param tolerance the search ends when no free component of the gradient is larger
   * @param iterations the maximum number of steps
   * @return the value at the minimum; infinite or NaN if it is undefined at the initial point
   */
  public static double minimize(
      Function function,
      double[] start,
      double[] low,
      double[] high,
      double tolerance,
      int iterations) {
    BoxMinimizer search = new BoxMinimizer(function, low, high);
    search.run(start, tolerance, iterations);
    System.arraycopy(search.x, 0, start, 0, start.length);
    return search.value;
  }

  private void run(double[] start, double tolerance, int iterations) {
    x = start.clone();
    for (int i = 0; i < n; i++) {
      x[i] = clip(i, x[i]);
    }
    value = function.value(x, gradient);
    double[] direction = new double[n];
    for (int k = 0; k < iterations && Double.isFinite(value); k++) {
      if (largestFree() <= tolerance) {
        return;
      }
      direction(direction);
      if (!search(direction)) {
        if (pairs == 0) {
          return;
        }
        pairs = 0; // try again, along the gradient
        continue;
      }
      remember();
      double gain = value - nextValue;
      swap();
      if (gain <= STALLED * Math.max(1, Math.max(Math.abs(value), Math.abs(value + gain)))) {
        return;
      }
    }
  }

  private double clip(int i, double place) {
    return Math.min(Math.max(place, low[i]), high[i]);
  }

  /**
   * Finds the free variables and returns the largest component of the gradient projected onto the
   * box.
   */
  private double largestFree() {
    double largest = 0;
    for (int i = 0; i < n; i++) {
      double move = clip(i, x[i] - gradient[i]) - x[i];
      free[i] = move != 0;
      largest = Math.max(largest, Math.abs(move));
    }
    return largest;
  }

  /** Computes the direction by the two-loop recursion on the free variables. */
  private void direction(double[] d) {
    for (int i = 0; i < n; i++) {
      d[i] = free[i] ? -gradient[i] : 0;
    }
    double[] weights = new double[pairs];
    double[] curvatures = new double[pairs];
    double scale = 0;
    for (int k = pairs - 1; k >= 0; k--) {
      curvatures[k] = freeDot(steps[k], changes[k]);
      double squares = freeDot(changes[k], changes[k]);
      if (curvatures[k] <= 1e-10 * squares) {
        curvatures[k] = 0;
        continue;
      }
      if (scale == 0) {
        scale = curvatures[k] / squares;
      }
      weights[k] = freeDot(steps[k], d) / curvatures[k];
      addFree(d, changes[k], -weights[k]);
    }
    if (scale == 0) {
      scale = Math.min(1, 1 / Math.sqrt(freeDot(gradient, gradient)));
    }
    for (int i = 0; i < n; i++) {
      d[i] *= scale;
    }
    for (int k = 0; k < pairs; k++) {
      if (curvatures[k] > 0) {
        addFree(d, steps[k], weights[k] - freeDot(changes[k], d) / curvatures[k]);
      }
    }
  }

  private double freeDot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += free[i] ? a[i] * b[i] : 0;
    }
    return sum;
  }

  private void addFree(double[] d, double[] other, double factor) {
    for (int i = 0; i < n; i++) {
      d[i] += free[i] ? factor * other[i] : 0;
    }
  }

  /**
   * Finds a step along the projected direction that sufficiently reduces the value and the slope.
   */
  private boolean search(double[] d) {
    double slope = freeDot(gradient, d);
    if (!(slope < 0)) {
      return false;
    }
    double lower = 0;
    double upper = Double.POSITIVE_INFINITY;
    double step = 1;
    double accepted = 0;
    for (int k = 0; k < LINE_STEPS; k++) {
      boolean clipped = evaluate(d, step);
      double expected = 0;
      for (int i = 0; i < n; i++) {
        expected += gradient[i] * (nextX[i] - x[i]);
      }
      if (!(nextValue <= value + SUFFICIENT * expected) || !Double.isFinite(nextValue)) {
        upper = step;
        step = shorter(lower, step, slope);
        continue;
      }
      accepted = step;
      if (clipped || freeDot(nextGradient, d) >= CURVATURE * slope) {
        return true;
      }
      lower = step;
      step = Double.isInfinite(upper) ? 4 * step : 0.5 * (lower + upper);
    }
    if (accepted > 0 && accepted != step) {
      evaluate(d, accepted);
    }
    return accepted > 0;
  }

  /** Returns the minimum of the interpolating parabola, kept away from both ends. */
  private double shorter(double lower, double step, double slope) {
    double width = step - lower;
    if (lower > 0 || !Double.isFinite(nextValue)) {
      return lower + 0.5 * width;
    }
    double parabola = -0.5 * slope * step * step / (nextValue - value - slope * step);
    return Math.clamp(Double.isFinite(parabola) ? parabola : 0.5 * step, 0.1 * step, 0.5 * step);
  }

  /** Evaluates the function at a step. Returns whether the box truncated the step. */
  private boolean evaluate(double[] d, double step) {
    boolean clipped = false;
    for (int i = 0; i < n; i++) {
      double place = x[i] + step * d[i];
      nextX[i] = clip(i, place);
      clipped |= nextX[i] != place;
    }
    nextValue = function.value(nextX, nextGradient);
    return clipped;
  }

  private void remember() {
    double[] step;
    double[] change;
    if (pairs == MEMORY) {
      step = steps[0];
      change = changes[0];
      System.arraycopy(steps, 1, steps, 0, MEMORY - 1);
      System.arraycopy(changes, 1, changes, 0, MEMORY - 1);
      pairs--;
    } else {
      step = new double[n];
      change = new double[n];
    }
    Arrays.setAll(step, i -> nextX[i] - x[i]);
    Arrays.setAll(change, i -> nextGradient[i] - gradient[i]);
    steps[pairs] = step;
    changes[pairs] = change;
    pairs++;
  }

  private void swap() {
    double[] t = x;
    x = nextX;
    nextX = t;
    t = gradient;
    gradient = nextGradient;
    nextGradient = t;
    value = nextValue;
  }
}
