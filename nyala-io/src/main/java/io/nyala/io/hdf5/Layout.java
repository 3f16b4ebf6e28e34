// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.hdf5;

import io.nyala.io.files.FormatException;
import java.util.Arrays;

/** The location of the elements of an array (IV.A.2.i). */
sealed interface Layout {
  /** Contiguous; the address is -1 if nothing has been written. */
  record Contiguous(long address, long size) implements Layout {}

  /** Stored in the header. */
  record Compact(Cursor data) implements Layout {}

  /**
   * Chunked.
   *
   * @param dims the extents of a chunk
   * @param elementSize the size of an element in bytes
   * @param index the type of the chunk index: 0 for a version 1 B-tree, otherwise as numbered by
   *     the format
   * @param address the address of the index; -1 if there are no chunks yet
   * @param settings the settings of the index, which follow its type
   */
  record Chunked(long[] dims, long elementSize, int index, long address, Cursor settings)
      implements Layout {}

  /** Reads the message. */
  static Layout read(Cursor in) throws FormatException {
    int version = in.u8();
    return switch (version) {
      case 1, 2 -> older(in);
      case 3, 4, 5 -> newer(in, version);
      default -> throw in.bytes().damaged("version " + version + " of a layout");
    };
  }

  private static Layout older(Cursor in) throws FormatException {
    int rank = in.u8();
    int type = in.u8();
    in.skip(5);
    long address = type == 0 ? 0 : in.address();
    long[] dims = dims(in, rank, 4);
    return switch (type) {
      case 0 -> new Compact(in.part(in.u32()));
      case 1 -> new Contiguous(address, -1);
      case 2 -> chunked(in, dims, 0, address, null);
      default -> throw in.bytes().damaged("a layout of class " + type);
    };
  }

  private static Layout newer(Cursor in, int version) throws FormatException {
    int type = in.u8();
    switch (type) {
      case 0 -> {
        return new Compact(in.part(in.u16()));
      }
      case 1 -> {
        return new Contiguous(in.address(), in.length());
      }
      case 2 -> {
        if (version == 3) {
          int rank = in.u8();
          long address = in.address();
          return chunked(in, dims(in, rank, 4), 0, address, null);
        }
        int flags = in.u8();
        int rank = in.u8();
        long[] dims = dims(in, rank, in.u8());
        int index = in.u8();
        int size =
            switch (index) {
              case 1 -> (flags & 2) != 0 ? in.bytes().lengthSize() + 4 : 0;
              case 3 -> 1;
              case 4 -> 5;
              case 5 -> 6;
              default -> 0;
            };
        Cursor settings = in.part(size);
        return chunked(in, dims, index, in.address(), settings);
      }
      case 3 -> throw in.bytes().unsupported("an array whose parts are in other files");
      default -> throw in.bytes().damaged("a layout of class " + type);
    }
  }

  private static long[] dims(Cursor in, int rank, int size) throws FormatException {
    if (rank > 33 || size < 1 || size > 8) {
      throw in.bytes().damaged("a layout of %d axes".formatted(rank));
    }
    long[] dims = new long[rank];
    for (int i = 0; i < rank; i++) {
      dims[i] = in.count(size);
    }
    return dims;
  }

  /** The last extent is the size of an element. */
  private static Layout chunked(Cursor in, long[] dims, int index, long address, Cursor settings)
      throws FormatException {
    if (dims.length < 2) {
      throw in.bytes().damaged("chunks without an axis");
    }
    for (long d : dims) {
      if (d < 1 || d > Integer.MAX_VALUE) {
        throw in.bytes().damaged("chunks of extent " + d);
      }
    }
    int rank = dims.length - 1;
    long[] own = Arrays.copyOf(dims, rank);
    return new Chunked(own, dims[rank], index, address, settings);
  }
}
