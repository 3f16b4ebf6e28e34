// SPDX-License-Identifier: Apache-2.0
package io.nyala.ops;

import io.nyala.tensor.Type;
import java.util.List;

/**
 * An operation without its operands. Sealed, so that shape inference, gradients and lowering are
 * exhaustive; users define custom operations through {@link Composite}.
 */
public sealed interface Op permits Leaf, Primitive, FusedOp, Composite {
  /**
   * Returns the types of the results.
   *
   * @throws io.nyala.tensor.ShapeException if the operands do not match
   */
  List<Type> infer(List<Type> inputs);

  /**
   * Returns whether operands may be {@linkplain io.nyala.tensor.DType#STRING strings}; false by
   * default. Such an operation never becomes part of a program.
   */
  default boolean takesStrings() {
    return false;
  }

  /** Returns a short name for messages and plots. */
  default String label() {
    return getClass().getSimpleName();
  }
}
