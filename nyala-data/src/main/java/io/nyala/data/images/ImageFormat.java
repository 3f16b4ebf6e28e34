// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.images;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The supported image formats, detected by their first bytes. */
enum ImageFormat {
  JPEG,
  PNG,
  BMP,
  GIF;

  /** For messages. */
  static final String NAMES = "JPEG, PNG, BMP or GIF";

  private static final int HEAD = 12;

  /** Returns the format of a file by its first bytes, or null if unknown. */
  static ImageFormat of(byte... file) {
    String head = head(file);
    if (head.startsWith("\u00ff\u00d8\u00ff")) {
      return JPEG;
    }
    if (head.startsWith("\u0089PNG\r\n")) {
      return PNG;
    }
    if (head.startsWith("GIF87a") || head.startsWith("GIF89a")) {
      return GIF;
    }
    return head.startsWith("BM") ? BMP : null;
  }

  /** Describes the likely format of an unsupported file. */
  static String describe(byte... file) {
    String head = head(file);
    if (head.isEmpty()) {
      return "an empty file";
    }
    if (head.startsWith("RIFF") && head.endsWith("WEBP")) {
      return "a WebP file; convert it first";
    }
    if (head.startsWith("II*\0") || head.startsWith("MM\0*")) {
      return "a TIFF file; convert it first";
    }
    if (head.startsWith("ftyp", 4)) {
      return "an AVIF or HEIC file or a video; convert it first";
    }
    if (head.startsWith("<")) {
      return "text such as HTML or SVG; did a download fail?";
    }
    StringBuilder bytes = new StringBuilder("a file that begins with the bytes");
    head.chars().limit(4).forEach(b -> bytes.append(String.format(Locale.ROOT, " %02x", b)));
    return bytes.toString();
  }

  /** Returns whether Keras's loaders accept a file of this name. */
  static boolean byName(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".jpg")
        || lower.endsWith(".jpeg")
        || lower.endsWith(".png")
        || lower.endsWith(".bmp")
        || lower.endsWith(".gif");
  }

  private static String head(byte... file) {
    return new String(file, 0, Math.min(HEAD, file.length), StandardCharsets.ISO_8859_1);
  }
}
