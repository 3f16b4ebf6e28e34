// SPDX-License-Identifier: Apache-2.0
package io.nyala.regularizers;

import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import java.util.Map;

/**
 * The penalty {@code l2 * sum(x^2)}.
 *
 * @param l2 the factor, 0.01 by default
 */
public record L2(double l2) implements Regularizer {
  /** Checks the factor. */
  public L2 {
    Regularizers.checkFactor("L2", "l2", l2);
  }

  @Override
  public Value loss(Value x) {
    return Ops.multiply(Ops.sum(Ops.square(x)), (float) l2);
  }

  @Override
  public Map<String, Object> config() {
    return Map.of("l2", l2);
  }
}
