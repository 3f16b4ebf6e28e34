// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.hdf5;

import io.nyala.io.files.FormatException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The first part of a file (II.A of the format's specification).
 *
 * @param bytes the file, with its size of addresses
 * @param root the address of the header of the root group
 */
record Superblock(Bytes bytes, long root) {
  /** The possible positions of the superblock: this one, then doubling. */
  private static final long FIRST_USER_BLOCK = 512;

  /**
   * Finds and reads the superblock.
   *
   * @throws FormatException if there is none, or the file is shorter than it says
   */
  static Superblock read(String what, MemorySegment all) throws FormatException {
    for (long at = 0; at + Hdf5File.SIGNATURE.length < all.byteSize(); ) {
      if (isSignature(all, at)) {
        return read(what, all, at);
      }
      at = at == 0 ? FIRST_USER_BLOCK : 2 * at;
    }
    throw new FormatException(
        what + ": not a valid HDF5 file; damaged or truncated? (it has no signature)");
  }

  private static boolean isSignature(MemorySegment all, long at) {
    for (int i = 0; i < Hdf5File.SIGNATURE.length; i++) {
      if (all.get(ValueLayout.JAVA_BYTE, at + i) != Hdf5File.SIGNATURE[i]) {
        return false;
      }
    }
    return true;
  }

  private static Superblock read(String what, MemorySegment all, long start)
      throws FormatException {
    Cursor in = new Bytes(what, all, start, 8, 8).open(0).skip(Hdf5File.SIGNATURE.length);
    int version = in.u8();
    if (version > 3) {
      throw in.bytes().unsupported("version " + version + " of the format");
    }
    if (version < 2) {
      in.skip(4);
    }
    Bytes bytes = new Bytes(what, all, start, size(in), size(in));
    Cursor rest = bytes.open(0).skip(in.position());
    if (version < 2) {
      rest.skip(version == 0 ? 9 : 13);
    } else {
      rest.skip(1);
    }
    long base = rest.address();
    rest.address();
    long end = rest.address();
    if (version < 2) {
      rest.address();
      rest.address();
    }
    long root = rest.address();
    if (version >= 2) {
      Cursor whole = bytes.open(0);
      whole.skip(rest.position()).checksum();
    }
    if (base != start) {
      throw bytes.damaged("it claims to begin at byte %d, not %d".formatted(base, start));
    }
    if (end > all.byteSize()) {
      throw bytes.damaged("it has %d bytes and should have %d".formatted(all.byteSize(), end));
    }
    return new Superblock(bytes, root);
  }

  private static int size(Cursor in) throws FormatException {
    int size = in.u8();
    if (size != 2 && size != 4 && size != 8) {
      throw in.bytes().damaged("addresses of " + size + " bytes");
    }
    return size;
  }
}
