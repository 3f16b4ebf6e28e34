// SPDX-License-Identifier: Apache-2.0
package io.nyala.constraints;

import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Arguments;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Moves the lengths of weight vectors into a range.
 *
 * @param minValue the shortest length, 0 by default
 * @param maxValue the longest length, 1 by default
 * @param rate which part of the way is gone at each update, 1 by default
 * @param axis along which lengths are measured, 0 by default
 */
public record MinMaxNorm(double minValue, double maxValue, double rate, List<Integer> axis)
    implements Constraint {
  /** Checks the range. */
  public MinMaxNorm {
    if (!(0 <= minValue && minValue <= maxValue)) {
      throw new IllegalArgumentException(
          "MinMaxNorm: expected 0 <= min_value <= max_value, got " + minValue + ", " + maxValue);
    }
    axis = Arguments.allGiven("MinMaxNorm: axis", axis);
  }

  @Override
  public Value project(Value weight) {
    Value norms = Norms.along(weight, axis);
    Value inside = Ops.clip(norms, (float) minValue, (float) maxValue);
    Value desired =
        Ops.add(Ops.multiply(inside, (float) rate), Ops.multiply(norms, (float) (1 - rate)));
    return Norms.rescale(weight, norms, desired);
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("min_value", minValue);
    config.put("max_value", maxValue);
    config.put("rate", rate);
    config.put("axis", Norms.form(axis));
    return config;
  }
}
