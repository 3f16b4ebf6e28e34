// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.hdf5;

import io.nyala.io.files.FormatException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The header of a group or an array, which consists of messages of many kinds (IV.A). Parts of a
 * header may be located elsewhere; none may be reached twice.
 */
final class ObjectHeader {
  static final int DATASPACE = 0x1;
  static final int LINK_INFO = 0x2;
  static final int DATATYPE = 0x3;
  static final int OLD_FILL = 0x4;
  static final int FILL = 0x5;
  static final int LINK = 0x6;
  static final int EXTERNAL_FILES = 0x7;
  static final int LAYOUT = 0x8;
  static final int GROUP_INFO = 0xa;
  static final int FILTERS = 0xb;
  static final int ATTRIBUTE = 0xc;
  static final int SYMBOL_TABLE = 0x11;
  static final int ATTRIBUTE_INFO = 0x15;

  private static final int CONTINUATION = 0x10;
  private static final int HIGHEST = 0x18;
  private static final int SHARED = 2;
  private static final int REFUSE_UNKNOWN = 0x80;

  private record Message(int type, int flags, Cursor data) {}

  private record Block(long address, long length) {}

  private final long address;
  private final List<Message> messages = new ArrayList<>();
  private final Set<Long> seen = new HashSet<>();
  private final Deque<Block> blocks = new ArrayDeque<>();

  private ObjectHeader(long address) {
    this.address = address;
  }

  /** Reads a header with all its parts. */
  static ObjectHeader read(Bytes bytes, long address) throws FormatException {
    ObjectHeader header = new ObjectHeader(address);
    if (bytes.open(address).u8() == 1) {
      header.readFirst(bytes);
    } else {
      header.readSecond(bytes);
    }
    return header;
  }

  // Version 1

  private void readFirst(Bytes bytes) throws FormatException {
    Cursor front = bytes.at(address, 16).version(1, "an object header").skip(1);
    int count = front.u16();
    front.u32();
    blocks.add(new Block(address + 16, front.u32()));
    while (!blocks.isEmpty()) {
      Cursor in = next(bytes);
      while (in.left() >= 8) {
        int type = in.u16();
        int size = in.u16();
        int flags = in.u8();
        add(type, flags, in.skip(3).part(size));
        in.skip(Math.min(-in.position() & 7, in.left()));
      }
    }
    if (messages.size() != count) {
      throw bytes.damaged(
          "the header at byte %d has %d messages instead of %d"
              .formatted(address, messages.size(), count));
    }
  }

  // Version 2

  private void readSecond(Bytes bytes) throws FormatException {
    Cursor front = bytes.open(address).signature("OHDR").version(2, "an object header");
    int flags = front.u8();
    boolean times = (flags & 0x20) != 0;
    boolean limits = (flags & 0x10) != 0;
    boolean ordered = (flags & 4) != 0;
    front.skip((times ? 16 : 0) + (limits ? 4 : 0));
    long size = front.count(1 << (flags & 3));
    long before = front.position();
    Cursor first = bytes.at(address, Math.addExact(before, Math.addExact(size, 4)));
    readMessages(first.skip(before).part(size), ordered);
    first.checksum();
    while (!blocks.isEmpty()) {
      Cursor block = next(bytes);
      if (block.left() < 8) {
        throw bytes.damaged("a part of a header of %d bytes".formatted(block.left()));
      }
      block.signature("OCHK");
      readMessages(block.part(block.left() - 4), ordered);
      block.checksum();
    }
  }

  private void readMessages(Cursor in, boolean ordered) throws FormatException {
    int front = ordered ? 6 : 4;
    while (in.left() >= front) {
      int type = in.u8();
      int size = in.u16();
      int flags = in.u8();
      add(type, flags, in.skip(front - 4).part(size));
    }
  }

  // Both versions

  private Cursor next(Bytes bytes) throws FormatException {
    Block block = blocks.remove();
    if (!seen.add(block.address())) {
      throw bytes.damaged("the header at byte %d continues in itself".formatted(address));
    }
    return bytes.at(block.address(), block.length());
  }

  private void add(int type, int flags, Cursor data) throws FormatException {
    if (type == CONTINUATION) {
      Cursor in = data.again();
      blocks.add(new Block(in.address(), in.length()));
    } else if (type > HIGHEST && (flags & REFUSE_UNKNOWN) != 0) {
      throw data.bytes().unsupported("a message of type " + type);
    }
    messages.add(new Message(type, flags, data));
  }

  /** Returns its address. */
  long address() {
    return address;
  }

  boolean has(int type) {
    return messages.stream().anyMatch(m -> m.type() == type);
  }

  /** Returns the only message of a type, or null if there is none. */
  Cursor find(int type) throws FormatException {
    List<Cursor> all = all(type);
    if (all.size() > 1) {
      throw all.get(0).bytes().damaged("%d messages of type %d".formatted(all.size(), type));
    }
    return all.isEmpty() ? null : all.get(0);
  }

  /** Returns the messages of a type in order; a shared message is looked up. */
  List<Cursor> all(int type) throws FormatException {
    List<Cursor> found = new ArrayList<>();
    for (Message m : messages) {
      if (m.type() == type) {
        Cursor data = m.data().again();
        found.add((m.flags() & SHARED) == 0 ? data : shared(data, type));
      }
    }
    return found;
  }

  /** Returns a message of another object, such as a named data type (IV.A.2). */
  static Cursor shared(Cursor in, int type) throws FormatException {
    int version = in.u8();
    int kind = in.u8();
    if (version == 1) {
      in.skip(6);
    } else if (version == 3 && kind == 1) {
      throw in.bytes().unsupported("a message in the heap of shared messages");
    }
    ObjectHeader other = read(in.bytes(), in.address());
    for (Message m : other.messages) {
      if (m.type() == type && (m.flags() & SHARED) == 0) {
        return m.data().again();
      }
    }
    throw in.bytes().damaged("a message is shared with an object that does not have it");
  }
}
