// SPDX-License-Identifier: Apache-2.0
package io.nyala.tensor;

import java.util.Arrays;
import java.util.List;

/**
 * A dense array of numbers, or of strings, in row-major order on the Java heap.
 *
 * <p>Tensors need no closing and cannot leak. The library never modifies a tensor after returning
 * it.
 *
 * <p>The arithmetic methods are meant for inspecting results. For fast or differentiable
 * computations use {@code io.nyala.ops}.
 */
public final class Tensor {
  private final Shape shape;
  private final DType dtype;
  private final float[] floats;
  private final int[] ints;
  private final String[] strings;

  /** Wraps an array of the type's elements. */
  Tensor(Shape shape, DType dtype, Object data) {
    this.shape = shape;
    this.dtype = dtype;
    this.floats = data instanceof float[] f ? f : null;
    this.ints = data instanceof int[] i ? i : null;
    this.strings = data instanceof String[] s ? s : null;
    if (size() != shape.size()) {
      throw new ShapeException(
          "shape " + shape + " needs " + shape.size() + " elements, got " + size());
    }
  }

  /** Wraps (does not copy) an array of floats. */
  public static Tensor of(Shape shape, float... data) {
    return new Tensor(shape, DType.FLOAT32, data);
  }

  /** Wraps (does not copy) an array of integers. */
  public static Tensor ofInts(Shape shape, int... data) {
    return new Tensor(shape, DType.INT32, data);
  }

  /** Wraps (does not copy) an array of booleans, {@code 1.0f} and {@code 0.0f}. */
  public static Tensor ofBools(Shape shape, float... data) {
    return new Tensor(shape, DType.BOOL, data);
  }

  /**
   * Wraps (does not copy) an array of strings.
   *
   * @throws IllegalArgumentException if one is null; a missing text is {@code ""}
   */
  public static Tensor ofStrings(Shape shape, String... data) {
    NestedArrays.requireTexts(data);
    return new Tensor(shape, DType.STRING, data);
  }

  /** Copies an array of doubles, each rounded to the nearest float. */
  public static Tensor of(Shape shape, double... data) {
    return NestedArrays.tensor(data).reshape(shape);
  }

  /**
   * Copies an array of numbers, booleans or strings, or nested arrays of any depth, for example
   * {@code int[][][]}. Floats and doubles become float32, integers int32.
   *
   * @throws ShapeException if arrays at the same depth differ in length
   * @throws IllegalArgumentException if the argument is not such an array
   * @throws ArithmeticException if a {@code long} does not fit into int32
   */
  public static Tensor ofArray(Object array) {
    return NestedArrays.tensor(array);
  }

  /** Returns a single number, shape {@code ()}. */
  public static Tensor scalar(float value) {
    return of(Shape.scalar(), value);
  }

  /** Returns a vector, shape {@code (n,)}; copies. */
  public static Tensor vector(float... data) {
    return of(Shape.of(data.length), data.clone());
  }

  /** Returns a vector, shape {@code (n,)}, each number rounded to the nearest float. */
  public static Tensor vector(double... data) {
    return NestedArrays.tensor(data);
  }

  /** Returns a vector of integers, shape {@code (n,)}; copies. */
  public static Tensor vectorOfInts(int... data) {
    return ofInts(Shape.of(data.length), data.clone());
  }

  /**
   * Returns a matrix, shape {@code (rows, columns)}; copies.
   *
   * @throws ShapeException if the rows differ in length
   */
  public static Tensor matrix(float[]... rows) {
    return NestedArrays.matrix(rows);
  }

  /**
   * Returns a matrix, shape {@code (rows, columns)}, each number rounded to the nearest float.
   *
   * @throws ShapeException if the rows differ in length
   */
  public static Tensor matrix(double[]... rows) {
    return NestedArrays.tensor(rows);
  }

  /** Returns a tensor of zeros, to be filled by the caller. */
  static Tensor empty(Shape shape, DType dtype) {
    int n = shape.size();
    return new Tensor(shape, dtype, TensorPieces.room(dtype, n));
  }

