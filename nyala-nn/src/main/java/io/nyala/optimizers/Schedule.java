// SPDX-License-Identifier: Apache-2.0
package io.nyala.optimizers;

import java.util.Map;

/** A learning rate that depends on the number of updates made so far. */
public interface Schedule {
  /** Returns the learning rate for the update after {@code step} updates (0 for the first). */
  double at(long step);

  /** Returns Keras's class name, for example {@code ExponentialDecay}. */
  default String className() {
    return getClass().getSimpleName();
  }

  /** Returns the settings under their Keras names. */
  default Map<String, Object> config() {
    return Map.of();
  }
}
