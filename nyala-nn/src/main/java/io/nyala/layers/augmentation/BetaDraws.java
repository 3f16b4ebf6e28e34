// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.augmentation;

import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.tensor.Shape;
import java.util.function.IntToLongFunction;

/**
 * Draws from the symmetric beta distribution, as the share of the first of two gamma numbers
 * (Marsaglia and Tsang 2000). A graph has no loops, so each number takes the first of sixteen
 * candidates that is accepted; with probabilities of at least 0.95, none is accepted once in 10^20
 * draws.
 */
final class BetaDraws {
  private static final int CANDIDATES = 16;

  /** The smallest uniform number, so that its logarithm is finite. */
  private static final float LEAST = 0x1p-25f;

  private BetaDraws() {}

  /**
   * Returns numbers from 0 to 1.
   *
   * @param count how many
   * @param alpha both parameters, a scalar above 0
   * @param key returns the key of the n-th draw, n up to 5
   */
  static Value beta(int count, Value alpha, IntToLongFunction key) {
    Value first = logGamma(count, alpha, key, 0);
    Value second = logGamma(count, alpha, key, 3);
    return Ops.sigmoid(Ops.subtract(first, second));
  }

  /**
   * Returns positive numbers with sum 1, from the symmetric Dirichlet distribution.
   *
   * @param count how many
   * @param alpha all parameters, a scalar above 0
   * @param key returns the key of the n-th draw, n up to 2
   */
  static Value dirichlet(int count, Value alpha, IntToLongFunction key) {
    return Ops.softmax(logGamma(count, alpha, key, 0), 0);
  }

  /** Returns logarithms of gamma numbers; the numbers themselves underflow for a small alpha. */
  private static Value logGamma(int count, Value alpha, IntToLongFunction key, int which) {
    Shape shape = Shape.of(CANDIDATES, count);
    // For alpha below 1: the number for alpha + 1, times a power of a uniform number.
    Value d = Ops.add(alpha, 2 / 3f);
    Value c = Ops.divide(1 / 3f, Ops.sqrt(d));
    Value x = Ops.randomNormal(shape, key.applyAsLong(which));
    Value u = positive(Ops.randomUniform(shape, key.applyAsLong(which + 1)));
    Value root = Ops.add(Ops.multiply(c, x), 1);
    Value possible = Ops.greater(root, 0);
    Value safe = Ops.where(possible, root, Ops.constant(1f));
    Value logV = Ops.multiply(Ops.log(safe), 3);
    Value v = Ops.multiply(safe, Ops.square(safe));
    Value bound =
        Ops.add(
            Ops.multiply(Ops.square(x), 0.5f), Ops.multiply(d, Ops.add(Ops.subtract(1, v), logV)));
    Value accepted = Ops.and(possible, Ops.less(Ops.log(u), bound));
    Value chosen = Ops.slice(logV, 0, CANDIDATES - 1, 1);
    for (int i = CANDIDATES - 2; i >= 0; i--) {
      chosen = Ops.where(Ops.slice(accepted, 0, i, 1), Ops.slice(logV, 0, i, 1), chosen);
    }
    Value power = positive(Ops.randomUniform(Shape.of(count), key.applyAsLong(which + 2)));
    Value boost = Ops.divide(Ops.log(power), alpha);
    return Ops.add(Ops.add(Ops.log(d), Ops.reshape(chosen, Shape.of(count))), boost);
  }

  private static Value positive(Value u) {
    return Ops.maximum(u, LEAST);
  }
}
