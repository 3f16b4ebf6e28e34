// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.tensorboard;

import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.Arrays;

/**
 * Converts weights to images in the layout of Keras, with the minimum black and the maximum white.
 */
final class WeightPictures {
  private WeightPictures() {}

  /**
   * Returns {@code (pictures, height, width, 1)}, or null for shapes that cannot be shown as
   * images.
   */
  static Tensor of(Tensor weight) {
    int[] dims = Arrays.stream(weight.shape().dims()).filter(d -> d != 1).toArray();
    float[] values = scaled(weight.floats());
    return switch (dims.length) {
      case 1 -> Tensor.of(Shape.of(1, 1, dims[0], 1), values);
      case 2 ->
          dims[0] > dims[1] // wide rather than tall
              ? Tensor.of(Shape.of(1, dims[1], dims[0], 1), lastFirst(values, dims[1]))
              : Tensor.of(Shape.of(1, dims[0], dims[1], 1), values);
      case 3 -> Tensor.of(Shape.of(dims[2], dims[0], dims[1], 1), lastFirst(values, dims[2]));
      default -> null;
    };
  }

  /** Moves the last axis, which has the given extent, to the front. */
  private static float[] lastFirst(float[] values, int last) {
    int rest = values.length / last;
    float[] moved = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      moved[i % last * rest + i / last] = values[i];
    }
    return moved;
  }

  private static float[] scaled(float[] values) {
    float min = Float.POSITIVE_INFINITY;
    float max = Float.NEGATIVE_INFINITY;
    for (float v : values) {
      min = Math.min(min, v);
      max = Math.max(max, v);
    }
    float[] scaled = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      scaled[i] = max > min ? (values[i] - min) / (max - min) : 0.5f;
    }
    return scaled;
  }
}
