// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.torch;

import io.nyala.io.files.FormatException;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Tensor;

/**
 * A tensor as a state dictionary describes it: a view of a storage.
 *
 * @param offset the index of its first element in the storage
 * @param strides the distance of neighbors along each axis, in elements
 */
record StoredTensor(Storage storage, long offset, Shape shape, long[] strides) {
  /**
   * Checks a description and makes a tensor of it.
   *
   * @throws FormatException if the shape is too large or an element is outside the storage
   */
  static StoredTensor of(Storage.View view, long offset, long[] sizes, long[] strides, String what)
      throws FormatException {
    int[] dims = new int[sizes.length];
    for (int i = 0; i < dims.length; i++) {
      if (sizes[i] != (int) sizes[i]) {
        throw new FormatException(what + ": a tensor has an extent of " + sizes[i]);
      }
      dims[i] = (int) sizes[i];
    }
    if (sizes.length != strides.length) {
      throw new FormatException(
          "%s: a tensor has %d sizes and %d strides".formatted(what, sizes.length, strides.length));
    }
    try {
      StoredTensor tensor =
          new StoredTensor(view.storage(), view.from() + offset, Shape.of(dims), strides.clone());
      if (offset > view.count()
          || tensor.shape.size() > 0 && tensor.span() > view.count() - offset) {
        throw new FormatException(
            "%s: a tensor of shape %s begins at element %d of a storage of %d and does not fit"
                .formatted(what, tensor.shape, offset, view.count()));
      }
      return tensor;
    } catch (ShapeException | ArithmeticException e) {
      throw new FormatException(
          "%s: a tensor has a shape or strides that are too large".formatted(what), e);
    }
  }

  /** Returns the number of elements of the storage from the first to the last of the tensor. */
  long span() {
    long last = 0;
    for (int a = 0; a < strides.length; a++) {
      last = Math.addExact(last, Math.multiplyExact(shape.dim(a) - 1L, strides[a]));
    }
    return Math.addExact(last, 1);
  }

  /** Returns whether the elements follow each other in the storage, row by row. */
  boolean isDense() {
    long dense = 1;
    for (int a = strides.length - 1; a >= 0; a--) {
      if (shape.dim(a) != 1 && strides[a] != dense) {
        return false;
      }
      dense *= shape.dim(a);
    }
    return true;
  }

  /** Returns the tensor's elements, given those of the storage from the first to the last. */
  Tensor gather(Tensor from) {
    int n = shape.size();
    int[] sources = new int[n];
    int[] at = new int[strides.length];
    long source = 0;
    for (int i = 0; i < n; i++) {
      sources[i] = (int) source;
      for (int a = at.length - 1; a >= 0; a--) {
        source += strides[a];
        if (++at[a] < shape.dim(a)) {
          break;
        }
        source -= at[a] * strides[a];
        at[a] = 0;
      }
    }
    if (from.dtype() == DType.INT32) {
      int[] ints = new int[n];
      for (int i = 0; i < n; i++) {
        ints[i] = from.ints()[sources[i]];
      }
      return Tensor.ofInts(shape, ints);
    }
    float[] floats = new float[n];
    for (int i = 0; i < n; i++) {
      floats[i] = from.floats()[sources[i]];
    }
    return from.dtype() == DType.BOOL ? Tensor.ofBools(shape, floats) : Tensor.of(shape, floats);
  }
}
