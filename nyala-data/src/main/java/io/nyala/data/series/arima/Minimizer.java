// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.series.arima;

import io.nyala.data.series.arima.ConditionalSum.Block;
import java.util.Arrays;

/**
 * Minimises a conditional sum of squares by Levenberg and Marquardt's method, over partial
 * autocorrelations, so that every step is stationary and invertible.
 */
final class Minimizer {
  private static final int ITERATIONS = 500;

  /** The cosine between residuals and a derivative below which the gradient counts as zero. */
  private static final double ORTHOGONAL = 1e-11;

  /** The relative decrease of the sum of squares below which a step counts as none. */
  private static final double STILL = 1e-14;

  /** The partial autocorrelation from which a part of the model is at the border. */
  private static final double BORDER = 0.9995;

  private final ConditionalSum sum;
  private final ArimaOrder order;

  Minimizer(ConditionalSum sum, ArimaOrder order) {
    this.sum = sum;
    this.order = order;
  }

  /**
   * The parameters with the least sum of squares.
   *
   * @param params the parameters
   * @param squares the sum of squares
   * @param converged false if the iterations ended before
   */
  record Minimum(double[] params, double squares, boolean converged) {}

  /** Returns the best minimum that the starts lead to. */
  Minimum best(double[]... starts) {
    Minimum best = null;
    for (double[] start : starts) {
      Minimum found = from(start);
      if (best == null || found.squares < best.squares) {
        best = found;
      }
    }
    return best;
  }

  private Minimum from(double[] start) {
    double[] free = free(start);
    double[] params = params(free);
    double[] residuals = sum.residuals(params);
    double squares = squares(residuals);
    double damping = 1e-3;
    int still = 0;
    for (int i = 0; i < ITERATIONS && free.length > 0; i++) {
      double[][] slopes = slopes(free, params, residuals);
      if (squares == 0 || orthogonal(slopes, residuals, squares)) {
        return new Minimum(params, squares, true);
      }
      double[] step = step(slopes, residuals, damping);
      double[] next = new double[free.length];
      Arrays.setAll(next, c -> free[c] + step[c]);
      double[] nextParams = params(next);
      double[] nextResiduals = sum.residuals(nextParams);
      double nextSquares = squares(nextResiduals);
      boolean better = nextSquares <= squares;
      double gain = (squares - nextSquares) / (squares - linear(slopes, residuals, step));
      still = !better || squares - nextSquares <= STILL * squares ? still + 1 : 0;
      if (better) {
        System.arraycopy(next, 0, free, 0, next.length);
        params = nextParams;
        residuals = nextResiduals;
        squares = nextSquares;
      }
      damping = Math.max(damping * change(gain), 1e-15);
      if (still >= 20) {
        return new Minimum(params, squares, true);
      }
    }
    return new Minimum(params, squares, free.length == 0);
  }

  /** Returns the sum of squares that the slopes promise for a step. */
  private static double linear(double[][] slopes, double[] residuals, double[] step) {
    double[] rest = residuals.clone();
    for (int c = 0; c < step.length; c++) {
      for (int i = 0; i < rest.length; i++) {
        rest[i] += step[c] * slopes[c][i];
      }
    }
    return squares(rest);
  }

  /**
   * Returns the factor for the damping after a step that gained this share of what was promised. A
   * step that gained little overshot, so that the next one is damped more although it helped.
   */
  private static double change(double gain) {
    if (!(gain > 0)) {
      return 10;
    }
    return gain < 0.25 ? 3 : gain > 0.75 ? 0.1 : 1;
  }

  private static double squares(double[] residuals) {
    double squares = 0;
    for (double residual : residuals) {
      squares += residual * residual;
    }
    // A model that overflows is worse than any other.
    return Double.isNaN(squares) ? Double.POSITIVE_INFINITY : squares;
  }

