// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.hdf5;

import io.nyala.io.files.FormatException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;

/**
 * The bytes of a file, and its encoding of addresses and lengths. The total size of structure that
 * may be read is limited to what valid files need. Otherwise, a malicious file of a few kilobytes
 * with parts that contain one another would take forever to read.
 */
final class Bytes {
  /** Structure is normally read once; the remainder allows for parts that are read again. */
  private static final long MOST_READ = 3;

  private static final long ALWAYS_READ = 1 << 16;

  private final String what;
  private final MemorySegment all;
  private final long base;
  private final int offsetSize;
  private final int lengthSize;
  private long budget;

  Bytes(String what, MemorySegment all, long base, int offsetSize, int lengthSize) {
    this.what = what;
    this.all = all;
    this.base = base;
    this.offsetSize = offsetSize;
    this.lengthSize = lengthSize;
    this.budget = MOST_READ * all.byteSize() + ALWAYS_READ;
  }

  /** Returns the name of the file in messages. */
  String what() {
    return what;
  }

  /** Returns the size of the file. */
  long size() {
    return all.byteSize();
  }

  /** Returns the position of address 0 in the file. */
  long base() {
    return base;
  }

  int offsetSize() {
    return offsetSize;
  }

  int lengthSize() {
    return lengthSize;
  }

  /** Returns a reader of a part of the structure. */
  Cursor at(long address, long length) throws FormatException {
    budget -= length;
    if (budget < 0) {
      throw damaged("its parts contain one another: together they are longer than the file");
    }
    return new Cursor(this, data(address, length));
  }

  /**
   * Returns a reader from an address to the end of the file; call {@link #read} for the bytes used.
   */
  Cursor open(long address) throws FormatException {
    if (address < 0 || address > size() - base) {
      throw damaged("it ends before byte " + address);
    }
    return new Cursor(this, data(address, size() - base - address));
  }

  /** Counts bytes of structure read from {@link #open}. */
  void read(long length) throws FormatException {
    budget -= length;
    if (budget < 0) {
      throw damaged("its parts contain one another: together they are longer than the file");
    }
  }

  /** Returns a part of the file unchanged. */
  MemorySegment data(long address, long length) throws FormatException {
    if (address < 0 || length < 0 || address > size() - base || length > size() - base - address) {
      throw damaged("it ends before byte %d + %d".formatted(address, length));
    }
    return all.asSlice(base + address, length);
  }

  /** Returns the exception for a damaged file. */
  FormatException damaged(String why) {
    return new FormatException(
        "%s: not a valid HDF5 file; damaged or truncated? (%s)".formatted(what, why));
  }

  /** Returns the exception for an unsupported feature of the format. */
  FormatException unsupported(String what) {
    return new FormatException(this.what + ": " + what + " cannot be read");
  }

  /** Structure is little-endian throughout. */
  static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;
}
