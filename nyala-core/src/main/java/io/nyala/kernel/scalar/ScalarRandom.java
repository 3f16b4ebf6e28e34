// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.scalar;

import io.nyala.kernel.Philox;
import io.nyala.kernel.RandomKernels;

/** Random numbers in plain loops. */
final class ScalarRandom implements RandomKernels {
  @Override
  public void uniform(long key, long counter, long first, float[] y, int yOff, int n) {
    for (int i = 0; i < n; i++) {
      y[yOff + i] = uniform(key, counter, first + i);
    }
  }

  @Override
  public void normal(long key, long counter, long first, float[] y, int yOff, int n) {
    for (int i = 0; i < n; i++) {
      // Element e and the one a row further share a radius and an angle.
      long e = first + i & ~(long) Philox.ROW;
      float u = ((Philox.word(key, counter, e) & 0xFFFF_FFFFL) + 1) * 0x1p-32f; // in (0, 1]
      double radius = Math.sqrt(-2 * Math.log(u));
      double angle = 2 * Math.PI * uniform(key, counter, e + Philox.ROW);
      y[yOff + i] = (float) (radius * (first + i == e ? Math.cos(angle) : Math.sin(angle)));
    }
  }

  @Override
  public void dropout(
      long key,
      long counter,
      long first,
      float rate,
      float[] x,
      int xOff,
      float[] y,
      int yOff,
      int n) {
    for (int i = 0; i < n; i++) {
      y[yOff + i] = uniform(key, counter, first + i) < rate ? 0 : x[xOff + i] / (1 - rate);
    }
  }

  private static float uniform(long key, long counter, long i) {
    return (Philox.word(key, counter, i) >>> 8) * 0x1p-24f;
  }
}
