// SPDX-License-Identifier: Apache-2.0
package io.nyala.ops;

import io.nyala.tensor.Shape;
import io.nyala.tensor.Type;
import java.util.ArrayList;
import java.util.List;

/**
 * The gradient of a {@link Convolution} with respect to its input; also the forward operation of a
 * transposed convolution.
 *
 * <p>Operands: kernel {@code (window..., channels / groups, filters)} and dy {@code (batch,
 * space..., filters)}. Result: dx.
 *
 * @param window the window of the kernel
 * @param groups the number of groups of channels
 * @param input the shape of the convolution's input
 */
public record ConvolutionInputGradient(Window window, int groups, Shape input) implements FusedOp {
  @Override
  public List<Type> infer(List<Type> in) {
    Shape kernel = in.get(0).shape();
    Convolution.check(window, groups, input, kernel);
    Convolution.checkGradient(window.over(input, kernel.last()), in.get(1).shape());
    return List.of(Type.floats(input));
  }

  /**
   * Returns the sum, over the positions of the window, of matrix products scattered to the elements
   * that the position read.
   */
  @Override
  public List<Value> decompose(List<Value> in) {
    Value kernel = in.get(0);
    Value dy = in.get(1);
    int channels = kernel.shape().dim(-2);
    int filters = kernel.shape().last();
    int rows = filters == 0 ? 0 : dy.shape().size() / filters;
    Value positions = Ops.reshape(kernel, Shape.of(window.positions(), channels, filters));
    Value flat = Ops.reshape(dy, Shape.of(rows, filters));
    Shape part = dy.shape().with(-1, channels);
    List<Value> parts = new ArrayList<>();
    for (int g = 0; g < groups; g++) {
      Value sum = null;
      for (int p = 0; p < window.positions(); p++) {
        Value weights = Ops.slice(positions, 0, p, 1);
        weights = Ops.slice(weights, -1, g * filters / groups, filters / groups);
        weights = Ops.reshape(weights, Shape.of(channels, filters / groups));
        Value own = Ops.slice(flat, -1, g * filters / groups, filters / groups);
        Value each = Ops.reshape(Ops.matmul(own, weights, false, true), part);
        Value spread = window.spread(each, p, input);
        sum = sum == null ? spread : Ops.add(sum, spread);
      }
      parts.add(sum);
    }
    return List.of(window.crop(Ops.concatenate(parts, -1), input));
  }
}
