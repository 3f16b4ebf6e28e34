// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.augmentation;

import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.tensor.Shape;

/**
 * A rectangle in each image, from (inclusive) to (exclusive), {@code (batch, 1, 1, 1)} each.
 *
 * @param left the first column, in fractions of pixels
 * @param right the column after the last one
 * @param top the first row
 * @param bottom the row after the last one
 */
record Box(Value left, Value right, Value top, Value bottom) {
  /**
   * Places rectangles of given sizes.
   *
   * @param images the shape of the images, channels last
   * @param across the width as a share of the images
   * @param down the height as a share of the images
   * @param x where it lies horizontally, from 0 to 1
   * @param y where it lies vertically, from 0 to 1
   */
  static Box of(Shape images, Value across, Value down, Value x, Value y) {
    Value width = Ops.multiply(across, images.dim(2));
    Value height = Ops.multiply(down, images.dim(1));
    Value left = Ops.multiply(x, Ops.subtract(images.dim(2), width));
    Value top = Ops.multiply(y, Ops.subtract(images.dim(1), height));
    return new Box(left, Ops.add(left, width), top, Ops.add(top, height));
  }

  /** Returns which pixels lie inside, {@code (batch, height, width, 1)}. */
  Value mask(Shape images) {
    Value columns = AffineSampling.columns(images);
    Value rows = AffineSampling.rows(images);
    Value across = Ops.and(Ops.greaterEqual(columns, left), Ops.less(columns, right));
    Value down = Ops.and(Ops.greaterEqual(rows, top), Ops.less(rows, bottom));
    return Ops.and(across, down);
  }

  /** Returns the areas as shares of the images. */
  Value share(Shape images) {
    Value area = Ops.multiply(Ops.subtract(right, left), Ops.subtract(bottom, top));
    return Ops.divide(area, (float) images.dim(1) * images.dim(2));
  }
}
