// SPDX-License-Identifier: Apache-2.0
package io.nyala.ops;

import io.nyala.tensor.Shape;
import io.nyala.tensor.Type;
import java.util.ArrayList;
import java.util.List;

/**
 * The gradient of a {@link DepthwiseConvolution} with respect to its kernel. Operands: x and dy.
 * Result: dkernel {@code (window..., channels, multiplier)}.
 *
 * @param window the window of the kernel
 */
public record DepthwiseKernelGradient(Window window) implements FusedOp {
  @Override
  public List<Type> infer(List<Type> in) {
    Shape x = in.get(0).shape();
    Shape dy = in.get(1).shape();
    Convolution.checkGradient(window.over(x, dy.last()), dy);
    return List.of(Type.floats(kernel(x, dy)));
  }

  private Shape kernel(Shape x, Shape dy) {
    int[] size = window.size().stream().mapToInt(i -> i).toArray();
    return Shape.of(size).concat(Shape.of(x.last(), dy.last() / x.last()));
  }

  @Override
  public List<Value> decompose(List<Value> in) {
    Value x = window.pad(in.get(0), 0);
    Shape out = in.get(1).shape();
    Shape kernel = kernel(in.get(0).shape(), out);
    int channels = kernel.dim(-2);
    int rows = out.last() == 0 ? 0 : out.size() / out.last();
    Value dy = Ops.reshape(in.get(1), Shape.of(rows, channels, kernel.last()));
    List<Value> parts = new ArrayList<>();
    for (int p = 0; p < window.positions(); p++) {
      Value each = Ops.reshape(window.at(x, p, out), Shape.of(rows, channels, 1));
      parts.add(Ops.sum(Ops.multiply(each, dy), true, 0));
    }
    return List.of(Ops.reshape(Ops.concatenate(parts, 0), kernel));
  }
}
