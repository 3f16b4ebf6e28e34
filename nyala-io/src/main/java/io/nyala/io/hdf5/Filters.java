// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.hdf5;

import io.nyala.io.files.FormatException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The filters that were applied to the chunks of an array when it was written (IV.A.2.l), and their
 * inverses.
 */
final class Filters {
  private static final int DEFLATE = 1;
  private static final int SHUFFLE = 2;
  private static final int FLETCHER = 3;
  private static final int FIRST_FOREIGN = 256;
  private static final int MOST = 32;

  private record Filter(int id, long setting) {}

  private final Bytes bytes;
  private final List<Filter> filters = new ArrayList<>();

  private Filters(Bytes bytes) {
    this.bytes = bytes;
  }

  /** Reads the message; null means no filters. */
  static Filters read(Bytes bytes, Cursor in) throws FormatException {
    Filters all = new Filters(bytes);
    if (in == null) {
      return all;
    }
    int version = in.u8();
    int count = in.u8();
    if (version < 1 || version > 2 || count > MOST) {
      throw bytes.damaged("%d filters of version %d".formatted(count, version));
    }
    in.skip(version == 1 ? 6 : 0);
    for (int i = 0; i < count; i++) {
      int id = in.u16();
      int nameLength = version == 1 || id >= FIRST_FOREIGN ? in.u16() : 0;
      in.u16();
      int settings = in.u16();
      String name = in.text(version == 1 ? nameLength + 7 & ~7 : nameLength);
      long first = settings > 0 ? in.u32() : 0;
      in.skip(4L * Math.max(0, settings - 1));
      in.skip(version == 1 && settings % 2 == 1 ? 4 : 0);
      if (id < DEFLATE || id > FLETCHER) {
        throw bytes.unsupported("chunks with filter %d (%s)".formatted(id, name));
      }
      all.filters.add(new Filter(id, first));
    }
    return all;
  }

  boolean isEmpty() {
    return filters.isEmpty();
  }

  /**
   * Reverses all filters, the last one first.
   *
   * @param mask bits of the filters that were skipped
   * @param size the expected size of the result in bytes
   */
  byte[] undo(byte[] stored, long mask, int size) throws FormatException {
    byte[] data = stored;
    int room = size + 4 * filters.size();
    for (int i = filters.size() - 1; i >= 0; i--) {
      if ((mask >> i & 1) != 0) {
        continue;
      }
      Filter f = filters.get(i);
      data =
          switch (f.id()) {
            case DEFLATE -> inflated(data, room);
            case SHUFFLE -> unshuffled(data, f.setting());
            default -> checked(data);
          };
    }
    if (data.length != size) {
      throw bytes.damaged("a chunk decompresses to %d bytes, not %d".formatted(data.length, size));
    }
    return data;
  }

  /** Decompresses at most the expected number of bytes, including checksums of other filters. */
  private byte[] inflated(byte[] packed, int room) throws FormatException {
    byte[] data = new byte[room];
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(packed);
      int at = 0;
      for (int n = 1; n > 0 && at < room; at += n) {
        n = inflater.inflate(data, at, room - at);
      }
      if (!inflater.finished() && inflater.inflate(new byte[1]) > 0 || !inflater.finished()) {
        throw bytes.damaged("a chunk does not decompress to " + room + " bytes");
      }
      return Arrays.copyOf(data, at);
    } catch (DataFormatException e) {
      throw bytes.damaged("a chunk cannot be decompressed: " + e.getMessage());
    } finally {
      inflater.end();
    }
  }

  /**
   * Reverses the shuffle filter, which stores the first bytes of all elements, then all second
   * bytes, and so on.
   */
  private byte[] unshuffled(byte[] data, long setting) throws FormatException {
    if (setting < 1 || setting > data.length) {
      throw bytes.damaged("shuffled elements of " + setting + " bytes");
    }
    int size = (int) setting;
    int count = data.length / size;
    byte[] whole = data.clone();
    for (int b = 0, at = 0; b < size; b++) {
      for (int i = 0; i < count; i++) {
        whole[i * size + b] = data[at++];
      }
    }
    return whole;
  }

  private byte[] checked(byte[] data) throws FormatException {
    int length = data.length - 4;
    if (length < 0) {
      throw bytes.damaged("a chunk without its checksum");
    }
    int expected = 0;
    for (int i = 3; i >= 0; i--) {
      expected = expected << 8 | data[length + i] & 0xff;
    }
    if (Checksum.fletcher32(data, length) != expected) {
      throw bytes.damaged("wrong checksum of a chunk");
    }
    return Arrays.copyOf(data, length);
  }
}
