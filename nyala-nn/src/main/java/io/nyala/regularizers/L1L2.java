// SPDX-License-Identifier: Apache-2.0
package io.nyala.regularizers;

import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The penalty {@code l1 * sum(|x|) + l2 * sum(x^2)}.
 *
 * @param l1 the first factor
 * @param l2 the second factor
 */
public record L1L2(double l1, double l2) implements Regularizer {
  /** Checks the factors. */
  public L1L2 {
    Regularizers.checkFactor("L1L2", "l1", l1);
    Regularizers.checkFactor("L1L2", "l2", l2);
  }

  @Override
  public Value loss(Value x) {
    if (l1 == 0) {
      return new L2(l2).loss(x);
    }
    return l2 == 0 ? new L1(l1).loss(x) : Ops.add(new L1(l1).loss(x), new L2(l2).loss(x));
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("l1", l1);
    config.put("l2", l2);
    return config;
  }
}
