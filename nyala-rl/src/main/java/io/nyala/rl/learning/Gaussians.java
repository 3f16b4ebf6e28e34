// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.learning;

import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.rl.random.NumPyRandom;

/**
 * Functions of independent normal distributions of rows {@code (batch, elements)}; each returns one
 * number per row.
 */
public final class Gaussians {
  static final float HALF_LOG_TWO_PI = (float) (0.5 * Math.log(2 * Math.PI));
  private static final float LOG_TWO = (float) Math.log(2);

  private Gaussians() {}

  /** Returns the log densities at x. */
  public static Value logDensity(Value mean, Value logStd, Value x) {
    Value standard = x.minus(mean).times(logStd.negate().exp());
    return standard.square().times(-0.5f).minus(logStd).minus(HALF_LOG_TWO_PI).sum(1);
  }

  /** Returns the differential entropies. */
  public static Value entropy(Value logStd) {
    return logStd.plus(0.5f + HALF_LOG_TWO_PI).sum(1);
  }

  /**
   * Returns the log determinants of the Jacobian of the hyperbolic tangent at u, {@code prod(1 -
   * tanh(u)^2)}, in a form that does not underflow.
   */
  public static Value logSquash(Value u) {
    return Ops.subtract(LOG_TWO, u).minus(Ops.softplus(u.times(-2))).times(2).sum(1);
  }

  /** Draws a standard normal number by Marsaglia's polar method (1964). */
  public static double draw(NumPyRandom random) {
    while (true) {
      double u = 2 * random.nextDouble() - 1;
      double v = 2 * random.nextDouble() - 1;
      double square = u * u + v * v;
      if (square > 0 && square < 1) {
        return u * Math.sqrt(-2 * StrictMath.log(square) / square);
      }
    }
  }

  /** Fills an array with standard normal numbers. */
  public static void fill(NumPyRandom random, float[] into) {
    for (int i = 0; i < into.length; i++) {
      into[i] = (float) draw(random);
    }
  }
}
