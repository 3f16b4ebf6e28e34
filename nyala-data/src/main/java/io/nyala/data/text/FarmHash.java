// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The 64-bit fingerprint of Google's FarmHash, which never changes; TensorFlow uses it to assign
 * words to buckets. There are separate paths for strings of up to 16, 32 and 64 bytes, and for
 * longer ones.
 */
final class FarmHash {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long K0 = 0xc3a5c85c97cb3127L;
  private static final long K1 = 0xb492b66fbe98f273L;
  private static final long K2 = 0x9ae16a3b2f90404fL;
  private static final long SEED = 81;

  private FarmHash() {}

  static long fingerprint(byte[] s) {
    int n = s.length;
    return n <= 16 ? upTo16(s, n) : n <= 32 ? upTo32(s, n) : n <= 64 ? upTo64(s, n) : longer(s, n);
  }

  private static long word(byte[] s, int at) {
    return (long) LONGS.get(s, at);
  }

  private static long half(byte[] s, int at) {
    return (int) INTS.get(s, at) & 0xffffffffL;
  }

  private static long right(long x, int bits) {
    return Long.rotateRight(x, bits);
  }

  private static long shiftMix(long x) {
    return x ^ x >>> 47;
  }

  private static long mix(long u, long v, long factor) {
    long a = shiftMix((u ^ v) * factor);
    return shiftMix((v ^ a) * factor) * factor;
  }

  private static long upTo16(byte[] s, int n) {
    long factor = K2 + n * 2L;
    if (n >= 8) {
      long a = word(s, 0) + K2;
      long b = word(s, n - 8);
      return mix(right(b, 37) * factor + a, (right(a, 25) + b) * factor, factor);
    }
    if (n >= 4) {
      return mix(n + (half(s, 0) << 3), half(s, n - 4), factor);
    }
    if (n == 0) {
      return K2;
    }
    long y = (s[0] & 0xff) + ((s[n >> 1] & 0xffL) << 8);
    long z = n + ((s[n - 1] & 0xffL) << 2);
    return shiftMix(y * K2 ^ z * K0) * K2;
  }

  private static long upTo32(byte[] s, int n) {
    long factor = K2 + n * 2L;
    long a = word(s, 0) * K1;
    long b = word(s, 8);
    long c = word(s, n - 8) * factor;
    long d = word(s, n - 16) * K2;
    return mix(right(a + b, 43) + right(c, 30) + d, a + right(b + K2, 18) + c, factor);
  }

  private static long upTo64(byte[] s, int n) {
    long factor = K2 + n * 2L;
    long a = word(s, 0) * K2;
    long b = word(s, 8);
    long c = word(s, n - 8) * factor;
    long d = word(s, n - 16) * K2;
    long y = right(a + b, 43) + right(c, 30) + d;
    long z = mix(y, a + right(b + K2, 18) + c, factor);
    long e = word(s, 16) * factor;
    long f = word(s, 24);
    long g = (y + word(s, n - 32)) * factor;
    long h = (z + word(s, n - 24)) * factor;
    return mix(right(e + f, 43) + right(g, 30) + h, e + right(f + a, 18) + g, factor);
  }

  private static long longer(byte[] s, int n) {
    long x = SEED * K2 + word(s, 0);
    long y = SEED * K1 + 113;
    long z = shiftMix(y * K2 + 113) * K2;
    long[] v = {0, 0};
    long[] w = {0, 0};
    int end = (n - 1) / 64 * 64;
    for (int at = 0; at < end; at += 64) {
      x = right(x + y + v[0] + word(s, at + 8), 37) * K1 ^ w[1];
      y = right(y + v[1] + word(s, at + 48), 42) * K1 + v[0] + word(s, at + 40);
      z = right(z + w[0], 33) * K1;
      sum32(s, at, v[1] * K1, x + w[0], v);
      sum32(s, at + 32, z + w[1], y + word(s, at + 16), w);
      long swapped = z;
      z = x;
      x = swapped;
    }
    long factor = K1 + ((z & 0xff) << 1);
    int last = n - 64;
    w[0] += n - 1 & 63;
    v[0] += w[0];
    w[0] += v[0];
    x = right(x + y + v[0] + word(s, last + 8), 37) * factor ^ w[1] * 9;
    y = right(y + v[1] + word(s, last + 48), 42) * factor + v[0] * 9 + word(s, last + 40);
    z = right(z + w[0], 33) * factor;
    sum32(s, last, v[1] * factor, x + w[0], v);
    sum32(s, last + 32, z + w[1], y + word(s, last + 16), w);
    return mix(mix(v[0], w[0], factor) + shiftMix(y) * K0 + x, mix(v[1], w[1], factor) + z, factor);
  }

  /** Hashes 32 bytes and two numbers to two numbers. */
  private static void sum32(byte[] s, int at, long first, long second, long[] to) {
    long a = first + word(s, at);
    long b = right(second + a + word(s, at + 24), 21);
    long c = a;
    a += word(s, at + 8);
    a += word(s, at + 16);
    b += right(a, 44);
    to[0] = a + word(s, at + 24);
    to[1] = b + c;
  }
}
