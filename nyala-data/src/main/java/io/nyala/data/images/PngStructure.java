// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.images;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The properties of a PNG file other than its pixels.
 *
 * @param depth bits of a sample
 * @param colourType 0 grey, 2 colours, 3 palette, 4 grey and opacity, 6 colours and opacity
 * @param transparency what follows {@code tRNS}, or null: opacity of a palette, else one sample
 * @param exif what follows {@code eXIf}, or null
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

  /** Returns how many channels TensorFlow takes the file for. */
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
   * Returns the level that is transparent, or -1: of grey of up to eight bits, where the JDK's
   * decoder gets it wrong.
   */
  int transparentLevel() {
    boolean told = transparency != null && transparency.limit() >= 2;
    return colourType == GREY && depth <= 8 && told
        ? transparency.getShort(0) * 255 / ((1 << depth) - 1)
        : -1;
  }
}
