// SPDX-License-Identifier: Apache-2.0
package io.nyala.ops;

import io.nyala.tensor.Tensor;
import io.nyala.tensor.Type;
import io.nyala.variables.Variable;
import java.util.List;

/** A value from outside the graph. */
public sealed interface Leaf extends Op {
  /**
   * Data passed at each run. Compared by identity of the value, so two inputs may have the same
   * name.
   *
   * @param name the name, for messages
   * @param type the shape (the batch possibly unknown) and element type
   */
  record Input(String name, Type type) implements Leaf {
    @Override
    public List<Type> infer(List<Type> inputs) {
      return List.of(type);
    }
  }

  /**
   * The current content of a variable.
   *
   * @param variable the variable that is read
   */
  record Read(Variable variable) implements Leaf {
    @Override
    public List<Type> infer(List<Type> inputs) {
      return List.of(Type.floats(variable.shape()));
    }
  }

  /**
   * A constant.
   *
   * @param tensor its value, which is never modified
   */
  record Constant(Tensor tensor) implements Leaf {
    @Override
    public List<Type> infer(List<Type> inputs) {
      return List.of(new Type(tensor.shape(), tensor.dtype()));
    }
  }
}
