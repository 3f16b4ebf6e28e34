// SPDX-License-Identifier: Apache-2.0
package io.nyala.constraints;

import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Arguments;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Shortens weight vectors that are longer than a limit.
 *
 * @param maxValue the limit, 2 by default
 * @param axis along which lengths are measured; 0 by default: of a dense kernel, the weights that
 *     come into one unit
 */
public record MaxNorm(double maxValue, List<Integer> axis) implements Constraint {
  /** Checks the limit. */
  public MaxNorm {
    if (!(maxValue >= 0)) {
      throw new IllegalArgumentException("MaxNorm: max_value must not be negative: " + maxValue);
    }
    axis = Arguments.allGiven("MaxNorm: axis", axis);
  }

  @Override
  public Value project(Value weight) {
    Value norms = Norms.along(weight, axis);
    return Norms.rescale(weight, norms, Ops.minimum(norms, (float) maxValue));
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("max_value", maxValue);
    config.put("axis", Norms.form(axis));
    return config;
  }
}
