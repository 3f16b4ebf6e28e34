// SPDX-License-Identifier: Apache-2.0
package io.nyala.ops;

import io.nyala.ops.kinds.FusedActivation;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Type;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code activation(x * kernel + bias)}, channels last (a cross-correlation, as in every
 * framework).
 *
 * <p>Operands: x {@code (batch, space..., channels)}, kernel {@code (window..., channels / groups,
 * filters)} and, if there is one, bias {@code (filters,)}. Result {@code (batch, space...,
 * filters)}.
 *
 * @param window the window of the kernel
 * @param groups the number of groups of channels, each with separate filters
 * @param activation the activation applied to the result
 */
public record Convolution(Window window, int groups, FusedActivation activation)
    implements FusedOp {
  @Override
  public List<Type> infer(List<Type> in) {
    Shape x = in.get(0).shape();
    Shape kernel = in.get(1).shape();
    check(window, groups, x, kernel);
    return List.of(Type.floats(window.over(x, kernel.last())));
  }

  static void check(Window window, int groups, Shape x, Shape kernel) {
    int rank = window.rank();
    if (kernel.rank() != rank + 2
        || !kernel.slice(0, rank).equals(shape(window.size()))
        || (long) kernel.dim(-2) * groups != x.last()
        || kernel.last() % groups != 0) {
      throw new ShapeException(
          "convolution: input %s, kernel %s, window %s, %d groups do not fit"
              .formatted(x, kernel, window.size(), groups));
    }
  }

  static void checkGradient(Shape y, Shape dy) {
    if (!dy.equals(y)) {
      throw new ShapeException("convolution: a gradient " + dy + " for a result " + y);
    }
  }

  private static Shape shape(List<Integer> extents) {
    return Shape.of(extents.stream().mapToInt(i -> i).toArray());
  }

  /** Returns a sum of matrix products, one for each position of the window. */
  @Override
  public List<Value> decompose(List<Value> in) {
    Value x = window.pad(in.get(0), 0);
    Value kernel = in.get(1);
    int channels = kernel.shape().dim(-2);
    int filters = kernel.shape().last();
    Shape out = window.over(in.get(0).shape(), filters);
    int rows = filters == 0 ? 0 : out.size() / filters;
    Value positions = Ops.reshape(kernel, Shape.of(window.positions(), channels, filters));
    List<Value> parts = new ArrayList<>();
    for (int g = 0; g < groups; g++) {
      Value sum = null;
      for (int p = 0; p < window.positions(); p++) {
        Value each = window.at(Ops.slice(x, -1, g * channels, channels), p, out);
        Value weights = Ops.slice(positions, 0, p, 1);
        weights = Ops.slice(weights, -1, g * filters / groups, filters / groups);
        Value y =
            Ops.matmul(
                Ops.reshape(each, Shape.of(rows, channels)),
                Ops.reshape(weights, Shape.of(channels, filters / groups)));
        sum = sum == null ? y : Ops.add(sum, y);
      }
      parts.add(sum);
    }
    Value y = Ops.concatenate(parts, 1);
    if (in.size() > 2) {
      y = Ops.add(y, in.get(2));
    }
    return List.of(Ops.reshape(DenseOp.activate(activation, y), out));
  }
}
