// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.hdf5;

import io.nyala.io.files.FormatException;
import java.util.List;

/**
 * A heap in which newer files store links and attributes that do not fit into a header (III.G). Its
 * blocks double in size and are located by the offset of their content.
 */
final class FractalHeap {
  private static final int HUGE_OBJECTS = 1;

  private final Bytes bytes;
  private final long address;
  private final int idLength;
  private final boolean checksums;
  private final long hugeObjects;
  private final int width;
  private final long firstSize;
  private final long largestDirect;
  private final int offsetBytes;
  private final int lengthBytes;
  private final long root;
  private final int rootRows;
  private List<Cursor> huge;

  FractalHeap(Bytes bytes, long address) throws FormatException {
    this.bytes = bytes;
    this.address = address;
    int size = 26 + 12 * bytes.lengthSize() + 3 * bytes.offsetSize();
    Cursor in = bytes.at(address, size).signature("FRHP").version(0, "a heap");
    idLength = in.u16();
    if (in.u16() != 0) {
      throw bytes.unsupported("a heap with filters");
    }
    checksums = (in.u8() & 2) != 0;
    long largestObject = in.u32();
    in.length();
    hugeObjects = in.address();
    in.length();
    in.address();
    in.skip(8L * bytes.lengthSize());
    width = in.u16();
    firstSize = in.length();
    largestDirect = in.length();
    int heapBits = in.u16();
    in.u16();
    root = in.address();
    rootRows = in.u16();
    in.checksum();
    offsetBytes = (heapBits + 7) / 8;
    int directBits = 63 - Long.numberOfLeadingZeros(Math.max(1, largestDirect));
    lengthBytes = Math.min((directBits + 7) / 8, sizeOf(largestObject));
    boolean powers = Long.bitCount(firstSize) == 1 && Long.bitCount(largestDirect) == 1;
    if (width == 0 || !powers || heapBits > 62 || rootRows > 62 || largestDirect < firstSize) {
      throw bytes.damaged("a heap at byte %d with blocks of invalid sizes".formatted(address));
    }
  }

  private static int sizeOf(long number) {
    return (63 - Long.numberOfLeadingZeros(Math.max(1, number))) / 8 + 1;
  }

  /** Returns the object with an identifier, whose length is defined by the heap. */
  Cursor object(Cursor record) throws FormatException {
    Cursor id = record.part(idLength);
    int kind = id.u8();
    if (kind >> 6 != 0) {
      throw bytes.damaged("an identifier of version " + (kind >> 6));
    }
    switch (kind >> 4 & 3) {
      case 0 -> {
        long offset = id.count(offsetBytes);
        return inBlocks(offset, id.count(lengthBytes));
      }
      case HUGE_OBJECTS -> {
        return huge(id);
      }
      case 2 -> {
        boolean longer = idLength > 17;
        int length = 1 + (longer ? (kind & 0xf) << 8 | id.u8() : kind & 0xf);
        return id.part(length);
      }
      default -> throw bytes.damaged("an identifier of an unknown kind");
    }
  }

  private Cursor huge(Cursor id) throws FormatException {
    if (bytes.offsetSize() + bytes.lengthSize() <= idLength - 1) {
      long at = id.address();
      return bytes.at(at, id.length());
    }
    long wanted = id.count(Math.min(idLength - 1, bytes.lengthSize()));
    if (huge == null) {
      huge = BTree2.records(bytes, hugeObjects, HUGE_OBJECTS);
    }
    for (Cursor each : huge) {
      Cursor record = each.again();
      long at = record.address();
      long length = record.length();
      if (record.length() == wanted) {
        return bytes.at(at, length);
      }
    }
    throw bytes.damaged("a large object %d is missing".formatted(wanted));
  }

  private Cursor inBlocks(long offset, long length) throws FormatException {
    if (rootRows == 0) {
      return inBlock(root, 0, firstSize, offset, length);
    }
    return inTable(root, 0, rootRows, offset, length);
  }

  /** Finds an object in a direct block. */
  private Cursor inBlock(long at, long begin, long size, long offset, long length)
      throws FormatException {
    long head = 5 + bytes.offsetSize() + offsetBytes + (checksums ? 4 : 0);
    if (offset < begin + head || length > size || offset - begin > size - length) {
      throw bytes.damaged("an object lies outside the block at byte " + at);
    }
    checkOwner(bytes.at(at, head), "FHDB", begin);
    return bytes.at(at + offset - begin, length);
  }

  private void checkOwner(Cursor in, String letters, long begin) throws FormatException {
    in.signature(letters).version(0, "a block");
    if (in.address() != address || in.count(offsetBytes) != begin) {
      throw bytes.damaged("a block belongs to another heap");
    }
  }

  /**
   * Finds an object in a table of blocks: two rows of the first size, then the size doubles with
   * each row.
   */
  private Cursor inTable(long at, long begin, int rows, long offset, long length)
      throws FormatException {
    long head = 5 + bytes.offsetSize() + offsetBytes;
    checkOwner(bytes.at(at, head), "FHIB", begin);
    long from = begin;
    for (int row = 0; row < rows; row++) {
      long size = row < 2 ? firstSize : firstSize << row - 1;
      if (size <= 0 || size > Long.MAX_VALUE / 4 / width) {
        break;
      }
      if (offset < from + size * width) {
        int column = (int) ((offset - from) / size);
        long entry = head + ((long) row * width + column) * bytes.offsetSize();
        long child = bytes.at(at + entry, bytes.offsetSize()).address();
        long first = from + column * size;
        if (child < 0) {
          break;
        }
        return size <= largestDirect
            ? inBlock(child, first, size, offset, length)
            : inTable(child, first, rowsOf(size), offset, length);
      }
      from += size * width;
    }
    throw bytes.damaged("an object lies outside the heap at byte " + address);
  }

  /** Returns the number of rows that cover the given number of bytes. */
  private int rowsOf(long size) {
    int rows = 1;
    for (long all = firstSize * width; all < size; all *= 2) {
      rows++;
    }
    return rows;
  }
}
