// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32;

/**
 * A part of a file. Its structure is accessed through {@link #bytes}, which are mapped. Large data
 * are read in pieces through a small buffer, which takes a quarter of the time of mapping them.
 *
 * @param channel the open file, or null if the file does not contain the bytes unchanged
 * @param from the position of the part in the file
 * @param bytes all bytes of the part
 */
public record FilePart(FileChannel channel, long from, ByteBuffer bytes) {
  private static final int PIECE = 1 << 18;

  /** Smaller sizes are not worth a system call. */
  private static final int SMALL = 1 << 14;

  /** An action on the next bytes. */
  @FunctionalInterface
  private interface Piece {
    void take(ByteBuffer piece);
  }

  /** Returns a part that is not in a file. */
  public static FilePart of(ByteBuffer bytes) {
    return new FilePart(null, 0, bytes);
  }

  /** Returns whether the given number of bytes is best read by {@link #floats}. */
  public boolean isLarge(long size) {
    return channel != null && size > SMALL;
  }

  /** Returns the CRC-32 of all bytes. */
  public long crc() throws IOException {
    CRC32 crc = new CRC32();
    if (isLarge(bytes.remaining())) {
      read(0, bytes.remaining(), ByteOrder.LITTLE_ENDIAN, crc::update);
    } else {
      crc.update(bytes.duplicate());
    }
    return crc.getValue();
  }

  /**
   * Reads 32-bit floats.
   *
   * @param at the position of the first one in this part
   * @param into the array for the numbers, which are stored from an offset
   * @throws FormatException if the file ends before the last one
   */
  public void floats(long at, ByteOrder order, float[] into, int offset, int count)
      throws IOException {
    int[] next = {offset};
    read(
        at,
        (long) count * Float.BYTES,
        order,
        piece -> {
          int n = piece.remaining() / Float.BYTES;
          piece.asFloatBuffer().get(into, next[0], n);
          next[0] += n;
        });
  }

  private void read(long at, long size, ByteOrder order, Piece work) throws IOException {
    ByteBuffer piece = ByteBuffer.allocateDirect((int) Math.min(PIECE, size)).order(order);
    for (long done = 0; done < size; done += piece.capacity()) {
      piece.clear().limit((int) Math.min(piece.capacity(), size - done));
      while (piece.hasRemaining()) {
        if (channel.read(piece, from + at + done + piece.position()) < 0) {
          throw new FormatException("the file ends before byte " + (from + at + size));
        }
      }
      work.take(piece.flip());
    }
  }
}
