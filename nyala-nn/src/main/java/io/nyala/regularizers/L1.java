// SPDX-License-Identifier: Apache-2.0
package io.nyala.regularizers;

import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import java.util.Map;

/**
 * The penalty {@code l1 * sum(|x|)}.
 *
 * @param l1 the factor, 0.01 by default
 */
public record L1(double l1) implements Regularizer {
  /** Checks the factor. */
  public L1 {
    Regularizers.checkFactor("L1", "l1", l1);
  }

  @Override
  public Value loss(Value x) {
    return Ops.multiply(Ops.sum(Ops.abs(x)), (float) l1);
  }

  @Override
  public Map<String, Object> config() {
    return Map.of("l1", l1);
  }
}
