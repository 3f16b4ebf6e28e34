// SPDX-License-Identifier: Apache-2.0
package io.nyala.tensor;

import java.util.Arrays;
import java.util.List;

/**
 * A dense array of numbers in row-major order on the Java heap.
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

  private Tensor(Shape shape, DType dtype, float[] floats, int[] ints) {
    int n = floats != null ? floats.length : ints.length;
    if (n != shape.size()) {
      throw new ShapeException("shape " + shape + " needs " + shape.size() + " elements, got " + n);
    }
    this.shape = shape;
    this.dtype = dtype;
    this.floats = floats;
    this.ints = ints;
  }

  /** Wraps (does not copy) an array of floats. */
  public static Tensor of(Shape shape, float... data) {
    return new Tensor(shape, DType.FLOAT32, data, null);
  }

  /** Wraps (does not copy) an array of integers. */
  public static Tensor ofInts(Shape shape, int... data) {
    return new Tensor(shape, DType.INT32, null, data);
  }

  /** Wraps (does not copy) an array of booleans, {@code 1.0f} and {@code 0.0f}. */
  public static Tensor ofBools(Shape shape, float... data) {
    return new Tensor(shape, DType.BOOL, data, null);
  }

  /** Copies an array of doubles, each rounded to the nearest float. */
  public static Tensor of(Shape shape, double... data) {
    return NestedArrays.tensor(data).reshape(shape);
  }

  /**
   * Copies an array of numbers or booleans, or nested arrays of any depth, for example {@code
   * int[][][]}. Floats and doubles become float32, integers int32.
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
    int columns = rows.length == 0 ? 0 : rows[0].length;
    float[] data = new float[Math.multiplyExact(rows.length, columns)];
    for (int i = 0; i < rows.length; i++) {
      if (rows[i].length != columns) {
        throw new ShapeException(
            "row " + i + " has " + rows[i].length + " elements, row 0 has " + columns);
      }
      System.arraycopy(rows[i], 0, data, i * columns, columns);
    }
    return of(Shape.of(rows.length, columns), data);
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
    return dtype == DType.INT32
        ? new Tensor(shape, dtype, null, new int[n])
        : new Tensor(shape, dtype, new float[n], null);
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
    return floats != null ? floats.length : ints.length;
  }

  /**
   * Returns the elements themselves, not a copy: {@code FLOAT32} or {@code BOOL}.
   *
   * @throws IllegalStateException if this tensor holds integers
   */
  public float[] floats() {
    if (floats == null) {
      throw new IllegalStateException("a tensor of int32 has no floats; cast it first");
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
      throw new IllegalStateException("a tensor of " + dtype.keras() + " has no ints");
    }
    return ints;
  }

  /** Returns one element by its row-major position, for any element type. */
  public float at(int position) {
    return floats != null ? floats[position] : ints[position];
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
    return new Tensor(other, dtype, floats, ints);
  }

  /** Returns rows {@code from} (inclusive) to {@code to} (exclusive) of the first axis; copies. */
  public Tensor rows(int from, int to) {
    int row = shape.dim(0) == 0 ? 0 : size() / shape.dim(0);
    Shape s = shape.with(0, to - from);
    return floats != null
        ? new Tensor(s, dtype, Arrays.copyOfRange(floats, from * row, to * row), null)
        : new Tensor(s, dtype, null, Arrays.copyOfRange(ints, from * row, to * row));
  }

  /** Returns the rows with these indices along the first axis, in the given order; copies. */
  public Tensor rows(int... which) {
    int row = shape.dim(0) == 0 ? 0 : size() / shape.dim(0);
    Shape s = shape.with(0, which.length);
    Object from = floats != null ? floats : ints;
    Object to = floats != null ? new float[which.length * row] : new int[which.length * row];
    for (int i = 0; i < which.length; i++) {
      System.arraycopy(from, which[i] * row, to, i * row, row);
    }
    return to instanceof float[] f
        ? new Tensor(s, dtype, f, null)
        : new Tensor(s, dtype, null, (int[]) to);
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
      sum += ints != null ? ints[i] : floats[i];
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
   */
  public Tensor cast(DType to) {
    if (to == dtype) {
      return this;
    }
    int n = size();
    if (to == DType.INT32) {
      int[] r = new int[n];
      for (int i = 0; i < n; i++) {
        r[i] = (int) floats[i];
      }
      return new Tensor(shape, to, null, r);
    }
    float[] r = new float[n];
    for (int i = 0; i < n; i++) {
      r[i] = to == DType.BOOL ? (at(i) != 0 ? 1 : 0) : at(i);
    }
    return new Tensor(shape, to, r, null);
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
        && Arrays.equals(ints, t.ints);
  }

  @Override
  public int hashCode() {
    return 31 * shape.hashCode()
        + (floats != null ? Arrays.hashCode(floats) : Arrays.hashCode(ints));
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
