// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.support;

import io.nyala.images.AspectRatio;
import io.nyala.images.Interpolation;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.tensor.Shape;

/** Resizes images {@code (batch, height, width, channels)} with tensor operations. */
public final class ImageSizes {
  private static final int ROWS = 1;
  private static final int COLUMNS = 2;

  private ImageSizes() {}

  /** Returns images resized axis by axis. */
  public static Value resize(
      Value x, int height, int width, Interpolation interpolation, boolean antialias) {
    Shape wanted = x.shape().with(ROWS, height).with(COLUMNS, width).requireRoom();
    if (!x.shape().isKnown()) {
      // Only the shape is needed now. Values are computed once it is known.
      return StandIn.reshape(x, wanted);
    }
    return axis(
        axis(x, ROWS, height, interpolation, antialias), COLUMNS, width, interpolation, antialias);
  }

  private static Value axis(
      Value x, int axis, int extent, Interpolation interpolation, boolean antialias) {
    int from = x.shape().dim(axis);
    return from == extent ? x : along(x, axis, interpolation.taps(from, extent, antialias));
  }

  /** Resizes an axis by a matrix multiplication. */
  public static Value along(Value x, int axis, Interpolation.Taps taps) {
    Shape shape = x.shape();
    int n = shape.dim(axis);
    // The axis becomes the rows of matrices, the axes after it the columns.
    Shape matrices = Shape.of(Shape.UNKNOWN, n, shape.slice(axis + 1, shape.rank()).size());
    Value y = Ops.matmul(Ops.constant(taps.matrix(n)), Ops.reshape(x, matrices));
    return Ops.reshape(y, shape.with(axis, taps.indices().length / taps.count()));
  }

  /** Returns a window of images, padded with a value where it extends beyond them. */
  public static Value window(Value x, AspectRatio.Window w, float border) {
    Value rows = part(x, ROWS, w.top(), w.height(), border);
    return part(rows, COLUMNS, w.left(), w.width(), border);
  }

  private static Value part(Value x, int axis, int from, int count, float border) {
    if (from < 0) {
      return Ops.pad(x, axis, -from, count + from - x.shape().dim(axis), border);
    }
    return count == x.shape().dim(axis) ? x : Ops.slice(x, axis, from, count);
  }

  /** Returns images cropped and resized, for images that are too small for a plain crop. */
  public static Value smartResize(Value x, int height, int width) {
    Shape s = x.shape();
    if (!s.drop(0).isKnown()) {
      return resize(x, height, width, Interpolation.BILINEAR, false);
    }
    AspectRatio.Window middle = AspectRatio.CROP.window(s.dim(1), s.dim(2), height, width);
    return resize(window(x, middle, 0), height, width, Interpolation.BILINEAR, false);
  }
}