  /** Returns a tensor of zeros. */
  public static Tensor zeros(Shape shape) {
    return of(shape, new float[shape.size()]);
  }

  /** Returns a tensor filled with one value. */
  public static Tensor full(Shape shape, float value) {
    float[] data = new float[shape.size()];
    Arrays.fill(data, value);
    return of(shape, data);
  }

  /** Returns the shape. */
  public Shape shape() {
    return shape;
  }

  /** Returns the element type. */
  public DType dtype() {
    return dtype;
  }

  /** Returns the number of elements. */
  public int size() {
    return floats != null ? floats.length : ints != null ? ints.length : strings.length;
  }

  /**
   * Returns the elements themselves, not a copy: {@code FLOAT32} or {@code BOOL}.
   *
   * @throws IllegalStateException if this tensor holds integers or strings
   */
  public float[] floats() {
    if (floats == null) {
      throw TensorText.noNumbers(this, "no floats; cast it first");
    }
    return floats;
  }

  /**
   * Returns the elements themselves, not a copy: {@code INT32}.
   *
   * @throws IllegalStateException if this tensor does not hold integers
   */
  public int[] ints() {
    if (ints == null) {
      throw TensorText.noNumbers(this, "no ints");
    }
    return ints;
  }

  /**
   * Returns the elements themselves, not a copy: {@code STRING}.
   *
   * @throws IllegalStateException if this tensor does not hold strings
   */
  public String[] strings() {
    if (strings == null) {
      throw new IllegalStateException("a tensor of " + dtype.keras() + " has no strings");
    }
    return strings;
  }

  /** Returns the array of the elements. */
  Object data() {
    return floats != null ? floats : ints != null ? ints : strings;
  }

  /** Returns one element by its row-major position, for any element type but strings. */
  public float at(int position) {
    return floats != null ? floats[position] : ints()[position];
  }

  /**
   * Returns one element by its index on each axis, for any element type.
   *
   * @throws ShapeException if the number of indices differs from the number of axes
   * @throws IndexOutOfBoundsException if an index is out of range
   */
  public float at(int first, int second, int... others) {
    if (2 + others.length != shape.rank()) {
      throw new ShapeException(
          "at() needs an index for each axis of %s, got %d".formatted(shape, 2 + others.length));
    }
    int position = 0;
    for (int axis = 0; axis < shape.rank(); axis++) {
      int place = axis == 0 ? first : axis == 1 ? second : others[axis - 2];
      if (place < 0 || place >= shape.dim(axis)) {
        throw new IndexOutOfBoundsException(
            "index %d is out of bounds for axis %d of a tensor with shape %s"
                .formatted(place, axis, shape));
      }
      position = position * shape.dim(axis) + place;
    }
    return at(position);
  }

  /** Returns the element of a tensor with a single element. */
  public float item() {
    if (size() != 1) {
      throw new ShapeException("item() needs a single element, got shape " + shape);
    }
    return at(0);
  }

  /** Returns a tensor with the same data and another shape of the same size. */
  public Tensor reshape(Shape other) {
    return new Tensor(other, dtype, data());
  }

  /** Returns rows {@code from} (inclusive) to {@code to} (exclusive) of the first axis; copies. */
  public Tensor rows(int from, int to) {
    return TensorPieces.slice(this, 0, from, to - from);
  }

  /** Returns the rows with these indices along the first axis, in the given order; copies. */
  public Tensor rows(int... which) {
    return TensorPieces.rows(this, which);
  }

  /** Returns one row and removes the first axis; copies. */
  public Tensor row(int which) {
    return slice(0, which, 1).reshape(shape.drop(0));
  }

  /**
   * Returns {@code size} positions from {@code begin} of one axis; copies.
   *
   * @throws ShapeException if the slice exceeds the axis
   */
  public Tensor slice(int axis, int begin, int size) {
    return TensorPieces.slice(this, axis, begin, size);
  }

  /**
   * Concatenates tensors along an axis.
   *
   * @throws ShapeException if they differ in type, or in shape along another axis
   */
  public static Tensor concatenate(List<Tensor> parts, int axis) {
    return TensorPieces.concatenate(parts, axis);
  }

