// SPDX-License-Identifier: Apache-2.0
package io.nyala.tensor;

import java.util.Arrays;

/**
 * A dense array of numbers in row-major order on the Java heap.
 *
 * <p>Nothing to close, nothing to leak. Tensors that come out of the library are never written to
 * again by it.
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

  /** Wraps (does not copy) an array of truth values, {@code 1.0f} and {@code 0.0f}. */
  public static Tensor ofBools(Shape shape, float... data) {
    return new Tensor(shape, DType.BOOL, data, null);
  }

  /** Returns a single number, shape {@code ()}. */
  public static Tensor scalar(float value) {
    return of(Shape.scalar(), value);
  }

  /** Returns a vector, shape {@code (n,)}; copies. */
  public static Tensor vector(float... data) {
    return of(Shape.of(data.length), data.clone());
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

  /** Returns a tensor of zeros. */
  public static Tensor zeros(Shape shape) {
    return of(shape, new float[shape.size()]);
  }

  /** Returns a tensor with every element the same. */
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

  /** Returns one element by its row-major position, whatever the element type. */
  public float at(int position) {
    return floats != null ? floats[position] : ints[position];
  }

  /** Returns the one element of a tensor that has a single element. */
  public float item() {
    if (size() != 1) {
      throw new ShapeException("item() needs a single element, shape is " + shape);
    }
    return at(0);
  }

  /** Returns the same data under another shape of the same size. */
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

  /** Returns the chosen rows of the first axis, in the order given; copies. */
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

  /** Returns the elements converted to another type; returns itself when nothing changes. */
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

  /** Returns a copy of the elements as floats, whatever the element type. */
  public float[] toFloats() {
    if (floats != null) {
      return floats.clone();
    }
    float[] r = new float[ints.length];
    for (int i = 0; i < r.length; i++) {
      r[i] = ints[i];
    }
    return r;
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

  @Override
  public String toString() {
    int n = Math.min(size(), 8);
    StringBuilder s = new StringBuilder(dtype.keras()).append(shape).append(" [");
    for (int i = 0; i < n; i++) {
      s.append(i == 0 ? "" : ", ").append(floats != null ? "" + floats[i] : "" + ints[i]);
    }
    return s.append(size() > n ? ", ...]" : "]").toString();
  }
}
