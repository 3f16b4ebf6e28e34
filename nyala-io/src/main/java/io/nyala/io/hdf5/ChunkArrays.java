// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.hdf5;

import io.nyala.io.files.FormatException;

/**
 * The two chunk indices that are arrays: the fixed array (VII.B), and the extensible array, which
 * grows in blocks whose numbers and lengths double alternately (VII.C).
 */
final class ChunkArrays {
  private static final int FILTERED = 1;

  private ChunkArrays() {}

  // Fixed arrays

  static void readFixed(ChunkIndex index, long address) throws FormatException {
    Bytes bytes = index.bytes();
    int size = 12 + bytes.lengthSize() + bytes.offsetSize();
    Cursor in = bytes.at(address, size).signature("FAHD").version(0, "an array");
    checkClient(index, in.u8());
    int elementSize = in.u8();
    int pageBits = in.u8();
    long count = in.length();
    long block = in.address();
    in.checksum();
    if (pageBits > 30 || count > bytes.size()) {
      throw bytes.damaged("an array of %d chunks".formatted(count));
    }
    if (block < 0) {
      return;
    }
    int head = 6 + bytes.offsetSize();
    long page = 1L << pageBits;
    if (count <= page) {
      Cursor data = bytes.at(block, head + count * elementSize + 4);
      owner(data, "FADB", address);
      readElements(index, data, 0, count, elementSize);
      data.checksum();
      return;
    }
    long pages = (count + page - 1) / page;
    long bitmap = (pages + 7) / 8;
    Cursor front = bytes.at(block, head + bitmap + 4);
    owner(front, "FADB", address);
    Cursor used = front.part(bitmap);
    front.checksum();
    readPages(index, block + head + bitmap + 4, 0, count, page, elementSize, used);
  }

  /** Reads the pages of a block that are in use, which a bit map marks. */
  private static void readPages(
      ChunkIndex index, long at, long first, long count, long page, int elementSize, Cursor used)
      throws FormatException {
    long from = at;
    int bits = 0;
    for (long p = 0; p * page < count; p++) {
      bits = p % 8 == 0 ? used.u8() : bits;
      long here = Math.min(page, count - p * page);
      if ((bits >> 7 - p % 8 & 1) != 0) {
        Cursor data = index.bytes().at(from, here * elementSize + 4);
        readElements(index, data, first + p * page, here, elementSize);
        data.checksum();
      }
      from += page * elementSize + 4;
    }
  }

  private static void checkClient(ChunkIndex index, int client) throws FormatException {
    if ((client == FILTERED) != index.isFiltered()) {
      throw index.bytes().damaged("an array for chunks of another kind");
    }
  }

  private static void owner(Cursor in, String letters, long address) throws FormatException {
    in.signature(letters).version(0, "a block").skip(1);
    if (in.address() != address) {
      throw in.bytes().damaged("a block belongs to another array");
    }
  }

  private static void readElements(
      ChunkIndex index, Cursor in, long first, long count, int elementSize) throws FormatException {
    for (long i = 0; i < count; i++) {
      index.addElement(first + i, in.part(elementSize), elementSize);
    }
  }

  // Extensible arrays

  static void readExtensible(ChunkIndex index, long address) throws FormatException {
    new Extensible(index, address).read();
  }

  /** An extensible array. */
  private static final class Extensible {
    private final ChunkIndex index;
    private final Bytes bytes;
    private final long address;
    private final int elementSize;
    private final int countBits;
    private final int inIndex;
    private final int firstLength;
    private final int firstPointers;
    private final long pageLength;
    private final long root;
    private final long used;
    private long done;

    Extensible(ChunkIndex index, long address) throws FormatException {
      this.index = index;
      this.bytes = index.bytes();
      this.address = address;
      int size = 16 + 6 * bytes.lengthSize() + bytes.offsetSize();
      Cursor in = bytes.at(address, size).signature("EAHD").version(0, "an array");
      checkClient(index, in.u8());
      elementSize = in.u8();
      countBits = in.u8();
      inIndex = in.u8();
      firstLength = in.u8();
      firstPointers = in.u8();
      int pageBits = in.u8();
      in.skip(4L * bytes.lengthSize());
      used = in.length();
      in.length();
      root = in.address();
      in.checksum();
      boolean powers = Integer.bitCount(firstLength) == 1 && Integer.bitCount(firstPointers) == 1;
      if (!powers || countBits > 62 || pageBits > 30 || used > bytes.size()) {
        throw bytes.damaged("an array that grows to %d bits by odd steps".formatted(countBits));
      }
      pageLength = 1L << pageBits;
    }

    void read() throws FormatException {
      if (root < 0) {
        return;
      }
      int steps = 1 + countBits - Integer.numberOfTrailingZeros(firstLength);
      int direct = 2 * (firstPointers - 1);
      int near = 2 * Integer.numberOfTrailingZeros(firstPointers);
      int far = Math.max(0, steps - near);
      long size = 10L + bytes.offsetSize() * (1L + direct + far) + (long) inIndex * elementSize;
      Cursor in = bytes.at(root, size);
      owner(in, "EAIB", address);
      readElements(index, in, 0, inIndex, elementSize);
      done = inIndex;
      for (int step = 0; step < near; step++) {
        for (long b = 0; b < blocks(step); b++) {
          readBlock(in.address(), length(step), null);
        }
      }
      for (int step = near; step < near + far; step++) {
        readSuperBlock(in.address(), step);
      }
      in.checksum();
    }

    /** The number of blocks in a step, and the length of each. */
    private static long blocks(int step) {
      return 1L << step / 2;
    }

    private long length(int step) {
      return (1L << (step + 1) / 2) * firstLength;
    }

    private void readSuperBlock(long at, int step) throws FormatException {
      long blocks = blocks(step);
      long length = length(step);
      if (at < 0 || done >= used) {
        done += blocks * length;
        return;
      }
      long pages = length > pageLength ? length / pageLength : 0;
      long bitmap = (pages + 7) / 8;
      int offset = (countBits + 7) / 8;
      long size = 10 + bytes.offsetSize() * (1 + blocks) + offset + blocks * bitmap;
      Cursor in = bytes.at(at, size);
      owner(in, "EASB", address);
      Cursor pagesUsed = in.skip(offset).part(blocks * bitmap);
      for (long b = 0; b < blocks; b++) {
        readBlock(in.address(), length, pages > 0 ? pagesUsed.part(bitmap) : null);
      }
      in.checksum();
    }

    private void readBlock(long at, long length, Cursor pagesUsed) throws FormatException {
      long first = done;
      done += length;
      if (at < 0 || first >= used) {
        return;
      }
      int offset = (countBits + 7) / 8;
      long head = 6 + bytes.offsetSize() + offset;
      if (pagesUsed == null) {
        Cursor in = bytes.at(at, head + length * elementSize + 4);
        owner(in, "EADB", address);
        in.skip(offset);
        readElements(index, in, first, length, elementSize);
        in.checksum();
        return;
      }
      Cursor front = bytes.at(at, head + 4);
      owner(front, "EADB", address);
      front.skip(offset).checksum();
      readPages(index, at + head + 4, first, length, pageLength, elementSize, pagesUsed);
    }
  }
}