  /**
   * Stacks tensors of the same shape along a new axis.
   *
   * @throws ShapeException if they differ in type or shape
   */
  public static Tensor stack(List<Tensor> parts, int axis) {
    return TensorPieces.stack(parts, axis);
  }

  // Arithmetic: operands broadcast; the result is int32 if both operands are integers.

  /** Returns {@code this + other}. */
  public Tensor plus(Tensor other) {
    return TensorArithmetic.apply(TensorArithmetic.Kind.PLUS, this, other);
  }

  /** Returns {@code this + other}. */
  public Tensor plus(float other) {
    return TensorArithmetic.apply(TensorArithmetic.Kind.PLUS, this, other);
  }

  /** Returns {@code this - other}. */
  public Tensor minus(Tensor other) {
    return TensorArithmetic.apply(TensorArithmetic.Kind.MINUS, this, other);
  }

  /** Returns {@code this - other}. */
  public Tensor minus(float other) {
    return TensorArithmetic.apply(TensorArithmetic.Kind.MINUS, this, other);
  }

  /** Returns {@code this * other}, element by element. */
  public Tensor times(Tensor other) {
    return TensorArithmetic.apply(TensorArithmetic.Kind.TIMES, this, other);
  }

  /** Returns {@code this * other}. */
  public Tensor times(float other) {
    return TensorArithmetic.apply(TensorArithmetic.Kind.TIMES, this, other);
  }

  /** Returns {@code this / other}, element by element, as float32. */
  public Tensor dividedBy(Tensor other) {
    return TensorArithmetic.apply(TensorArithmetic.Kind.DIVIDED_BY, this, other);
  }

  /** Returns {@code this / other} as float32. */
  public Tensor dividedBy(float other) {
    return TensorArithmetic.apply(TensorArithmetic.Kind.DIVIDED_BY, this, other);
  }

  /** Returns the sum of all elements, added in double precision. */
  public double sum() {
    double sum = 0;
    for (int i = 0; i < size(); i++) {
      sum += ints != null ? ints[i] : floats()[i];
    }
    return sum;
  }

  /** Returns the mean of all elements, computed in double precision; NaN if there are none. */
  public double mean() {
    return sum() / size();
  }

  /** Returns the row-major position of the first maximum; NaN counts as the maximum. */
  public int argMax() {
    return TensorArithmetic.argMax(reshape(Shape.of(size())), 0).ints()[0];
  }

  /**
   * Returns the int32 positions of the first maximum along an axis, which is removed; NaN counts as
   * the maximum.
   *
   * @throws ShapeException if the axis is empty
   */
  public Tensor argMax(int axis) {
    return TensorArithmetic.argMax(this, axis);
  }

  /**
   * Returns the elements converted to another type; returns this tensor if the type is the same.
   *
   * @throws IllegalStateException between strings and other types
   */
  public Tensor cast(DType to) {
    if (to == dtype) {
      return this;
    }
    return TensorPieces.cast(this, to);
  }

  /** Returns a copy of the elements as floats, for any element type. */
  public float[] toFloats() {
    return floats != null ? floats.clone() : cast(DType.FLOAT32).floats;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Tensor t
        && shape.equals(t.shape)
        && dtype == t.dtype
        && Arrays.equals(floats, t.floats)
        && Arrays.equals(ints, t.ints)
        && Arrays.equals(strings, t.strings);
  }

  @Override
  public int hashCode() {
    return 31 * shape.hashCode()
        + (strings != null
            ? Arrays.hashCode(strings)
            : floats != null ? Arrays.hashCode(floats) : Arrays.hashCode(ints));
  }

  /**
   * Prints type, shape and elements as in
   *
   * <pre>
   * float32(2, 3)
   * [[ 1.0, -2.0,  3.0],
   *  [ 4.0,  0.5, -6.0]]
   * </pre>
   *
   * with at most six decimals. For tensors with more than 100 elements, only the first and last
   * three positions of long axes are shown.
   */
  @Override
  public String toString() {
    return TensorText.of(this);
  }
}
