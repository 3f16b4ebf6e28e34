// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.text;

import io.nyala.data.DataException;
import io.nyala.data.encoding.UnicodeForm;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.util.Arrays;

/** Decodes bytes to characters, strictly or with replacement characters. */
final class TextDecoding {
  private static final int BYTE_ORDER_MARK = '\uFEFF';

  private TextDecoding() {}

  /**
   * Decodes bytes. A byte-order mark at the beginning is removed and distinguishes UTF-16 from
   * UTF-8.
   */
  static String decode(String source, byte[] bytes, Charset expected, boolean replace) {
    byte[] start = Arrays.copyOf(bytes, Math.min(bytes.length, UnicodeForm.BYTES));
    Charset charset = UnicodeForm.of(expected, start);
    if (replace) {
      return unmarked(new String(bytes, charset));
    }
    CharsetDecoder decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out =
        CharBuffer.allocate((int) Math.ceil(bytes.length * (double) decoder.maxCharsPerByte()));
    CoderResult result = decoder.decode(in, out, true);
    if (result.isError()) {
      throw new DataException(
          ("%s: byte %d (0x%02X) is not valid %s; hint: try another charset (ISO-8859-1, "
                      + "windows-1252)")
                  .formatted(source, in.position(), bytes[in.position()] & 0xff, charset)
              + " or replaceInvalid()");
    }
    decoder.flush(out);
    return unmarked(out.flip().toString());
  }

  private static String unmarked(String text) {
    return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
  }
}
