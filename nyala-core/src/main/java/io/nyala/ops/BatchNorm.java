// SPDX-License-Identifier: Apache-2.0
package io.nyala.ops;

import io.nyala.tensor.Shape;
import io.nyala.tensor.Type;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Batch normalization with the moments of the batch (Ioffe and Szegedy 2015), channels last.
 *
 * <p>Operands: x {@code (..., channels)}, gamma and beta {@code (channels,)}. Results: {@code (x -
 * mean) / sqrt(variance + epsilon) * gamma + beta}, and the mean and biased variance {@code
 * (channels,)} over all other axes.
 *
 * @param epsilon the number added to the variance
 */
public record BatchNorm(float epsilon) implements FusedOp {
  @Override
  public List<Type> infer(List<Type> in) {
    Type channels = Type.floats(Shape.of(in.get(0).shape().last()));
    return List.of(Type.floats(in.get(0).shape()), channels, channels);
  }

  @Override
  public List<Value> decompose(List<Value> in) {
    Value x = in.get(0);
    int[] axes = leadingAxes(x.shape());
    Value mean = Ops.mean(x, false, axes);
    Value centred = Ops.subtract(x, mean);
    Value variance = Ops.mean(Ops.square(centred), false, axes);
    Value scale = Ops.multiply(Ops.rsqrt(Ops.add(variance, epsilon)), in.get(1));
    return List.of(Ops.add(Ops.multiply(centred, scale), in.get(2)), mean, variance);
  }

  /** Returns all axes but the last. */
  static int[] leadingAxes(Shape shape) {
    return IntStream.range(0, shape.rank() - 1).toArray();
  }
}
