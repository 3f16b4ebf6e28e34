// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.hdf5;

import io.nyala.io.files.FormatException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;

/**
 * The bytes of a file, and how addresses and lengths are written in it. What describes arrays may
 * be read only so often as honest files need: where parts of it contain one another, a file of a
 * few kilobytes would otherwise have more to read than a lifetime allows.
 */
final class Bytes {
  /** Structure is read once, and lies nowhere twice; the rest is for what is looked at again. */
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

  /** Returns how messages name the file. */
  String what() {
    return what;
  }

  /** Returns the size of the file. */
  long size() {
    return all.byteSize();
  }

  /** Returns where address 0 is in the file. */
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
      throw damaged("its parts contain one another: they are longer than the file");
    }
    return new Cursor(this, data(address, length));
  }

  /**
   * Returns a reader from an address to the end of the file; what is read must be accounted for.
   */
  Cursor open(long address) throws FormatException {
    if (address < 0 || address > size() - base) {
      throw damaged("it ends before byte " + address);
    }
    return new Cursor(this, data(address, size() - base - address));
  }

  /** Accounts for a part of the structure that {@link #open} has given. */
  void read(long length) throws FormatException {
    budget -= length;
    if (budget < 0) {
      throw damaged("its parts contain one another: they are longer than the file");
    }
  }

  /** Returns a part of the file as it is. */
  MemorySegment data(long address, long length) throws FormatException {
    if (address < 0 || length < 0 || address > size() - base || length > size() - base - address) {
      throw damaged("it ends before byte %d + %d".formatted(address, length));
    }
    return all.asSlice(base + address, length);
  }

  /** Returns the exception for a file that is not as it should be. */
  FormatException damaged(String why) {
    return new FormatException(
        "%s: not a sound HDF5 file; damaged or cut off? (%s)".formatted(what, why));
  }

  /** Returns the exception for what the format has and nobody needs here. */
  FormatException unsupported(String what) {
    return new FormatException(this.what + ": " + what + " cannot be read");
  }

  /** Structure is little-endian throughout. */
  static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;
}
