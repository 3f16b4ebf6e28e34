// SPDX-License-Identifier: Apache-2.0
package io.nyala.ops;

import io.nyala.tensor.Shape;
import io.nyala.tensor.Type;
import java.util.List;

/**
 * The gradient of {@link Pooling}. Operands: x, y and dy for the largest element, only dy for the
 * mean. Result: dx. The first of several largest elements gets all of the gradient, as in Keras.
 *
 * @param window the window
 * @param max true for the largest element, false for the mean
 * @param input the shape of x
 */
public record PoolingGradient(Window window, boolean max, Shape input) implements FusedOp {
  @Override
  public List<Type> infer(List<Type> in) {
    Shape y = window.over(input, input.last());
    Convolution.checkGradient(y, in.getLast().shape());
    return List.of(Type.floats(input));
  }

  /**
   * Returns the sum, over the positions of the window, of their gradients scattered to the elements
   * that the position read.
   */
  @Override
  public List<Value> decompose(List<Value> in) {
    Value left = in.getLast();
    Shape out = left.shape();
    Value padded = max ? window.pad(in.get(0), Float.NEGATIVE_INFINITY) : null;
    if (!max) {
      left = Ops.multiply(left, Ops.constant(Pooling.reciprocals(window, input, out)));
    }
    Value zero = Ops.constant(0);
    Value sum = null;
    for (int p = 0; p < window.positions(); p++) {
      Value part = left;
      if (max) {
        Value hit = Ops.equal(window.at(padded, p, out), in.get(1));
        part = Ops.where(hit, left, zero);
        left = Ops.where(hit, zero, left);
      }
      Value spread = window.spread(part, p, input);
      sum = sum == null ? spread : Ops.add(sum, spread);
    }
    return List.of(window.crop(sum, input));
  }
}
