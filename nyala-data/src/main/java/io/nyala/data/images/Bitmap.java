// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.images;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * BMP files with 32 bits per pixel, whose fourth byte is alpha, as TensorFlow reads them. The JDK's
 * decoder drops alpha unless the file has a newer kind of header that declares it.
 */
final class Bitmap {
  private static final int HEADER_AT = 14;
  private static final int LEAST_HEADER = 40;
  private static final int MASKS_AT = 54;
  private static final int HEADER_WITH_OPACITY = 56;
  private static final int PLAIN = 0;
  private static final int MASKED = 3;
  private static final int CHANNELS = 4;

  private Bitmap() {}

  /** Returns the pixels of such a file, or null for any other file. */
  static Pixels opaque(byte... file) {
    if (file.length < MASKS_AT) {
      return null;
    }
    ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int header = in.getInt(HEADER_AT);
    int compression = in.getInt(30);
    if (header < LEAST_HEADER
        || in.getShort(28) != 32
        || compression != PLAIN && compression != MASKED) {
      return null;
    }
    int[] shifts = {16, 8, 0, 24};
    if (compression == MASKED && !readShifts(in, header, shifts)) {
      return null;
    }
    int width = in.getInt(18);
    int rows = in.getInt(22);
    int height = Math.abs(rows);
    int start = in.getInt(10);
    byte[] levels = new byte[Math.multiplyExact(Math.multiplyExact(height, width), CHANNELS)];
    for (int y = 0; y < height; y++) {
      // Rows are stored from the bottom up, unless their number is negative.
      int from = start + (rows < 0 ? y : height - 1 - y) * width * CHANNELS;
      for (int x = 0; x < width; x++) {
        int pixel = in.getInt(from + x * CHANNELS);
        for (int c = 0; c < CHANNELS; c++) {
          levels[(y * width + x) * CHANNELS + c] = (byte) (pixel >>> shifts[c]);
        }
      }
    }
    return new Pixels(height, width, CHANNELS, CHANNELS, levels);
  }

  /** Reads the positions of the channels. Returns false unless each channel has a separate byte. */
  private static boolean readShifts(ByteBuffer in, int header, int... shifts) {
    int all = 0;
    for (int c = 0; c < 3; c++) {
      all |= in.getInt(MASKS_AT + 4 * c);
    }
    int told = header >= HEADER_WITH_OPACITY ? in.getInt(MASKS_AT + 12) : 0;
    for (int c = 0; c < CHANNELS; c++) {
      int mask = c < 3 ? in.getInt(MASKS_AT + 4 * c) : told == 0 ? ~all : told;
      shifts[c] = Integer.numberOfTrailingZeros(mask);
      if (shifts[c] % 8 != 0 || mask >>> shifts[c] != 0xff) {
        return false;
      }
    }
    return true;
  }
}