  private static boolean orthogonal(double[][] slopes, double[] residuals, double squares) {
    for (double[] slope : slopes) {
      double dot = 0;
      for (int i = 0; i < slope.length; i++) {
        dot += slope[i] * residuals[i];
      }
      if (Math.abs(dot) > ORTHOGONAL * Math.sqrt(squares * squares(slope))) {
        return false;
      }
    }
    return true;
  }

  /** Returns the damped step: the least squares of the slopes with a row for each parameter. */
  private static double[] step(double[][] slopes, double[] residuals, double damping) {
    int n = residuals.length;
    int k = slopes.length;
    double[][] rows = new double[k][];
    for (int c = 0; c < k; c++) {
      rows[c] = Arrays.copyOf(slopes[c], n + k);
      rows[c][n + c] = Math.sqrt(damping * squares(slopes[c]));
    }
    double[] right = new double[n + k];
    Arrays.setAll(right, i -> i < n ? -residuals[i] : 0);
    return new LeastSquares(rows, right).solution();
  }

  /** Returns the derivatives by the free parameters. */
  private double[][] slopes(double[] free, double[] params, double[] residuals) {
    double[][] raw = sum.derivatives(params, residuals);
    double[][] slopes = new double[free.length][];
    int columns = sum.columns().length;
    System.arraycopy(raw, 0, slopes, 0, columns);
    for (Block block : Block.values()) {
      int from = block.from(order, columns);
      int size = block.size(order);
      for (int u = 0; u < size; u++) {
        double[] weights = derivative(free, block, from + u);
        double[] slope = new double[residuals.length];
        for (int k = 0; k < size; k++) {
          for (int i = 0; i < slope.length; i++) {
            slope[i] += weights[k] * raw[from + k][i];
          }
        }
        slopes[from + u] = slope;
      }
    }
    return slopes;
  }

  /** Returns the central differences of the coefficients of a block by a free parameter. */
  private double[] derivative(double[] free, Block block, int which) {
    double h = 1e-6 * Math.max(1, Math.abs(free[which]));
    double[] up = free.clone();
    double[] down = free.clone();
    up[which] += h;
    down[which] -= h;
    double[] above = sum.part(params(up), block);
    double[] below = sum.part(params(down), block);
    double[] slope = new double[above.length];
    Arrays.setAll(slope, k -> (above[k] - below[k]) / (2 * h));
    return slope;
  }

  /** Returns the parameters for any free parameters. */
  private double[] params(double[] free) {
    double[] params = free.clone();
    for (Block block : Block.values()) {
      put(params, block, Polynomials.stationary(sum.part(free, block)));
    }
    return params;
  }

  private double[] free(double[] params) {
    double[] free = params.clone();
    for (Block block : Block.values()) {
      double[] part = sum.part(params, block);
      double[] flipped = new double[part.length];
      Arrays.setAll(flipped, i -> sign(block) * part[i]);
      double[] own = Polynomials.free(flipped);
      System.arraycopy(own, 0, free, block.from(order, sum.columns().length), own.length);
    }
    return free;
  }

  private void put(double[] params, Block block, double[] part) {
    int from = block.from(order, sum.columns().length);
    for (int i = 0; i < part.length; i++) {
      params[from + i] = sign(block) * part[i];
    }
  }

  /** A moving average with coefficients c is invertible where ar coefficients -c are stationary. */
  private static int sign(Block block) {
    return block == Block.AR || block == Block.SEASONAL_AR ? 1 : -1;
  }

  /** Returns whether one part of the model is at the border of what is stationary or invertible. */
  boolean atBorder(double[] params) {
    for (Block block : Block.values()) {
      double[] part = sum.part(params, block);
      double[] flipped = new double[part.length];
      Arrays.setAll(flipped, i -> sign(block) * part[i]);
      double[] partials = Polynomials.partials(flipped);
      if (Arrays.stream(partials).anyMatch(r -> !(Math.abs(r) < BORDER))) {
        return true;
      }
    }
    return false;
  }
}
