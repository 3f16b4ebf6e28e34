// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.encoding;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * Detects the Unicode encoding from the first bytes: a byte-order mark, or every second byte 0,
 * which never occurs in UTF-8 text. Spreadsheets and editors write UTF-16 when they say "Unicode".
 */
public final class UnicodeForm {
  /** The number of bytes needed to detect the encoding. */
  public static final int BYTES = 8;

  private UnicodeForm() {}

  /**
   * Returns the encoding of bytes.
   *
   * @param expected the expected encoding; only UTF-8 is checked
   * @param start the first {@link #BYTES} bytes, or all if there are fewer
   */
  public static Charset of(Charset expected, byte... start) {
    if (!expected.equals(StandardCharsets.UTF_8)) {
      return expected;
    }
    if (begins(start, 0xFF, 0xFE, 0, 0)) {
      return Charset.forName("UTF-32LE");
    }
    if (begins(start, 0, 0, 0xFE, 0xFF)) {
      return Charset.forName("UTF-32BE");
    }
    if (begins(start, 0xFF, 0xFE) || hasZeros(1, start)) {
      return StandardCharsets.UTF_16LE;
    }
    return begins(start, 0xFE, 0xFF) || hasZeros(0, start) ? StandardCharsets.UTF_16BE : expected;
  }

  private static boolean begins(byte[] start, int... mark) {
    if (start.length < mark.length) {
      return false;
    }
    for (int i = 0; i < mark.length; i++) {
      if ((start[i] & 0xff) != mark[i]) {
        return false;
      }
    }
    return true;
  }

  /** Returns whether exactly the bytes at even positions (0), or at odd ones (1), are zeros. */
  private static boolean hasZeros(int where, byte... start) {
    if (start.length < BYTES) {
      return false;
    }
    for (int i = 0; i < BYTES; i++) {
      if (start[i] == 0 != (i % 2 == where)) {
        return false;
      }
    }
    return true;
  }
}
