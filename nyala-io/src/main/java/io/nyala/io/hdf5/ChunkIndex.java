// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.hdf5;

import io.nyala.io.files.FormatException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds the chunks of an array with any of the six kinds of index (VII). */
final class ChunkIndex {
  private static final int PLAIN_RECORDS = 10;
  private static final int FILTERED_RECORDS = 11;

  private final Bytes bytes;
  private final Layout.Chunked layout;
  private final long[] grid;

  /** The maximum number of chunks along each axis; -1 for no limit. */
  private final long[] most;

  private final long count;
  private final long chunkBytes;
  private final boolean filtered;
  private final List<Chunk> chunks = new ArrayList<>();
  private final Set<Long> nodes = new HashSet<>();

  /**
   * Creates an index.
   *
   * @param space the extents of the array and their maximums
   * @param chunkBytes the size of an uncompressed chunk in bytes
   * @param filtered whether chunks are compressed
   */
  ChunkIndex(
      Bytes bytes, Layout.Chunked layout, Dataspace space, long chunkBytes, boolean filtered) {
    this.bytes = bytes;
    this.layout = layout;
    this.chunkBytes = chunkBytes;
    this.filtered = filtered;
    grid = chunks(space.dims(), layout.dims());
    most = chunks(space.most(), layout.dims());
    long all = 1;
    for (long g : grid) {
      all = g != 0 && all > Integer.MAX_VALUE / g ? Integer.MAX_VALUE : all * g;
    }
    this.count = all;
  }

  private static long[] chunks(long[] extents, long[] dims) {
    long[] chunks = new long[dims.length];
    for (int d = 0; d < dims.length; d++) {
      chunks[d] = extents[d] < 0 ? -1 : (extents[d] + dims[d] - 1) / dims[d];
    }
    return chunks;
  }

  /** Returns the number of chunks along each axis. */
  long[] grid() {
    return grid;
  }

  /** Returns all existing chunks, without duplicates and without any outside the array. */
  List<Chunk> all() throws FormatException {
    if (layout.address() < 0) {
      return chunks;
    }
    switch (layout.index()) {
      case 0 -> readTree(layout.address(), -1);
      case 1 -> readSingle();
      case 2 -> readImplicit();
      case 3 -> ChunkArrays.readFixed(this, layout.address());
      case 4 -> ChunkArrays.readExtensible(this, layout.address());
      case 5 -> readRecords();
      default -> throw bytes.damaged("chunks with an index of type " + layout.index());
    }
    Set<Long> numbers = new HashSet<>();
    for (Chunk chunk : chunks) {
      if (!numbers.add(chunk.number())) {
        throw bytes.damaged("chunk " + chunk.number() + " of an array occurs twice");
      }
    }
    return chunks;
  }

  Bytes bytes() {
    return bytes;
  }

  boolean isFiltered() {
    return filtered;
  }

  void add(long number, long address, long size, long mask) throws FormatException {
    if (address < 0) {
      return;
    }
    if (number >= count) {
      throw bytes.damaged("chunk %d of an array with %d chunks".formatted(number, count));
    }
    if (!filtered && size != chunkBytes) {
      throw bytes.damaged("a chunk of %d bytes, expected %d".formatted(size, chunkBytes));
    }
    chunks.add(new Chunk(number, address, size, mask));
  }

  /**
   * Adds a chunk from an entry of a fixed or extensible array.
   *
   * @param index the index among all possible chunks, with the unlimited axis first
   */
  void addElement(long index, Cursor in, int elementSize) throws FormatException {
    long address = in.address();
    long size = chunkBytes;
    long mask = 0;
    if (filtered) {
      int sizeBytes = elementSize - bytes.offsetSize() - 4;
      if (sizeBytes < 1 || sizeBytes > 8) {
        throw bytes.damaged("entries of %d bytes for chunks".formatted(elementSize));
      }
      size = in.unsigned(sizeBytes);
      mask = in.u32();
    }
    if (address >= 0) {
      add(number(place(index), false), address, size, mask);
    }
  }

  private long[] place(long index) throws FormatException {
    long[] place = new long[most.length];
    int first = 0;
    for (int d = 0; d < most.length; d++) {
      first = most[d] < 0 ? d : first;
    }
    long left = index;
    for (int d = most.length - 1; d >= 0; d--) {
      if (d != first) {
        place[d] = left % Math.max(1, most[d]);
        left /= Math.max(1, most[d]);
      }
    }
    place[first] = left;
    return place;
  }

  private void readSingle() throws FormatException {
    Cursor settings = layout.settings().again();
    boolean packed = settings.left() > 0;
    long size = packed ? settings.length() : chunkBytes;
    add(0, layout.address(), size, packed ? settings.u32() : 0);
  }

  private void readImplicit() throws FormatException {
    for (long i = 0; i < count; i++) {
      add(i, layout.address() + i * chunkBytes, chunkBytes, 0);
    }
    if (!Arrays.equals(grid, most)) {
      throw bytes.unsupported("an extensible array with chunks allocated in advance");
    }
  }

  /** Reads a node of a version 1 B-tree; levels count down. */
  private void readTree(long address, int expectedLevel) throws FormatException {
    if (!nodes.add(address)) {
      throw bytes.damaged("the node at byte %d occurs twice in a tree".formatted(address));
    }
    int rank = grid.length;
    int head = 8 + 2 * bytes.offsetSize();
    Cursor front = bytes.at(address, head).signature("TREE").version(1, "a tree of chunks");
    int level = front.u8();
    int entries = front.u16();
    if (expectedLevel >= 0 && level != expectedLevel) {
      throw bytes.damaged(
          "a node of level %d where level %d was expected".formatted(level, expectedLevel));
    }
    int key = 8 + 8 * (rank + 1);
    Cursor in = bytes.at(address + head, (long) entries * (key + bytes.offsetSize()));
    for (int i = 0; i < entries; i++) {
      long size = in.u32();
      long mask = in.u32();
      long[] at = new long[rank];
      for (int d = 0; d < rank; d++) {
        at[d] = in.count(8);
      }
      in.skip(8);
      long child = in.address();
      if (level > 0) {
        readTree(child, level - 1);
      } else {
        add(number(at, true), child, size, mask);
      }
    }
  }

  private void readRecords() throws FormatException {
    int type = filtered ? FILTERED_RECORDS : PLAIN_RECORDS;
    for (Cursor in : BTree2.records(bytes, layout.address(), type)) {
      long address = in.address();
      long size = chunkBytes;
      long mask = 0;
      if (filtered) {
        int rest = 8 * grid.length + 4;
        size = in.count((int) Math.min(8, Math.max(1, in.left() - rest)));
        mask = in.u32();
      }
      long[] at = new long[grid.length];
      for (int d = 0; d < at.length; d++) {
        at[d] = in.count(8);
      }
      add(number(at, false), address, size, mask);
    }
  }

  /** Returns the number of a chunk from its position, in elements or in chunks. */
  private long number(long[] at, boolean elements) throws FormatException {
    long number = 0;
    for (int d = 0; d < at.length; d++) {
      long dim = layout.dims()[d];
      long place = elements ? at[d] / dim : at[d];
      if (place >= grid[d] || elements && at[d] % dim != 0) {
        throw bytes.damaged("a chunk at %d on axis %d".formatted(at[d], d));
      }
      number = number * grid[d] + place;
    }
    return number;
  }
}
