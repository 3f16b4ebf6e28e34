// SPDX-License-Identifier: Apache-2.0
package io.nyala.ops;

import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Type;
import java.util.List;

/**
 * A depthwise convolution, with separate kernels for each channel.
 *
 * <p>Operands: x {@code (batch, space..., channels)} and kernel {@code (window..., channels,
 * multiplier)}. Result {@code (batch, space..., channels * multiplier)}; the results of one channel
 * are adjacent.
 *
 * @param window the window of the kernel
 */
public record DepthwiseConvolution(Window window) implements FusedOp {
  @Override
  public List<Type> infer(List<Type> in) {
    Shape x = in.get(0).shape();
    Shape kernel = in.get(1).shape();
    if (kernel.rank() != window.rank() + 2 || kernel.dim(-2) != x.last()) {
      throw new ShapeException(
          "depthwise convolution: input " + x + " does not fit kernel " + kernel);
    }
    return List.of(Type.floats(window.over(x, Shape.extent((long) x.last() * kernel.last()))));
  }

  /** Returns a sum of products, one for each position of the window. */
  @Override
  public List<Value> decompose(List<Value> in) {
    Value x = window.pad(in.get(0), 0);
    int channels = in.get(1).shape().dim(-2);
    int multiplier = in.get(1).shape().last();
    Shape out = window.over(in.get(0).shape(), channels * multiplier);
    int rows = out.last() == 0 ? 0 : out.size() / out.last();
    Value kernel = Ops.reshape(in.get(1), Shape.of(window.positions(), channels, multiplier));
    Value sum = null;
    for (int p = 0; p < window.positions(); p++) {
      Value each = Ops.reshape(window.at(x, p, out), Shape.of(rows, channels, 1));
      Value y = Ops.multiply(each, Ops.slice(kernel, 0, p, 1));
      sum = sum == null ? y : Ops.add(sum, y);
    }
    return List.of(Ops.reshape(sum, out));
  }
}
