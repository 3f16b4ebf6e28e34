// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.hdf5;

import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.variables.Variable;
import java.nio.ByteBuffer;
import java.util.function.Supplier;

/**
 * An array to write: a view of numbers that are read during writing, so that a large model is not
 * copied.
 */
public final class Hdf5Array {
  /** The format of an element in the file, always little-endian. */
  enum Element {
    FLOAT32(4),
    INT32(4),
    INT64(8);

    final int bytes;

    Element(int bytes) {
      this.bytes = bytes;
    }
  }

  private final Shape shape;
  private final Element element;
  private final Supplier<float[]> floats;
  private final int[] ints;
  private final long single;
  private final int offset;

  private Hdf5Array(
      Shape shape, Element element, Supplier<float[]> floats, int[] ints, long single, int offset) {
    this.shape = shape;
    this.element = element;
    this.floats = floats;
    this.ints = ints;
    this.single = single;
    this.offset = offset;
  }

  /** Returns a live view of a variable, whose upkeep runs while it is written. */
  public static Hdf5Array of(Variable v) {
    return new Hdf5Array(v.shape(), Element.FLOAT32, v::data, null, 0, v.offset());
  }

  /** Returns an array with the elements of a tensor; booleans become floats. */
  public static Hdf5Array of(Tensor t) {
    return switch (t.dtype()) {
      case INT32 -> new Hdf5Array(t.shape(), Element.INT32, null, t.ints(), 0, 0);
      case FLOAT32, BOOL -> new Hdf5Array(t.shape(), Element.FLOAT32, t::floats, null, 0, 0);
      case STRING ->
          throw new IllegalArgumentException("expected numbers, got strings " + t.shape());
    };
  }

  /** Returns an array of a single 64-bit integer. */
  public static Hdf5Array of(long value) {
    return new Hdf5Array(Shape.scalar(), Element.INT64, null, null, value, 0);
  }

  Shape shape() {
    return shape;
  }

  Element element() {
    return element;
  }

  long bytes() {
    return (long) shape.size() * element.bytes;
  }

  /** Puts as many elements as possible into a buffer and returns the index of the next one. */
  int put(ByteBuffer into, int next) {
    int n = Math.min(into.remaining() / element.bytes, shape.size() - next);
    switch (element) {
      case FLOAT32 -> into.asFloatBuffer().put(floats.get(), offset + next, n);
      case INT32 -> into.asIntBuffer().put(ints, offset + next, n);
      case INT64 -> into.asLongBuffer().put(single);
    }
    into.position(into.position() + n * element.bytes);
    return next + n;
  }
}
