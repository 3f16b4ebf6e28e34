// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.hdf5;

import io.nyala.io.files.FormatException;
import io.nyala.limits.Limits;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/** Reads a chunked array: each chunk is decompressed and copied to its position. */
final class ChunkReader {
  private final Bytes bytes;
  private final String what;
  private final Datatype type;
  private final long[] dims;
  private final long[] chunkDims;
  private final long chunkBytes;
  private final Filters filters;
  private final ChunkIndex index;

  /** Creates a reader; {@code what} is the name of the array in messages. */
  ChunkReader(
      String what,
      Bytes bytes,
      Layout.Chunked layout,
      Dataspace space,
      Datatype type,
      Filters filters)
      throws IOException {
    this.bytes = bytes;
    this.what = what;
    this.type = type;
    this.dims = space.dims();
    this.chunkDims = layout.dims();
    this.filters = filters;
    if (chunkDims.length != dims.length || layout.elementSize() != type.size()) {
      throw new FormatException(
          "%s: has chunks of %d axes and %d bytes for each element; damaged?"
              .formatted(what, chunkDims.length, layout.elementSize()));
    }
    long size = type.size();
    for (long d : chunkDims) {
      size = size > Integer.MAX_VALUE / d ? Integer.MAX_VALUE : size * d;
    }
    chunkBytes = size;
    index = new ChunkIndex(bytes, layout, space, chunkBytes, !filters.isEmpty());
  }

  /**
   * Reads all existing chunks.
   *
   * @param into the array for the elements, which are stored from an offset; unchanged where a
   *     chunk is missing
   */
  void read(float[] into, int offset) throws IOException {
    List<Chunk> chunks = index.all();
    // Larger than the array if chunks extend beyond it.
    Limits.inForce().checkMemory(chunks.size() * chunkBytes, what);
    for (Chunk chunk : chunks) {
      MemorySegment data = bytes.data(chunk.address(), chunk.size());
      if (!filters.isEmpty()) {
        Limits.inForce().checkMemory(data.byteSize() + 3 * chunkBytes, what);
        byte[] stored = data.toArray(ValueLayout.JAVA_BYTE);
        data = MemorySegment.ofArray(filters.undo(stored, chunk.mask(), (int) chunkBytes));
      }
      place(chunk.number(), data, into, offset);
    }
  }

  /** Copies a chunk row by row, without the part that extends beyond the array. */
  private void place(long number, MemorySegment data, float[] into, int offset) {
    int rank = dims.length;
    long[] grid = index.grid();
    long[] start = new long[rank];
    long left = number;
    for (int d = rank - 1; d >= 0; d--) {
      start[d] = left % grid[d] * chunkDims[d];
      left /= grid[d];
    }
    int last = rank - 1;
    int width = (int) Math.min(chunkDims[last], dims[last] - start[last]);
    long rows = 1;
    for (int d = 0; d < last; d++) {
      rows *= Math.min(chunkDims[d], dims[d] - start[d]);
    }
    long[] row = new long[rank];
    for (long r = 0; r < rows; r++) {
      long from = 0;
      long to = 0;
      for (int d = 0; d < rank; d++) {
        from = from * chunkDims[d] + row[d];
        to = to * dims[d] + start[d] + row[d];
      }
      type.floats(data, from * type.size(), into, (int) (offset + to), width);
      for (int d = last - 1; d >= 0; d--) {
        if (++row[d] < Math.min(chunkDims[d], dims[d] - start[d])) {
          break;
        }
        row[d] = 0;
      }
    }
  }
}
