// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.hdf5;

import io.nyala.io.files.FormatException;
import java.util.ArrayList;
import java.util.List;

/** A version 2 B-tree (III.A.2): ordered records of any kind. */
final class BTree2 {
  private static final int NODE_OVERHEAD = 10;

  private final Bytes bytes;
  private final int type;
  private final int nodeSize;
  private final int recordSize;

  /** The sizes in bytes of the number of records in a child and of the total below it, by depth. */
  private final int countSize;

  private final int[] totalSize;
  private final long total;
  private final List<Cursor> records = new ArrayList<>();

  private BTree2(Bytes bytes, long address, int type) throws FormatException {
    this.bytes = bytes;
    this.type = type;
    int size = 22 + bytes.offsetSize() + bytes.lengthSize();
    Cursor in = bytes.at(address, size).signature("BTHD").version(0, "a B-tree");
    if (in.u8() != type) {
      throw bytes.damaged("a B-tree at byte %d that is not of type %d".formatted(address, type));
    }
    nodeSize = (int) Math.min(in.u32(), Integer.MAX_VALUE);
    recordSize = in.u16();
    int depth = in.u16();
    in.skip(2);
    long root = in.address();
    int rootRecords = in.u16();
    total = in.length();
    in.checksum();
    if (recordSize == 0 || nodeSize < NODE_OVERHEAD + recordSize || depth > 32) {
      throw bytes.damaged("a B-tree at byte %d of depth %d".formatted(address, depth));
    }
    long most = (nodeSize - NODE_OVERHEAD) / recordSize;
    countSize = sizeOf(most);
    totalSize = new int[depth + 1];
    long below = most;
    for (int d = 1; d <= depth; d++) {
      int pointer = bytes.offsetSize() + countSize + totalSize[d - 1];
      long own = (nodeSize - NODE_OVERHEAD - pointer) / (recordSize + pointer);
      below = saturated(own + 1, below) + own;
      totalSize[d] = sizeOf(below);
    }
    if (root >= 0) {
      read(root, depth, rootRecords);
    }
    if (records.size() != total) {
      throw bytes.damaged(
          "a B-tree with %d records instead of %d".formatted(records.size(), total));
    }
  }

  /** Returns the records of the tree at an address. */
  static List<Cursor> records(Bytes bytes, long address, int type) throws FormatException {
    return new BTree2(bytes, address, type).records;
  }

  private static long saturated(long a, long b) {
    return b > Long.MAX_VALUE / 4 / a ? Long.MAX_VALUE / 4 : a * b;
  }

  private static int sizeOf(long number) {
    return (63 - Long.numberOfLeadingZeros(Math.max(1, number))) / 8 + 1;
  }

  private void read(long address, int depth, int count) throws FormatException {
    Cursor in = bytes.at(address, nodeSize);
    in.signature(depth == 0 ? "BTLF" : "BTIN").version(0, "a node");
    if (in.u8() != type || records.size() + (long) count > total) {
      throw bytes.damaged("a node of a B-tree at byte %d is of another tree".formatted(address));
    }
    List<Cursor> own = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      own.add(in.part(recordSize));
    }
    if (depth == 0) {
      in.checksum();
      records.addAll(own);
      return;
    }
    long[] children = new long[count + 1];
    int[] counts = new int[count + 1];
    for (int i = 0; i <= count; i++) {
      children[i] = in.address();
      counts[i] = (int) Math.min(in.count(countSize), nodeSize);
      in.skip(depth > 1 ? totalSize[depth - 1] : 0);
    }
    in.checksum();
    for (int i = 0; i <= count; i++) {
      read(children[i], depth - 1, counts[i]);
      if (i < count) {
        records.add(own.get(i));
      }
    }
  }
}
