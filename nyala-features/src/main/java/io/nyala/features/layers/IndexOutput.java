// SPDX-License-Identifier: Apache-2.0
package io.nyala.features.layers;

import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Tensor;
import io.nyala.tensor.Type;
import java.util.Locale;

/** How layers output the indices that they find: as they are, or encoded as vectors. */
public enum IndexOutput {
  /** The indices, int32 of the shape of the input. */
  INT,
  /**
   * For each index a vector with a 1 at its place: float32 {@code (..., depth)}; a last axis of
   * extent 1 is dropped.
   */
  ONE_HOT,
  /** For each row a vector with a 1 for each index that occurs: float32 {@code (rows, depth)}. */
  MULTI_HOT,
  /** For each row the number of times that each index occurs: float32 {@code (rows, depth)}. */
  COUNT,
  /** The counts times the weights of the indices, which are smaller the more rows have them. */
  TF_IDF;

  /** Returns Keras's name. */
  String keras() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the type of the output for an input of a shape. */
  Type type(Shape input, int depth) {
    return switch (this) {
      case INT -> new Type(input, DType.INT32);
      case ONE_HOT -> Type.floats(single(input).insert(-1, depth));
      case MULTI_HOT, COUNT, TF_IDF -> {
        if (input.rank() != 2) {
          throw new ShapeException("output mode %s needs rows (batch, n)".formatted(keras()));
        }
        yield Type.floats(input.with(1, depth));
      }
    };
  }

  private static Shape single(Shape input) {
    return input.rank() > 1 && input.last() == 1 ? input.drop(-1) : input;
  }

  /**
   * Encodes indices; those outside {@code [0, depth)} leave their vector empty.
   *
   * @param weights of each index, for {@link #TF_IDF}; else null
   */
  Tensor encode(int[] indices, Shape input, int depth, float[] weights) {
    Shape shape = type(input, depth).shape();
    if (this == INT) {
      return Tensor.ofInts(shape, indices);
    }
    float[] vectors = new float[shape.size()];
    int perRow = this == ONE_HOT ? 1 : input.dim(1);
    for (int i = 0; i < indices.length; i++) {
      int index = indices[i];
      if (index >= 0 && index < depth) {
        int at = i / perRow * depth + index;
        vectors[at] = this == COUNT || this == TF_IDF ? vectors[at] + 1 : 1;
      }
    }
    if (this == TF_IDF) {
      for (int i = 0; i < vectors.length; i++) {
        vectors[i] *= weights[i % depth];
      }
    }
    return Tensor.of(shape, vectors);
  }
}
