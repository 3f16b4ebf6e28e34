// SPDX-License-Identifier: Apache-2.0
package io.nyala.tensor;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The extents of a tensor along each axis, outermost first; {@link #UNKNOWN} for extents not known
 * yet (usually the batch axis).
 */
public final class Shape {
  /** An extent that is not known until data are available. */
  public static final int UNKNOWN = -1;

  private static final Shape SCALAR = new Shape(new int[0]);

  private final int[] dims;

  private Shape(int[] dims) {
    this.dims = dims;
  }

  /**
   * Returns the shape with these extents.
   *
   * @throws ShapeException if an extent is negative and not {@link #UNKNOWN}
   */
  public static Shape of(int... dims) {
    for (int d : dims) {
      if (d < UNKNOWN) {
        throw new ShapeException("negative extent in shape " + Arrays.toString(dims));
      }
    }
    return dims.length == 0 ? SCALAR : new Shape(dims.clone());
  }

  /**
   * Returns an extent computed as a {@code long}, without overflow.
   *
   * @throws ShapeException if it is too large for an axis
   */
  public static int extent(long positions) {
    if (positions > Integer.MAX_VALUE) {
      throw new ShapeException("expected an axis of at most 2^31-1 positions, got " + positions);
    }
    return (int) positions;
  }

  /** Returns the shape of a single number, {@code ()}. */
  public static Shape scalar() {
    return SCALAR;
  }

  /** Returns the number of axes. */
  public int rank() {
    return dims.length;
  }

  /** Returns the extent of an axis; negative axes count from the end. */
  public int dim(int axis) {
    return dims[axis(axis)];
  }

  /** Returns the extent of the last axis. */
  public int last() {
    return dim(-1);
  }

  /**
   * Returns the axis counted from the front.
   *
   * @throws ShapeException if this shape has no such axis
   */
  public int axis(int axis) {
    int a = axis < 0 ? axis + dims.length : axis;
    if (a < 0 || a >= dims.length) {
      throw new ShapeException("axis " + axis + " of a tensor with shape " + this);
    }
    return a;
  }

  /** Returns a copy of the extents. */
  public int[] dims() {
    return dims.clone();
  }

  /** Returns whether every extent is known. */
  public boolean isKnown() {
    for (int d : dims) {
      if (d == UNKNOWN) {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns the number of elements.
   *
   * @throws ShapeException if an extent is unknown or the number exceeds an {@code int}
   */
  public int size() {
    if (!isKnown()) {
      throw new ShapeException("the size of " + this + " is not known yet");
    }
    return requireRoom().known();
  }

  /**
   * Returns this shape if a tensor of it fits into an array, with unknown extents counted as 1.
   *
   * @throws ShapeException if the tensor would have more than 2^31-1 elements
   */
  public Shape requireRoom() {
    if (known() < 0) {
      throw new ShapeException("expected a tensor of at most 2^31-1 elements, got shape " + this);
    }
    return this;
  }

  /** Returns the product of the known extents; -1 if it exceeds an {@code int}. */
  private int known() {
    long n = 1;
    boolean beyond = false;
    for (int d : dims) {
      if (d == 0) {
        return 0;
      }
      n = d == UNKNOWN || beyond ? n : n * d;
      beyond |= n > Integer.MAX_VALUE;
    }
    return beyond ? -1 : (int) n;
  }

  /** Returns this shape with another extent along one axis. */
  public Shape with(int axis, int extent) {
    int[] d = dims.clone();
    d[axis(axis)] = extent;
    return of(d);
  }

  /** Returns this shape with a new axis of the given extent before {@code axis}. */
  public Shape insert(int axis, int extent) {
    int a = axis < 0 ? axis + dims.length + 1 : axis;
    int[] d = new int[dims.length + 1];
    for (int i = 0; i < d.length; i++) {
      d[i] = i < a ? dims[i] : i == a ? extent : dims[i - 1];
    }
    return of(d);
  }

  /** Returns this shape without one axis. */
  public Shape drop(int axis) {
    int a = axis(axis);
    return of(IntStream.range(0, dims.length).filter(i -> i != a).map(i -> dims[i]).toArray());
  }

  /** Returns the axes from {@code from} (inclusive) to {@code to} (exclusive). */
  public Shape slice(int from, int to) {
    return of(Arrays.copyOfRange(dims, from, to));
  }

  /** Returns the axes of this shape followed by those of another. */
  public Shape concat(Shape other) {
    int[] d = Arrays.copyOf(dims, dims.length + other.dims.length);
    System.arraycopy(other.dims, 0, d, dims.length, other.dims.length);
    return of(d);
  }

  /** Returns row-major strides, in elements. */
  public int[] strides() {
    int[] s = new int[dims.length];
    int n = 1;
    for (int i = dims.length - 1; i >= 0; i--) {
      s[i] = n;
      n *= dims[i];
    }
    return s;
  }

  /**
   * Returns the shape to which two shapes broadcast by NumPy's rule: aligned at the last axis,
   * extents equal or 1.
   *
   * @throws ShapeException if they do not broadcast
   */
  public static Shape broadcast(Shape a, Shape b) {
    int rank = Math.max(a.rank(), b.rank());
    int[] d = new int[rank];
    for (int i = 0; i < rank; i++) {
      int x = i < rank - a.rank() ? 1 : a.dims[i - rank + a.rank()];
      int y = i < rank - b.rank() ? 1 : b.dims[i - rank + b.rank()];
      if (x == y || y == 1) {
        d[i] = x;
      } else if (x == 1 || x == UNKNOWN) {
        d[i] = y;
      } else if (y == UNKNOWN) {
        d[i] = x;
      } else {
        throw new ShapeException("shapes " + a + " and " + b + " do not broadcast together");
      }
    }
    return of(d);
  }

  /** Returns whether a tensor of {@code other} is compatible with this declared shape. */
  public boolean accepts(Shape other) {
    if (other.rank() != rank()) {
      return false;
    }
    for (int i = 0; i < dims.length; i++) {
      if (dims[i] != UNKNOWN && other.dims[i] != UNKNOWN && dims[i] != other.dims[i]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Shape s && Arrays.equals(dims, s.dims);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(dims);
  }

  /** Prints as in {@code (?, 28, 28)}, with a comma after a single extent as in {@code (10,)}. */
  @Override
  public String toString() {
    String inner =
        Arrays.stream(dims)
            .mapToObj(d -> d == UNKNOWN ? "?" : Integer.toString(d))
            .collect(Collectors.joining(", "));
    return "(" + inner + (dims.length == 1 ? ",)" : ")");
  }
}
