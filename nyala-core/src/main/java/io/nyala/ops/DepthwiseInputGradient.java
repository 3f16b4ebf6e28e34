// SPDX-License-Identifier: Apache-2.0
package io.nyala.ops;

import io.nyala.tensor.Shape;
import io.nyala.tensor.Type;
import java.util.List;

/**
 * The gradient of a {@link DepthwiseConvolution} with respect to its input. Operands: kernel {@code
 * (window..., channels, multiplier)} and dy. Result: dx.
 *
 * @param window the window of the kernel
 * @param input the shape of x
 */
public record DepthwiseInputGradient(Window window, Shape input) implements FusedOp {
  @Override
  public List<Type> infer(List<Type> in) {
    Shape kernel = in.get(0).shape();
    Shape y = window.over(input, kernel.dim(-2) * kernel.last());
    Convolution.checkGradient(y, in.get(1).shape());
    return List.of(Type.floats(input));
  }

  @Override
  public List<Value> decompose(List<Value> in) {
    int channels = in.get(0).shape().dim(-2);
    int multiplier = in.get(0).shape().last();
    Shape out = in.get(1).shape();
    int rows = out.last() == 0 ? 0 : out.size() / out.last();
    Value kernel = Ops.reshape(in.get(0), Shape.of(window.positions(), channels, multiplier));
    Value dy = Ops.reshape(in.get(1), Shape.of(rows, channels, multiplier));
    Value sum = null;
    for (int p = 0; p < window.positions(); p++) {
      Value each = Ops.sum(Ops.multiply(dy, Ops.slice(kernel, 0, p, 1)), false, 2);
      Value spread = window.spread(Ops.reshape(each, out.with(-1, channels)), p, input);
      sum = sum == null ? spread : Ops.add(sum, spread);
    }
    return List.of(window.crop(sum, input));
  }
}
