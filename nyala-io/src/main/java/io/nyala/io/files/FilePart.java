// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32;

/**
 * A part of a file. Its structure is looked at through {@link #bytes}, which are mapped; what is
 * large is read piece by piece through a small buffer, in a quarter of the time that it takes the
 * system to map it.
 *
 * @param channel the open file, or null where the bytes are not in a file as they are
 * @param from where the part begins in the file
 * @param bytes all of it
 */
public record FilePart(FileChannel channel, long from, ByteBuffer bytes) {
  private static final int PIECE = 1 << 18;

  /** What is not worth a call of the system. */
  private static final int SMALL = 1 << 14;

  /** Something to be done with the next bytes. */
  @FunctionalInterface
  private interface Piece {
    void take(ByteBuffer piece);
  }

  /** Returns bytes that are not in a file. */
  public static FilePart of(ByteBuffer bytes) {
    return new FilePart(null, 0, bytes);
  }

  /** Returns whether so many bytes are best read by {@link #floats}. */
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
   * Reads floats of 32 bits.
   *
   * @param at where the first one is in this part
   * @param into takes them from an offset on
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
