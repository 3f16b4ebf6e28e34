// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.images;

import io.nyala.data.DataException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Checks whether a file is a complete image, from its first and last bytes; the file is decoded
 * only if these are inconclusive. Damage in the middle is detected when the file is read.
 */
final class ImageCheck {
  private static final int HEAD = 16;
  private static final int TAIL = 12;
  private static final int LENGTH_IN_BITMAP = 2;

  private ImageCheck() {}

  /** Returns the problem of a file, or null if there is none. */
  static String problem(Path file) {
    try {
      byte[] head = new byte[HEAD];
      byte[] tail = new byte[TAIL];
      long length;
      try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
        length = in.length();
        if (length >= HEAD + TAIL) {
          in.readFully(head);
          in.seek(length - TAIL);
          in.readFully(tail);
        }
      }
      ImageFormat format = length < HEAD + TAIL ? null : ImageFormat.of(head);
      if (format == null || !endsWell(format, head, tail, length)) {
        ImageDecoder.decode(file.toString(), 0, Images.bytes(file));
      }
      return null;
    } catch (DataException e) {
      return e.getMessage();
    } catch (IOException e) {
      return "cannot read " + file + ": " + e.getMessage();
    }
  }

  private static boolean endsWell(ImageFormat format, byte[] head, byte[] tail, long length) {
    String end = new String(tail, StandardCharsets.ISO_8859_1);
    return switch (format) {
      case JPEG -> end.endsWith("\u00ff\u00d9");
      case PNG -> end.startsWith("IEND", 4);
      case GIF -> end.endsWith(";");
      case BMP -> {
        long told = 0;
        for (int i = 3; i >= 0; i--) {
          told = told << 8 | head[LENGTH_IN_BITMAP + i] & 0xff;
        }
        yield told <= length;
      }
    };
  }
}
