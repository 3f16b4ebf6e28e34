// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.keras;

import io.nyala.io.hdf5.Hdf5Dataset;
import io.nyala.tensor.Shape;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** An array of a file, or one derived from several; its numbers are read on request. */
final class StoredArray {
  @FunctionalInterface
  private interface Reading {
    void into(float[] data, int offset) throws IOException;
  }

  private final String name;
  private final Shape shape;
  private final Reading reading;

  private StoredArray(String name, Shape shape, Reading reading) {
    this.name = name;
    this.shape = shape;
    this.reading = reading;
  }

  static StoredArray of(String name, Hdf5Dataset array) {
    return new StoredArray(name, array.shape(), array::readInto);
  }

  /** Returns the name in the file. */
  String name() {
    return name;
  }

  Shape shape() {
    return shape;
  }

  void readInto(float[] data, int offset) throws IOException {
    reading.into(data, offset);
  }

  private float[] numbers() throws IOException {
    float[] data = new float[shape.size()];
    readInto(data, 0);
    return data;
  }

  /** Returns the same numbers in the same order with another shape of the same size. */
  StoredArray shaped(Shape other) {
    return new StoredArray(name, other, reading);
  }

  /** Returns the array with permuted axes. */
  StoredArray permuted(int... order) {
    int[] dims = Arrays.stream(order).map(shape::dim).toArray();
    int[] strides = strides(shape);
    return gathered(Shape.of(dims), 0, Arrays.stream(order).map(a -> strides[a]).toArray());
  }

  /** Returns the array reversed along the given number of first axes. */
  StoredArray flipped(int axes) {
    int[] strides = strides(shape);
    int start = 0;
    for (int a = 0; a < axes; a++) {
      start += (shape.dim(a) - 1) * strides[a];
      strides[a] = -strides[a];
    }
    return gathered(shape, start, strides);
  }

  /** Returns some columns of a matrix. */
  StoredArray columns(int from, int count) {
    return gathered(Shape.of(shape.dim(0), count), from, strides(shape));
  }

  /** Returns the sum of the two halves of a vector. */
  StoredArray folded() {
    int half = shape.size() / 2;
    return new StoredArray(
        name,
        Shape.of(half),
        (data, offset) -> {
          float[] numbers = numbers();
          for (int i = 0; i < half; i++) {
            data[offset + i] = numbers[i] + numbers[half + i];
          }
        });
  }

  private static int[] strides(Shape shape) {
    int[] strides = new int[shape.rank()];
    int stride = 1;
    for (int a = shape.rank() - 1; a >= 0; a--) {
      strides[a] = stride;
      stride *= shape.dim(a);
    }
    return strides;
  }

  /** Returns a strided view of the elements. */
  private StoredArray gathered(Shape target, int start, int[] strides) {
    return new StoredArray(
        name,
        target,
        (data, offset) -> {
          float[] numbers = numbers();
          int[] at = new int[target.rank()];
          int from = start;
          for (int i = 0; i < target.size(); i++) {
            data[offset + i] = numbers[from];
            for (int a = at.length - 1; a >= 0; a--) {
              from += strides[a];
              if (++at[a] < target.dim(a)) {
                break;
              }
              from -= at[a] * strides[a];
              at[a] = 0;
            }
          }
        });
  }

  /** Returns the concatenation of arrays along the last axis. */
  static StoredArray sideBySide(List<StoredArray> parts) {
    Shape first = parts.get(0).shape;
    int width = parts.stream().mapToInt(p -> p.shape.last()).sum();
    Shape whole = first.with(first.rank() - 1, width);
    return new StoredArray(
        parts.get(0).name,
        whole,
        (data, offset) -> {
          int at = offset;
          for (StoredArray part : parts) {
            float[] numbers = part.numbers();
            int own = part.shape.last();
            for (int row = 0; row * own < numbers.length; row++) {
              System.arraycopy(numbers, row * own, data, at + row * width, own);
            }
            at += own;
          }
        });
  }

  @Override
  public String toString() {
    return name + shape;
  }
}
