// SPDX-License-Identifier: Apache-2.0
package io.nyala.regularizers;

import io.nyala.ops.Value;
import java.util.Map;

/** A penalty on a weight or an output, added to the loss. */
public interface Regularizer {
  /** Returns the penalty, shape {@code ()}. */
  Value loss(Value x);

  /** Returns Keras's class name, for example {@code L2}. */
  default String className() {
    return getClass().getSimpleName();
  }

  /** Returns Keras's settings of this object. */
  default Map<String, Object> config() {
    return Map.of();
  }
}
