// SPDX-License-Identifier: Apache-2.0
package io.nyala.ops;

import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.tensor.Type;
import java.util.List;

/**
 * The largest element, or the mean, of each window, channel by channel. Padding is ignored: it is
 * never the largest element, and a mean includes only elements inside the input.
 *
 * @param window the window
 * @param max true for the largest element, false for the mean
 */
public record Pooling(Window window, boolean max) implements FusedOp {
  @Override
  public List<Type> infer(List<Type> in) {
    return List.of(Type.floats(window.over(in.get(0).shape(), in.get(0).shape().last())));
  }

  /** Returns the maximum, or the sum, over the positions of the window. */
  @Override
  public List<Value> decompose(List<Value> in) {
    Value x = in.get(0);
    Shape out = window.over(x.shape(), x.shape().last());
    Value padded = window.pad(x, max ? Float.NEGATIVE_INFINITY : 0);
    Value result = null;
    for (int p = 0; p < window.positions(); p++) {
      Value each = window.at(padded, p, out);
      result = result == null ? each : max ? Ops.maximum(result, each) : Ops.add(result, each);
    }
    return List.of(
        max ? result : Ops.multiply(result, Ops.constant(reciprocals(window, x.shape(), out))));
  }

  /** Returns 1 over the number of elements in each window, shape {@code (space..., 1)}. */
  static Tensor reciprocals(Window window, Shape x, Shape out) {
    Shape space = out.slice(1, out.rank() - 1);
    Tensor t = Tensor.full(space.concat(Shape.of(1)), 1);
    int[] strides = space.strides();
    for (int i = 0; i < t.size(); i++) {
      int count = 1;
      for (int axis = 0; axis < space.rank(); axis++) {
        int at = i / strides[axis] % space.dim(axis);
        int present = 0;
        for (int k = 0; k < window.size().get(axis); k++) {
          int position =
              at * window.stride().get(axis)
                  + k * window.dilation().get(axis)
                  - window.before().get(axis);
          present += position >= 0 && position < x.dim(axis + 1) ? 1 : 0;
        }
        count *= present;
      }
      t.floats()[i] = 1f / count;
    }
    return t;
  }
}
