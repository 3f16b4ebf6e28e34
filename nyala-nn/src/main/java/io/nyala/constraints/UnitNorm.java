// SPDX-License-Identifier: Apache-2.0
package io.nyala.constraints;

import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Arguments;
import java.util.List;
import java.util.Map;

/**
 * Gives weight vectors the length 1.
 *
 * @param axis along which lengths are measured, 0 by default
 */
public record UnitNorm(List<Integer> axis) implements Constraint {
  /** Copies the axes. */
  public UnitNorm {
    axis = Arguments.allGiven("UnitNorm: axis", axis);
  }

  @Override
  public Value project(Value weight) {
    return Ops.divide(weight, Ops.add(Norms.along(weight, axis), Norms.EPSILON));
  }

  @Override
  public Map<String, Object> config() {
    return Map.of("axis", Norms.form(axis));
  }
}
