// SPDX-License-Identifier: Apache-2.0
package io.nyala.constraints;

import io.nyala.ops.Value;
import java.util.Map;

/** A projection of a weight, applied after each update. */
public interface Constraint {
  /** Returns the projected weight, of the same shape. */
  Value project(Value weight);

  /** Returns Keras's class name, for example {@code MaxNorm}. */
  default String className() {
    return getClass().getSimpleName();
  }

  /** Returns Keras's settings of this object. */
  default Map<String, Object> config() {
    return Map.of();
  }
}
