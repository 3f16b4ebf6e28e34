// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.hdf5;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The two checksums of HDF5: Jenkins's lookup3 for structure, Fletcher's for chunks. */
final class Checksum {
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(Bytes.ORDER);

  private Checksum() {}

  /** Returns Bob Jenkins's {@code hashlittle} of the first bytes, with initial value 0. */
  static int lookup3(MemorySegment data, long length) {
    int a = 0xdeadbeef + (int) length;
    int b = a;
    int c = a;
    long at = 0;
    long left = length;
    for (; left > 12; left -= 12, at += 12) {
      a += data.get(INT, at);
      b += data.get(INT, at + 4);
      c += data.get(INT, at + 8);
      a = a - c ^ Integer.rotateLeft(c, 4);
      c += b;
      b = b - a ^ Integer.rotateLeft(a, 6);
      a += c;
      c = c - b ^ Integer.rotateLeft(b, 8);
      b += a;
      a = a - c ^ Integer.rotateLeft(c, 16);
      c += b;
      b = b - a ^ Integer.rotateLeft(a, 19);
      a += c;
      c = c - b ^ Integer.rotateLeft(b, 4);
      b += a;
    }
    if (left == 0) {
      return c;
    }
    a += rest(data, at, left);
    b += rest(data, at + 4, left - 4);
    c += rest(data, at + 8, left - 8);
    c = (c ^ b) - Integer.rotateLeft(b, 14);
    a = (a ^ c) - Integer.rotateLeft(c, 11);
    b = (b ^ a) - Integer.rotateLeft(a, 25);
    c = (c ^ b) - Integer.rotateLeft(b, 16);
    a = (a ^ c) - Integer.rotateLeft(c, 4);
    b = (b ^ a) - Integer.rotateLeft(a, 14);
    return (c ^ b) - Integer.rotateLeft(b, 24);
  }

  private static int rest(MemorySegment data, long at, long left) {
    int value = 0;
    for (int i = 0; i < Math.min(4, left); i++) {
      value |= (data.get(ValueLayout.JAVA_BYTE, at + i) & 0xff) << 8 * i;
    }
    return value;
  }

  /** Returns Fletcher's checksum of the first bytes, as words of two bytes, big-endian. */
  static int fletcher32(byte[] data, int length) {
    long sum1 = 0;
    long sum2 = 0;
    for (int i = 0; i < length; i += 2) {
      int low = i + 1 < length ? data[i + 1] & 0xff : 0;
      sum1 = (sum1 + ((data[i] & 0xff) << 8 | low)) % 0xffff;
      sum2 = (sum2 + sum1) % 0xffff;
    }
    return (int) (sum2 << 16 | sum1);
  }
}
