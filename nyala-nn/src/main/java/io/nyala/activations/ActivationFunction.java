// SPDX-License-Identifier: Apache-2.0
package io.nyala.activations;

import io.nyala.ops.Value;
import io.nyala.ops.kinds.FusedActivation;
import io.nyala.settings.Serialized;
import java.util.Optional;

/**
 * A function applied to a layer's output. {@link Activations} provides those of Keras. A lambda
 * over {@link io.nyala.ops.Ops} works too, and can be loaded from files after {@link
 * Activations#register}.
 */
@FunctionalInterface
public interface ActivationFunction {
  /** Applies the function. */
  Value apply(Value x);

  /** Returns Keras's name, for example {@code leaky_relu}. */
  default String name() {
    return "custom";
  }

  /** Returns Keras's config: a name, or an object if there are settings. */
  default Object config() {
    return Serialized.form("builtins", "function", name(), name());
  }

  /** Returns the same function in the form that kernels can fuse, if there is one. */
  default Optional<FusedActivation> onKernel() {
    return Optional.empty();
  }
}
