// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.hdf5;

import io.nyala.io.files.FormatException;
import io.nyala.io.files.Utf8;
import io.nyala.limits.Limits;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A named value of a group or an array (IV.A.2.m).
 *
 * @param name the name
 * @param type the type of the elements
 * @param space the number of elements
 * @param data the bytes of the elements and any bytes that follow
 */
record Attribute(String name, Datatype type, Dataspace space, Cursor data) {
  private static final int SPACE_PADDED = 2;

  /** The memory for a string in the heap in addition to its bytes. */
  private static final int MEMORY_OF_TEXT = 64;

  static Attribute read(Cursor in) throws FormatException {
    int version = in.u8();
    if (version < 1 || version > 3) {
      throw in.bytes().damaged("version " + version + " of an attribute");
    }
    int flags = in.u8();
    int nameSize = in.u16();
    int typeSize = in.u16();
    int spaceSize = in.u16();
    if (version == 3) {
      in.u8();
    }
    boolean padded = version == 1;
    String name = part(in, nameSize, padded).text(nameSize);
    Cursor type = part(in, typeSize, padded);
    Cursor space = part(in, spaceSize, padded);
    boolean sharedType = version > 1 && (flags & 1) != 0;
    boolean sharedSpace = version > 1 && (flags & 2) != 0;
    return new Attribute(
        name,
        Datatype.read(sharedType ? ObjectHeader.shared(type, ObjectHeader.DATATYPE) : type),
        Dataspace.read(sharedSpace ? ObjectHeader.shared(space, ObjectHeader.DATASPACE) : space),
        in.part(in.left()));
  }

  private static Cursor part(Cursor in, int size, boolean padded) throws FormatException {
    Cursor part = in.part(size);
    if (padded) {
      in.align();
    }
    return part;
  }

  /** Returns the strings, or null for other types; an empty list if there are no elements. */
  List<String> texts(GlobalHeap heap) throws IOException {
    if (space.size() == 0) {
      return List.of();
    }
    Bytes bytes = data.bytes();
    if (space.size() > data.left() / type.size()) {
      throw bytes.damaged(
          "attribute \"%s\" has %d elements of %d bytes in %d bytes"
              .formatted(name, space.size(), type.size(), data.left()));
    }
    if (type.kind() != Datatype.Kind.TEXT && type.kind() != Datatype.Kind.LONG_TEXT) {
      return null;
    }
    String what = bytes.what() + ", attribute \"" + name + "\"";
    Limits limits = Limits.inForce();
    List<String> texts = new ArrayList<>();
    long memory = 0;
    Cursor in = data.again();
    for (long i = 0; i < space.size(); i++) {
      Cursor text = type.kind() == Datatype.Kind.TEXT ? in.part(type.size()) : longText(in, heap);
      memory += text.left() + MEMORY_OF_TEXT;
      limits.checkMemory(memory, what);
      texts.add(decoded(text.segment(), what));
    }
    return texts;
  }

  private static Cursor longText(Cursor in, GlobalHeap heap) throws FormatException {
    long length = in.u32();
    long address = in.address();
    int index = (int) in.u32();
    return length == 0 || address <= 0 ? in.part(0) : heap.object(address, index).part(length);
  }

  /** Returns the string before the first zero, without padding spaces. */
  private String decoded(MemorySegment text, String what) throws FormatException {
    byte[] bytes = text.toArray(ValueLayout.JAVA_BYTE);
    int n = 0;
    while (n < bytes.length && bytes[n] != 0) {
      n++;
    }
    String decoded = Utf8.decode(ByteBuffer.wrap(bytes, 0, n), what);
    return type.padding() == SPACE_PADDED ? decoded.stripTrailing() : decoded;
  }
}
