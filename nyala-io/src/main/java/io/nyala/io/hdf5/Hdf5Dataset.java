// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.hdf5;

import io.nyala.io.files.FilePart;
import io.nyala.io.files.FormatException;
import io.nyala.limits.Limits;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/** An array in a file, whose numbers are read on request. */
public final class Hdf5Dataset {
  /**
   * The maximum ratio of the size of a compressed array to the size of its file: Deflate's limit.
   */
  private static final long MOST_COMPRESSED = 1032;

  private final Bytes bytes;
  private final FilePart part;
  private final String what;
  private final ObjectHeader header;
  private final Datatype type;
  private final Dataspace space;
  private final Layout layout;
  private final Shape shape;

  /**
   * Reads the description of an array.
   *
   * @param part the file that contains it
   */
  Hdf5Dataset(Hdf5Node node, Bytes bytes, FilePart part, String what) throws FormatException {
    this.bytes = bytes;
    this.part = part;
    this.what = what;
    this.header = node.header();
    if (header.has(ObjectHeader.EXTERNAL_FILES)) {
      throw new FormatException(what + ": is in another file; links are not followed");
    }
    type = Datatype.read(message(ObjectHeader.DATATYPE));
    space = Dataspace.read(message(ObjectHeader.DATASPACE));
    layout = Layout.read(message(ObjectHeader.LAYOUT));
    checkSize();
    int[] dims =
        Arrays.stream(space.none() ? new long[] {0} : space.dims())
            .mapToInt(Math::toIntExact)
            .toArray();
    shape = Shape.of(dims);
  }

  private Cursor message(int kind) throws FormatException {
    Cursor message = header.find(kind);
    if (message == null) {
      throw new FormatException(
          "%s: has no message of type %d; damaged or truncated?".formatted(what, kind));
    }
    return message;
  }

  private void checkSize() throws FormatException {
    long size = space.size();
    long most = Long.MAX_VALUE / type.size();
    long declared = size > most ? Long.MAX_VALUE : size * type.size();
    boolean chunked = layout instanceof Layout.Chunked;
    long room = bytes.size() * (chunked ? MOST_COMPRESSED : 1);
    if (declared > room && !isUnwritten() || size > Integer.MAX_VALUE) {
      throw new FormatException(
          "%s: declares %d bytes in a file of %d".formatted(what, declared, bytes.size()));
    }
    for (long d : space.dims()) {
      if (d > Integer.MAX_VALUE) {
        throw new FormatException("%s: has an extent of %d".formatted(what, d));
      }
    }
  }

  private boolean isUnwritten() {
    return layout instanceof Layout.Contiguous c && c.address() < 0
        || layout instanceof Layout.Chunked k && k.address() < 0;
  }

  /** Returns the shape. */
  public Shape shape() {
    return shape;
  }

  /** Returns the file and the path. */
  @Override
  public String toString() {
    return what + shape;
  }

  /**
   * Reads the array as float32, whatever its element type.
   *
   * @throws io.nyala.limits.LimitException if it does not fit into memory
   */
  public Tensor read() throws IOException {
    Limits.inForce().checkMemory((long) Float.BYTES * shape.size(), what);
    float[] data = new float[shape.size()];
    readInto(data, 0);
    return Tensor.of(shape, data);
  }

  /**
   * Reads the array as int32 if it was written as that, and as float32 otherwise.
   *
   * @throws io.nyala.limits.LimitException if it does not fit into the memory
   */
  public Tensor readTyped() throws IOException {
    MemorySegment data = type.isInt32() && shape.size() > 0 ? plain() : null;
    if (data == null) {
      return read();
    }
    Limits.inForce().checkMemory((long) Integer.BYTES * shape.size(), what);
    int[] ints = new int[shape.size()];
    ValueLayout.OfInt element = ValueLayout.JAVA_INT_UNALIGNED.withOrder(type.order());
    MemorySegment.copy(data, element, 0, ints, 0, ints.length);
    return Tensor.ofInts(shape, ints);
  }

  /** Reads a single number. */
  public double number() throws IOException {
    if (shape.size() != 1) {
      throw new FormatException("%s: expected a single number, got %s".formatted(what, shape));
    }
    MemorySegment data = plain();
    if (data != null) {
      checkNumbers();
      return type.number(data, 0);
    }
    float[] one = new float[1];
    readInto(one, 0);
    return one[0];
  }

  /** Reads the array as float32 into a part of another array. */
  public void readInto(float[] into, int offset) throws IOException {
    int n = shape.size();
    if (n == 0) {
      return;
    }
    checkNumbers();
    if (type.isFloat32()
        && layout instanceof Layout.Contiguous place
        && place.address() >= 0
        && part.isLarge((long) n * Float.BYTES)) {
      bytes.data(place.address(), (long) n * Float.BYTES);
      part.floats(bytes.base() + place.address(), type.order(), into, offset, n);
      return;
    }
    MemorySegment data = plain();
    if (data != null) {
      type.floats(data, 0, into, offset, n);
      return;
    }
    Arrays.fill(into, offset, offset + n, fill());
    if (layout instanceof Layout.Chunked chunked) {
      Filters filters = Filters.read(bytes, header.find(ObjectHeader.FILTERS));
      new ChunkReader(what, bytes, chunked, space, type, filters).read(into, offset);
    }
  }

  private void checkNumbers() throws FormatException {
    if (!type.isNumber()) {
      throw new FormatException(
          "%s: its elements are not numbers of a supported type".formatted(what));
    }
  }

  /** Returns the elements if they are contiguous, otherwise null. */
  private MemorySegment plain() throws FormatException {
    long size = (long) shape.size() * type.size();
    if (layout instanceof Layout.Compact compact) {
      Cursor data = compact.data().again();
      if (data.left() < size) {
        throw new FormatException(
            "%s: has %d bytes, expected %d; damaged or truncated?"
                .formatted(what, data.left(), size));
      }
      return data.segment();
    }
    return layout instanceof Layout.Contiguous place && place.address() >= 0
        ? bytes.data(place.address(), size)
        : null;
  }

  /** Returns the fill value of elements that were never written. */
  private float fill() throws FormatException {
    Cursor in = header.find(ObjectHeader.FILL);
    Cursor old = header.find(ObjectHeader.OLD_FILL);
    long size = 0;
    if (in != null) {
      int version = in.u8();
      if (version < 3) {
        in.skip(2);
        boolean there = in.u8() != 0 || version == 1;
        size = there ? in.u32() : 0;
      } else {
        size = (in.u8() & 0x20) != 0 ? in.u32() : 0;
      }
    } else if (old != null) {
      in = old;
      size = in.u32();
    }
    return size == type.size() ? (float) type.number(in.part(size).segment(), 0) : 0;
  }
}
