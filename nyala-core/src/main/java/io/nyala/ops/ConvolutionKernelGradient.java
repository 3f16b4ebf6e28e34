// SPDX-License-Identifier: Apache-2.0
package io.nyala.ops;

import io.nyala.tensor.Shape;
import io.nyala.tensor.Type;
import java.util.ArrayList;
import java.util.List;

/**
 * The gradients of a {@link Convolution} with respect to its kernel and its bias.
 *
 * <p>Operands: x {@code (batch, space..., channels)} and dy {@code (batch, space..., filters)}.
 * Results: dkernel {@code (window..., channels / groups, filters)} and dbias {@code (filters,)}.
 *
 * @param window the window of the kernel
 * @param groups the number of groups of channels
 */
public record ConvolutionKernelGradient(Window window, int groups) implements FusedOp {
  @Override
  public List<Type> infer(List<Type> in) {
    Shape x = in.get(0).shape();
    Shape dy = in.get(1).shape();
    Shape kernel = kernel(x, dy);
    Convolution.check(window, groups, x, kernel);
    Convolution.checkGradient(window.over(x, dy.last()), dy);
    return List.of(Type.floats(kernel), Type.floats(Shape.of(dy.last())));
  }

  private Shape kernel(Shape x, Shape dy) {
    int[] size = window.size().stream().mapToInt(i -> i).toArray();
    return Shape.of(size).concat(Shape.of(x.last() / groups, dy.last()));
  }

  /** Returns a matrix product over all pixels for each position of the window. */
  @Override
  public List<Value> decompose(List<Value> in) {
    Value x = window.pad(in.get(0), 0);
    Shape out = in.get(1).shape();
    int channels = in.get(0).shape().last() / groups;
    int filters = out.last();
    int rows = filters == 0 ? 0 : out.size() / filters;
    Value dy = Ops.reshape(in.get(1), Shape.of(rows, filters));
    List<Value> parts = new ArrayList<>();
    for (int g = 0; g < groups; g++) {
      Value own = Ops.slice(dy, -1, g * filters / groups, filters / groups);
      List<Value> positions = new ArrayList<>();
      for (int p = 0; p < window.positions(); p++) {
        Value each = window.at(Ops.slice(x, -1, g * channels, channels), p, out);
        positions.add(Ops.matmul(Ops.reshape(each, Shape.of(rows, channels)), own, true, false));
      }
      parts.add(Ops.concatenate(positions, 0));
    }
    Shape kernel = kernel(in.get(0).shape(), out);
    return List.of(Ops.reshape(Ops.concatenate(parts, 1), kernel), Ops.sum(dy, false, 0));
  }
}
