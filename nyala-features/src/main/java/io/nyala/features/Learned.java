// SPDX-License-Identifier: Apache-2.0
package io.nyala.features;

import io.nyala.data.table.Table;
import io.nyala.ops.Value;
import io.nyala.tensor.DType;
import io.nyala.tensor.Tensor;

/** What a feature learned from the training rows. Immutable. */
interface Learned {
  /** Returns the type of the model's input. */
  DType dtype();

  /** Returns how many training rows were missing. */
  int missing();

  /** Returns how many numbers of the encoded vector come from this feature. */
  int width();

  /** Returns the encoding in words. */
  String encoding();

  /** Returns the rows of a table as the input of the model, {@code (rows, 1)}. */
  Tensor tensor(Table table);

  /** Applies the layers of this feature to its input. */
  void encode(Value input, Encoder encoder);
}
