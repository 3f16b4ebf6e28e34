// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.images;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The properties of a PNG file other than its pixels.
 *
 * @param depth the number of bits per sample
 * @param colourType 0 for grey, 2 for colours, 3 for a palette, 4 for grey and alpha, 6 for colours
 *     and alpha
 * @param transparency the content of {@code tRNS}, or null: the alpha values of a palette,
 *     otherwise one transparent sample
 * @param exif the content of {@code eXIf}, or null
 */
record PngStructure(int depth, int colourType, ByteBuffer transparency, ByteBuffer exif) {
  static final int GREY = 0;
  static final int PALETTE = 3;

  private static final int DEPTH_AT = 24;
  private static final int FIRST_CHUNK = 8;
  private static final int AROUND_CHUNK = 12;

  static PngStructure of(byte... file) {
    ByteBuffer in = ByteBuffer.wrap(file);
    ByteBuffer transparency = null;
    ByteBuffer exif = null;
    int at = FIRST_CHUNK;
    while (at + AROUND_CHUNK <= file.length) {
      int length = in.getInt(at);
      if (length < 0 || length > file.length - at - AROUND_CHUNK) {
        break;
      }
      ByteBuffer content = in.slice(at + 8, length);
      switch (new String(file, at + 4, 4, StandardCharsets.ISO_8859_1)) {
        case "tRNS" -> transparency = content;
        case "eXIf" -> exif = content;
        default -> {}
      }
      at += AROUND_CHUNK + length;
    }
    return file.length <= DEPTH_AT + 1
        ? new PngStructure(0, 0, null, null)
        : new PngStructure(file[DEPTH_AT], file[DEPTH_AT + 1], transparency, exif);
  }

  /** Returns the number of channels that TensorFlow reads from the file. */
  int own() {
    return switch (colourType) {
      case GREY -> 1;
      case 4 -> 2;
      case 6 -> 4;
      case PALETTE -> transparency == null ? 3 : 4;
      default -> 3;
    };
  }

  /**
   * Returns the transparent value, or -1. Only for grey of up to eight bits, which the JDK's
   * decoder reads incorrectly.
   */
  int transparentLevel() {
    boolean told = transparency != null && transparency.limit() >= 2;
    return colourType == GREY && depth <= 8 && told
        ? transparency.getShort(0) * 255 / ((1 << depth) - 1)
        : -1;
  }
}
