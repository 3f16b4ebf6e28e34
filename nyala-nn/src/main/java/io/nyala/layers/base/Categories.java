// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.base;

import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.tensor.DType;

/**
 * A layer whose inputs are categories, such as words, rather than quantities. A NaN is not a
 * category but would be converted to one, so a model checks the inputs of such layers before
 * computing.
 */
public interface Categories {
  /** The value of {@link #categories} for layers that accept any number. */
  int ANY = -1;

  /**
   * Returns the number of categories, which are numbered from 0; {@link #ANY} if there is no limit.
   */
  int categories();

  /** Converts numbers to int32; NaN becomes the smallest int, which is not a category. */
  static Value whole(Value x) {
    return Ops.cast(
        x.dtype() == DType.FLOAT32 ? Ops.where(Ops.equal(x, x), x, Ops.constant(-0x1p31f)) : x,
        DType.INT32);
  }
}
