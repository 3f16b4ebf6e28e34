// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.augmentation;

import io.nyala.images.FillMode;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;

/**
 * Affine image transformations as operations, equivalent to {@code
 * keras.ops.image.affine_transform} on TensorFlow: coordinates beyond the edges are mapped inside
 * first, then pixels are sampled. Keras on JAX differs for coordinates mapped by {@link
 * FillMode#WRAP} or halfway between two pixels.
 *
 * @param nearest whether to use nearest-neighbor instead of bilinear interpolation
 * @param fill how to fill points beyond the edges
 * @param fillValue the value for a constant fill
 */
record AffineSampling(boolean nearest, FillMode fill, float fillValue) {
  /**
   * The source coordinates of the pixel in column x and row y: column {@code a0 x + a1 y + a2} and
   * row {@code b0 x + b1 y + b2}. Each is {@code (batch, 1, 1, 1)}.
   */
  record Matrix(Value a0, Value a1, Value a2, Value b0, Value b1, Value b2) {}

  /**
   * Returns the transformed images.
   *
   * @param images {@code (batch, height, width, channels)}
   */
  Value apply(Value images, Matrix m) {
    Shape s = images.shape();
    Value x = columns(s);
    Value y = rows(s);
    Value column = Ops.add(Ops.add(Ops.multiply(m.a0, x), Ops.multiply(m.a1, y)), m.a2);
    Value row = Ops.add(Ops.add(Ops.multiply(m.b0, x), Ops.multiply(m.b1, y)), m.b2);
    return sample(images, column, row);
  }

  /** Returns the index of each column, {@code (1, 1, width, 1)}. */
  static Value columns(Shape images) {
    return Ops.constant(counting(images.dim(2)).reshape(Shape.of(1, 1, images.dim(2), 1)));
  }

  /** Returns the index of each row, {@code (1, height, 1, 1)}. */
  static Value rows(Shape images) {
    return Ops.constant(counting(images.dim(1)).reshape(Shape.of(1, images.dim(1), 1, 1)));
  }

  /**
   * Returns the pixels at these source coordinates.
   *
   * @param images {@code (batch, height, width, channels)}
   * @param columns {@code (batch, height, width, 1)}
   * @param rows {@code (batch, height, width, 1)}
   */
  Value sample(Value images, Value columns, Value rows) {
    Value row = inside(rows, images.shape().dim(1));
    Value column = inside(columns, images.shape().dim(2));
    if (nearest) {
      return pixels(images, rounded(row), rounded(column));
    }
    Value top = Ops.floor(row);
    Value left = Ops.floor(column);
    Value down = Ops.subtract(row, top);
    Value right = Ops.subtract(column, left);
    Value bottom = Ops.add(top, 1);
    Value beside = Ops.add(left, 1);
    Value upper = between(pixels(images, top, left), pixels(images, top, beside), right);
    Value lower = between(pixels(images, bottom, left), pixels(images, bottom, beside), right);
    return between(upper, lower, down);
  }

  private static Value between(Value a, Value b, Value share) {
    return Ops.add(Ops.multiply(a, Ops.subtract(1, share)), Ops.multiply(b, share));
  }

  /** Rounds to the nearest integer, ties away from 0. */
  private static Value rounded(Value x) {
    return Ops.multiply(Ops.sign(x), Ops.floor(Ops.add(Ops.abs(x), 0.5f)));
  }

  /** Returns the pixels at integer rows and columns, {@code (batch, height, width, 1)} each. */
  private Value pixels(Value images, Value row, Value column) {
    Shape s = images.shape();
    int batch = s.dim(0);
    int height = s.dim(1);
    int width = s.dim(2);
    int[] first = new int[batch];
    for (int i = 0; i < batch; i++) {
      first[i] = i * height * width;
    }
    // Use integers, since floats cannot represent all pixel indices of a large batch.
    Value start = Ops.constant(Tensor.ofInts(Shape.of(batch, 1, 1, 1), first));
    Value rows = Ops.multiply(Ops.cast(clipped(row, height), DType.INT32), width);
    Value at = Ops.add(Ops.add(rows, Ops.cast(clipped(column, width), DType.INT32)), start);
    Value all = Ops.reshape(images, Shape.of(batch * height * width, s.dim(3)));
    Value found = Ops.gather(all, Ops.squeeze(at, 3));
    return fill == FillMode.CONSTANT ? filled(found, row, column, height, width) : found;
  }

  private Value filled(Value found, Value row, Value column, int height, int width) {
    Value there = Ops.and(within(row, height), within(column, width));
    Value beyond = Ops.constant(fillValue);
    return Ops.where(there, found, beyond);
  }

  private static Value within(Value position, int extent) {
    return Ops.and(Ops.greaterEqual(position, 0), Ops.less(position, extent));
  }

  /** Maps coordinates beyond the edges inside; unchanged for a constant fill. */
  private Value inside(Value place, int extent) {
    return switch (fill) {
      case CONSTANT -> place;
      case NEAREST -> clipped(place, extent);
      case REFLECT -> {
        Value folded = Ops.mod(place, 2 * extent);
        Value mirrored = Ops.subtract(2 * extent - 1, folded);
        yield clipped(Ops.minimum(folded, mirrored), extent);
      }
      case WRAP -> clipped(wrapped(place, extent), extent);
    };
  }

  /**
   * Shifts coordinates by multiples of the image size, as TensorFlow does. There is no
   * interpolation between the last and the first pixel, and points farther away than one image may
   * remain outside.
   */
  private static Value wrapped(Value place, int extent) {
    float room = Math.max(1, extent - 1);
    Value back = Ops.add(Ops.floor(Ops.divide(Ops.negate(place), room)), 1);
    Value on = Ops.floor(Ops.divide(place, room));
    Value before = Ops.add(place, Ops.multiply(back, extent));
    Value behind = Ops.subtract(place, Ops.multiply(on, extent));
    return Ops.where(
        Ops.less(place, 0), before, Ops.where(Ops.greater(place, extent - 1), behind, place));
  }

  private static Value clipped(Value place, int extent) {
    return Ops.clip(place, 0, extent - 1);
  }

  private static Tensor counting(int count) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = i;
    }
    return Tensor.vector(numbers);
  }
}
