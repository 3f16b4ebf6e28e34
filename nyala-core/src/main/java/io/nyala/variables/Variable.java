// SPDX-License-Identifier: Apache-2.0
package io.nyala.variables;

import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Tensor;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * A tensor that persists between runs: weights, moving averages, optimizer slots, states. The
 * elements are stored in an array that several variables may share, so that one pass can update all
 * of them.
 *
 * <p>A variable may have a {@link Gate}. Then {@link #get} and {@link #set} may be called at any
 * time from any thread that is not inside the gate; code that works on the array itself must hold
 * the gate.
 */
public final class Variable {
  private final String name;
  private Object owner;
  private final Shape shape;
  private final int size;
  private float[] data;
  private int offset;
  private Upkeep upkeep;
  private volatile Gate gate;
  private volatile Supplier<Tensor> later;

  /** Creates a variable of zeros in a separate array, which is allocated on first use. */
  public Variable(String name, Shape shape) {
    this(name, shape, null, 0);
  }

  private Variable(String name, Shape shape, float[] array, int offset) {
    this.name = name;
    this.shape = shape;
    this.size = shape.size();
    this.data = array;
    this.offset = offset;
  }

  /** Returns a variable whose elements stay in a part of the given array; copies nothing. */
  public static Variable in(String name, Shape shape, float[] array, int offset) {
    return new Variable(name, shape, array, offset);
  }

  /** Returns the gate that separates readers of this variable from writers, or null. */
  public Gate gate() {
    return gate;
  }

  /** Sets the gate of the variable unless it has one, and returns its gate. */
  synchronized Gate joinGate(Gate fresh) {
    if (gate == null) {
      gate = fresh;
    }
    return gate;
  }

  /** Sets the owner of this variable; messages contain its string form. */
  public void ownedBy(Object newOwner) {
    owner = newOwner;
  }

  /** Returns the owner of this variable, or null if none was set. */
  public Object owner() {
    return owner;
  }

  /** Returns the name, for example {@code kernel}. */
  public String name() {
    return name;
  }

  /** Returns the shape. */
  public Shape shape() {
    return shape;
  }

  /** Returns the number of elements. */
  public int size() {
    return size;
  }

  /** Returns the array that holds the elements, possibly among those of other variables. */
  public float[] data() {
    settle();
    return array();
  }

  /** Returns the same array without running the upkeep: some elements may not be up to date. */
  public float[] rawData() {
    fill();
    return array();
  }

  private float[] array() {
    float[] there = data;
    return there != null ? there : allocate();
  }

  private synchronized float[] allocate() {
    if (data == null) {
      data = new float[size];
    }
    return data;
  }

  /** Sets the supplier that computes the elements when they are first read. */
  public void setLater(Supplier<Tensor> content) {
    settle(upkeep);
    later = content;
  }

  /** Returns whether {@link #setLater} was called and the elements have not been read since. */
  public boolean isAwaited() {
    return later != null;
  }

  private void fill() {
    if (later != null) {
      fillOnce();
    }
  }

  private synchronized void fillOnce() {
    Supplier<Tensor> content = later;
    if (content != null) {
      write(content.get());
      later = null;
    }
  }

  /**
   * Returns the array for a caller that sets all elements of this variable; a supplier given to
   * {@link #setLater} is not called.
   */
  public float[] overwrite() {
    settle(upkeep);
    later = null;
    return array();
  }

  /**
   * Sets the upkeep that brings the elements up to date before they are read or replaced; null for
   * none.
   */
  public void upkeep(Upkeep newUpkeep) {
    settle();
    upkeep = newUpkeep;
  }

  /** Returns the upkeep that brings the elements up to date, or null. */
  public Upkeep upkeep() {
    return upkeep;
  }

  private void settle() {
    fill();
    settle(upkeep);
  }

  private static void settle(Upkeep u) {
    if (u != null) {
      u.settle();
    }
  }

  /** Returns the offset of the elements in {@link #data()}. */
  public int offset() {
    return offset;
  }

  /**
   * Places the elements in a part of an array, unless they already have one; does not call the
   * supplier given to {@link #setLater}.
   *
   * @param at the offset at which they begin; that part must hold zeros
   */
  public synchronized void place(float[] array, int at) {
    if (data == null) {
      data = array;
      offset = at;
    }
  }

  /** Moves the elements to a part of another array, keeping their values; ends the upkeep. */
  public void moveTo(float[] array, int at) {
    upkeep(null);
    System.arraycopy(array(), offset, array, at, size);
    data = array;
    offset = at;
  }

  /** Returns a copy of the elements. */
  public Tensor get() {
    Gate g = gate;
    if (g == null) {
      return copy();
    }
    if (g.isLateElsewhere()) {
      g.close();
      try {
        return peek();
      } finally {
        g.open();
      }
    }
    g.enter();
    try {
      return copy();
    } finally {
      g.exit();
    }
  }

  /** Returns a copy of the elements, for a caller that is inside the gate or has closed it. */
  public Tensor copy() {
    settle();
    return Tensor.of(shape, Arrays.copyOfRange(array(), offset, offset + size));
  }

  /**
   * Returns a copy of the elements with all of them up to date, but leaves pending rows ({@link
   * LateRows}) of the variable pending. For a caller that has closed the gate.
   */
  public Tensor peek() {
    if (!(upkeep instanceof LateRows rows)) {
      return copy();
    }
    fill();
    float[] copy = Arrays.copyOfRange(array(), offset, offset + size);
    rows.settle(copy);
    return Tensor.of(shape, copy);
  }

  /**
   * Replaces the elements.
   *
   * @throws io.nyala.tensor.ShapeException if the shapes differ
   */
  public void set(Tensor value) {
    Gate g = gate;
    if (g == null) {
      replace(value);
      return;
    }
    g.close();
    g.changed();
    try {
      replace(value);
    } finally {
      g.open();
    }
  }

  private void replace(Tensor value) {
    if (!value.shape().equals(shape)) {
      throw new ShapeException(
          "variable \"" + name + "\" has shape " + shape + ", got " + value.shape());
    }
    settle(upkeep);
    write(value);
    later = null;
  }

  private void write(Tensor value) {
    float[] from = value.dtype() == DType.INT32 ? value.toFloats() : value.floats();
    System.arraycopy(from, 0, array(), offset, size);
  }

  @Override
  public String toString() {
    return name + shape;
  }
}
