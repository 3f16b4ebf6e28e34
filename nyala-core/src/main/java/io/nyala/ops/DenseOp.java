// SPDX-License-Identifier: Apache-2.0
package io.nyala.ops;

import io.nyala.ops.kinds.FusedActivation;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Type;
import java.util.List;

/**
 * {@code activation(x kernel + bias)} over the last axis of x.
 *
 * <p>Operands: x {@code (..., in)}, kernel {@code (in, units)} and, if there is one, bias {@code
 * (units,)}. Result {@code (..., units)}.
 *
 * @param activation the activation, applied in the kernel
 */
public record DenseOp(FusedActivation activation) implements FusedOp {
  @Override
  public List<Type> infer(List<Type> in) {
    Shape x = in.get(0).shape();
    Shape kernel = in.get(1).shape();
    if (x.rank() < 1 || kernel.rank() != 2 || !Shape.of(x.last()).accepts(kernel.slice(0, 1))) {
      throw new ShapeException("dense: input " + x + " does not fit kernel " + kernel);
    }
    if (in.size() > 2 && !in.get(2).shape().equals(Shape.of(kernel.last()))) {
      throw new ShapeException("dense: bias " + in.get(2).shape() + " for kernel " + kernel);
    }
    return List.of(Type.floats(x.with(-1, kernel.last())));
  }

  @Override
  public List<Value> decompose(List<Value> in) {
    Value x = in.get(0);
    Value flat = x.shape().rank() == 2 ? x : Ops.reshape(x, Shape.of(-1, x.shape().last()));
    Value y = Ops.matmul(flat, in.get(1));
    if (in.size() > 2) {
      y = Ops.add(y, in.get(2));
    }
    y = activate(activation, y);
    return List.of(
        x.shape().rank() == 2 ? y : Ops.reshape(y, x.shape().with(-1, y.shape().last())));
  }

  static Value activate(FusedActivation activation, Value y) {
    return switch (activation) {
      case LINEAR -> y;
      case RELU -> Ops.relu(y);
      case RELU6 -> Ops.minimum(Ops.relu(y), 6);
      case SIGMOID -> Ops.sigmoid(y);
      case TANH -> Ops.tanh(y);
    };
  }

  @Override
  public String label() {
    return "Dense";
  }
}
