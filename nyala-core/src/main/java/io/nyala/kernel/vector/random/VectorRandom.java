// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector.random;

import static io.nyala.kernel.vector.base.Lanes.LANES;
import static io.nyala.kernel.vector.base.Lanes.SPECIES;
import static jdk.incubator.vector.VectorOperators.I2F;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.LT;

import io.nyala.kernel.Philox;
import io.nyala.kernel.RandomKernels;
import io.nyala.kernel.vector.base.Buffers;
import io.nyala.kernel.vector.base.Unit;
import java.lang.invoke.MethodHandle;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;

/**
 * Random numbers. Whole tiles of random words are written to a buffer in the first-level cache and
 * then converted to the requested distribution.
 */
public final class VectorRandom implements RandomKernels {
  private static final int BLOCK = 32 * Philox.TILE;

  /** The signature of {@link RandomLoops#words}. */
  public interface Words {
    void run(long key, long counter, long tile, float[] words, int tiles);
  }

  /** The signature of the steps of Box and Muller. */
  public interface Polar {
    void run(float[] words, int tiles);
  }

  /** The signature of the conversion to uniform numbers. */
  public interface Uniform {
    void run(float[] words, int from, float[] y, int yOff, int n);
  }

  /** The signature of the dropout step. */
  public interface Dropout {
    void run(
        float[] words,
        int from,
        int threshold,
        float keep,
        float[] x,
        int xOff,
        float[] y,
        int yOff,
        int n);
  }

  /** Initialized when first used. */
  private static final class Units {
    static final MethodHandle[] WORDS = {Unit.of(Words.class, RandomLoops::words)};
    static final MethodHandle[] UNIFORM = {Unit.of(Uniform.class, VectorRandom::uniform)};
    static final MethodHandle[] DROPOUT = {Unit.of(Dropout.class, VectorRandom::drop)};
  }

  /** Initialized when first used. */
  private static final class NormalUnits {
    static final MethodHandle[] RADII = {Unit.of(Polar.class, RandomLoops::radii)};
    static final MethodHandle[] ANGLES = {Unit.of(Polar.class, RandomLoops::angles)};
  }

  @Override
  public void uniform(long key, long counter, long first, float[] y, int yOff, int n) {
    float[] words = Buffers.get().block(BLOCK);
    try {
      for (int done = 0; done < n; ) {
        int from = within(first + done);
        int size = Math.min(n - done, BLOCK - from);
        Units.WORDS[0].invokeExact(key, counter, tile(first + done), words, tiles(from + size));
        Units.UNIFORM[0].invokeExact(words, from, y, yOff + done, size);
        done += size;
      }
    } catch (Throwable e) {
      throw Unit.rethrow(e);
    }
  }

  @Override
  public void normal(long key, long counter, long first, float[] y, int yOff, int n) {
    float[] words = Buffers.get().block(BLOCK);
    try {
      for (int done = 0; done < n; ) {
        int from = within(first + done);
        int size = Math.min(n - done, BLOCK - from);
        int tiles = tiles(from + size);
        Units.WORDS[0].invokeExact(key, counter, tile(first + done), words, tiles);
        NormalUnits.RADII[0].invokeExact(words, tiles);
        NormalUnits.ANGLES[0].invokeExact(words, tiles);
        System.arraycopy(words, from, y, yOff + done, size);
        done += size;
      }
    } catch (Throwable e) {
      throw Unit.rethrow(e);
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
    float[] words = Buffers.get().block(BLOCK);
    int threshold = (int) Math.ceil(rate * 0x1p24f); // k 2^-24 < rate is equivalent to k < this
    float keep = 1 - rate;
    try {
      for (int done = 0; done < n; ) {
        int from = within(first + done);
        int size = Math.min(n - done, BLOCK - from);
        Units.WORDS[0].invokeExact(key, counter, tile(first + done), words, tiles(from + size));
        Units.DROPOUT[0].invokeExact(
            words, from, threshold, keep, x, xOff + done, y, yOff + done, size);
        done += size;
      }
    } catch (Throwable e) {
      throw Unit.rethrow(e);
    }
  }

  private static long tile(long element) {
    return element >>> 6;
  }

  private static int within(long element) {
    return (int) element & Philox.TILE - 1;
  }

  private static int tiles(int elements) {
    return (elements + Philox.TILE - 1) / Philox.TILE;
  }

  private static void uniform(float[] words, int from, float[] y, int yOff, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      IntVector bits = FloatVector.fromArray(SPECIES, words, from + i).viewAsIntegralLanes();
      ((FloatVector) bits.lanewise(LSHR, 8).convertShape(I2F, SPECIES, 0))
          .mul(0x1p-24f)
          .intoArray(y, yOff + i);
    }
    for (; i < n; i++) {
      y[yOff + i] = (Float.floatToRawIntBits(words[from + i]) >>> 8) * 0x1p-24f;
    }
  }

  private static void drop(
      float[] words,
      int from,
      int threshold,
      float keep,
      float[] x,
      int xOff,
      float[] y,
      int yOff,
      int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      IntVector bits = FloatVector.fromArray(SPECIES, words, from + i).viewAsIntegralLanes();
      VectorMask<Integer> dropped = bits.lanewise(LSHR, 8).compare(LT, threshold);
      FloatVector.fromArray(SPECIES, x, xOff + i)
          .div(keep)
          .blend(0f, dropped.cast(SPECIES))
          .intoArray(y, yOff + i);
    }
    for (; i < n; i++) {
      boolean dropped = Float.floatToRawIntBits(words[from + i]) >>> 8 < threshold;
      y[yOff + i] = dropped ? 0 : x[xOff + i] / keep;
    }
  }
}
