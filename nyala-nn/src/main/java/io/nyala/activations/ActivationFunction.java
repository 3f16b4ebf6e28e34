// SPDX-License-Identifier: Apache-2.0
package io.nyala.activations;

import io.nyala.ops.Value;
import io.nyala.ops.kinds.FusedActivation;
import io.nyala.settings.Serialized;
import java.util.Optional;

/**
 * A function of a layer's output. {@link Activations} has Keras's; a lambda over {@link
 * io.nyala.ops.Ops} is one too, and becomes readable from files with {@link Activations#register}.
 */
@FunctionalInterface
public interface ActivationFunction {
  /** Writes the function's operations. */
  Value apply(Value x);

  /** Returns Keras's name, for example {@code leaky_relu}. */
  default String name() {
    return "custom";
  }

  /** Returns what Keras writes: a name, or an object where there are settings. */
  default Object config() {
    return Serialized.form("builtins", "function", name(), name());
  }

  /** Returns the same function as one that kernels apply on the fly, if it is one of those. */
  default Optional<FusedActivation> onKernel() {
    return Optional.empty();
  }
}
