// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.preprocessing;

import io.nyala.layers.support.StandIn;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.tensor.DType;
import io.nyala.tensor.ShapeException;
import java.util.Locale;

/** How layers output categories, which are integers starting at 0: as integers or as vectors. */
public enum CategoryOutput {
  /** The numbers themselves, int32. */
  INT,
  /** For each number a vector with a 1 at its index; a last axis of extent 1 is dropped. */
  ONE_HOT,
  /** For each row a vector with a 1 for each number that occurs. */
  MULTI_HOT,
  /** For each row a vector with the count of each number. */
  COUNT;

  /** Returns Keras's name. */
  String keras() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Encodes numbers in this mode; numbers outside {@code [0, depth)} are omitted from vectors.
   *
   * @param categories int32
   * @param weights the weights for {@link #COUNT}, with the shape of the categories, or null for 1
   */
  Value encode(Value categories, int depth, Value weights) {
    if (weights != null && this != COUNT) {
      throw new ShapeException("weights are only for output mode count, got " + keras());
    }
    int rank = categories.shape().rank();
    return switch (this) {
      case INT -> categories;
      case ONE_HOT -> {
        boolean single = rank > 1 && categories.shape().last() == 1;
        Value flat = single ? StandIn.reshape(categories, categories.shape().drop(-1)) : categories;
        yield Ops.oneHot(flat, depth);
      }
      case MULTI_HOT -> Ops.max(Ops.oneHot(rows(categories), depth), false, 1);
      case COUNT -> {
        Value each = Ops.oneHot(rows(categories), depth);
        if (weights != null) {
          each = Ops.multiply(each, StandIn.expandDims(Ops.cast(weights, DType.FLOAT32), -1));
        }
        yield Ops.sum(each, false, 1);
      }
    };
  }

  private static Value rows(Value categories) {
    if (categories.shape().rank() < 2) {
      throw new ShapeException("expected rows of categories (batch, n)");
    }
    return categories;
  }
}
