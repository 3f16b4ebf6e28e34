// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.text;

import io.nyala.data.DataException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads fields that end with a given byte, and the bytes between them. */
final class ByteLines {
  private final String file;
  private final InputStream in;
  private final byte[] raw = new byte[1 << 16];
  private int at;
  private int end;
  private byte[] line = new byte[1 << 12];

  ByteLines(String file, InputStream in) {
    this.file = file;
    this.in = in;
  }

  /** Returns whether there are more bytes. */
  boolean hasMore() throws IOException {
    if (at == end) {
      at = 0;
      end = Math.max(0, in.read(raw));
    }
    return at < end;
  }

  /** Returns the next byte; there must be more. */
  byte next() {
    return raw[at++];
  }

  /**
   * Reads UTF-8 text up to a byte, which is not included.
   *
   * @param last the byte
   * @param whole whether to return null if the file ends before it; otherwise the rest is returned
   * @param longest the maximum number of bytes
   * @throws DataException if it has more
   */
  String until(char last, boolean whole, int longest) throws IOException {
    int length = 0;
    while (hasMore()) {
      int stop = at;
      while (stop < end && raw[stop] != last) {
        stop++;
      }
      int n = stop - at;
      if (length + n > longest) {
        throw new DataException(
            "%s: %,d bytes without \"%s\"; is it in another format?"
                .formatted(file, length + n, last == '\n' ? "\\n" : String.valueOf(last)));
      }
      if (length + n > line.length) {
        line = Arrays.copyOf(line, Math.max(length + n, 2 * line.length));
      }
      System.arraycopy(raw, at, line, length, n);
      length += n;
      at = Math.min(stop + 1, end);
      if (stop < end) {
        return text(length);
      }
    }
    return whole ? null : text(length);
  }

  private String text(int length) {
    return new String(line, 0, length, StandardCharsets.UTF_8);
  }

  /** Fills the beginning of an array. Returns false if the file ends too early. */
  boolean fill(byte[] into, int count) throws IOException {
    int done = 0;
    while (done < count && hasMore()) {
      int n = Math.min(count - done, end - at);
      System.arraycopy(raw, at, into, done, n);
      at += n;
      done += n;
    }
    return done == count;
  }
}
