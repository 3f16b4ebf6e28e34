// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.encoding;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * Which form of Unicode bytes are in, told by what they begin with: a byte-order mark, or every
 * second byte 0, which no text in UTF-8 has. Spreadsheets and editors write UTF-16 where they say
 * "Unicode".
 */
public final class UnicodeForm {
  /** How many bytes tell the form. */
  public static final int BYTES = 8;

  private UnicodeForm() {}

  /**
   * Returns the encoding of bytes.
   *
   * @param expected what they are taken for; only UTF-8 is ever doubted
   * @param start how they begin, {@link #BYTES} of them or all that there are
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

  /** Tells whether the bytes at even positions (0), or at odd ones (1), are zeros and no others. */
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
