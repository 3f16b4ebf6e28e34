// SPDX-License-Identifier: Apache-2.0
package io.nyala.limits;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * Decompresses gzip data with any number of members. Unlike {@link GZIPInputStream} it rejects
 * bytes after the packed data that are neither a member nor zeros, and it can limit the
 * decompressed size of a text file.
 */
public final class Gunzip extends InputStream {
  private static final int BUFFER = 1 << 16;
  private static final int DEFLATED = 8;
  private static final int HEADER_CHECKSUM = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;

  private final InputStream in;
  private final String what;
  private final long packed;
  private final Limits limits;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 crc = new CRC32();
  private final byte[] raw = new byte[BUFFER];
  private int at;
  private int end;
  private long unpacked;
  private boolean done;

  private Gunzip(InputStream in, String what, long packed, Limits limits) throws IOException {
    this.in = in;
    this.what = what;
    this.packed = packed;
    this.limits = limits;
    if (need() != 0x1f) {
      throw new ZipException("not gzip");
    }
    header();
  }

  /**
   * Decompresses text. {@link Limits} bound the ratio of the decompressed size to the packed size.
   *
   * @param in closed with this stream
   * @param packed the size of the file
   * @param what the name of the file in messages
   */
  public static Gunzip texts(InputStream in, long packed, String what) throws IOException {
    return new Gunzip(in, what, packed, Limits.inForce());
  }

  /** Decompresses data whose size is known from elsewhere and which may be all zeros. */
  public static Gunzip data(InputStream in) throws IOException {
    return new Gunzip(in, "", 0, null);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  /**
   * {@inheritDoc}
   *
   * @throws EOFException if the packed data are truncated
   * @throws ZipException if they are damaged
   * @throws LimitException if a text decompresses to more than the limit
   */
  @Override
  public int read(byte[] into, int from, int count) throws IOException {
    Objects.checkFromIndexSize(from, count, into.length);
    if (count == 0) {
      return 0;
    }
    while (!done) {
      int n = inflate(into, from, count);
      if (n > 0) {
        crc.update(into, from, n);
        unpacked += n;
        if (limits != null) {
          limits.checkRatio(packed, unpacked, what);
        }
        return n;
      }
      if (inflater.finished()) {
        endMember();
      } else if (inflater.needsDictionary()) {
        throw new ZipException("compressed with a preset dictionary, which is not supported");
      } else {
        fill();
        inflater.setInput(raw, at, end - at);
      }
    }
    return -1;
  }

  private int inflate(byte[] into, int from, int count) throws ZipException {
    try {
      return inflater.inflate(into, from, count);
    } catch (DataFormatException e) {
      ZipException damaged = new ZipException(e.getMessage());
      damaged.initCause(e);
      throw damaged;
    }
  }

  /** Checks the trailer of a member and begins the next member, if any. */
  private void endMember() throws IOException {
    at = end - inflater.getRemaining();
    boolean sound = number() == crc.getValue();
    if (number() != (inflater.getBytesWritten() & 0xffffffffL) || !sound) {
      throw new ZipException("wrong checksum");
    }
    int next = next();
    while (next == 0) {
      next = next();
    }
    if (next < 0) {
      done = true;
    } else if (next == 0x1f) {
      header();
    } else {
      throw new ZipException("there are extra bytes after the compressed data");
    }
  }

  /** Reads the header of a member after its first byte. */
  private void header() throws IOException {
    if (need() != 0x8b || need() != DEFLATED) {
      throw new ZipException("not gzip");
    }
    int flags = need();
    skip(6);
    if ((flags & EXTRA) != 0) {
      skip(need() | need() << 8);
    }
    for (int text : new int[] {NAME, COMMENT}) {
      if ((flags & text) != 0) {
        while (need() != 0) {
          continue;
        }
      }
    }
    if ((flags & HEADER_CHECKSUM) != 0) {
      skip(2);
    }
    crc.reset();
    inflater.reset();
    inflater.setInput(raw, at, end - at);
  }

  private void skip(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      need();
    }
  }

  private long number() throws IOException {
    return need() | need() << 8 | need() << 16 | (long) need() << 24;
  }

  private int need() throws IOException {
    int b = next();
    if (b < 0) {
      throw new EOFException("the compressed data is truncated");
    }
    return b;
  }

  private int next() throws IOException {
    if (at == end) {
      at = 0;
      end = Math.max(0, in.read(raw, 0, raw.length));
    }
    return at == end ? -1 : raw[at++] & 0xff;
  }

  private void fill() throws IOException {
    at = 0;
    end = in.read(raw, 0, raw.length);
    if (end <= 0) {
      end = 0;
      throw new EOFException("the compressed data is truncated");
    }
  }

  @Override
  public int available() {
    return done ? 0 : 1;
  }

  @Override
  public void close() throws IOException {
    done = true;
    inflater.end();
    in.close();
  }
}
