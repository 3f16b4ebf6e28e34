// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.base;

import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.tensor.DType;

/**
 * A layer whose inputs are categories, such as words, and not quantities. A NaN among them is no
 * category, but would be taken for one: a model looks at what such layers get from its inputs
 * before it computes anything.
 */
public interface Categories {
  /** What {@link #categories} gives where any number is taken. */
  int ANY = -1;

  /** Returns how many categories there are, numbered from 0; {@link #ANY} where numbers are all. */
  int categories();

  /** Returns numbers as int32, NaN as the least one, which is no category. */
  static Value whole(Value x) {
    return Ops.cast(
        x.dtype() == DType.FLOAT32 ? Ops.where(Ops.equal(x, x), x, Ops.constant(-0x1p31f)) : x,
        DType.INT32);
  }
}
