// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel;

/**
 * Detects whether this JVM has an instruction for {@code a * b + c} with one rounding. Without one
 * (processors before 2013, some virtual processors, {@code -XX:-UseFMA}) {@link Math#fma} computes
 * with {@link java.math.BigDecimal}, which is about a thousand times slower, and so do vectors,
 * lane by lane.
 */
public final class FusedMultiplyAdd {
  private static final int CALLS = 30;
  private static final int LEAST_ROUNDS = 3;
  private static final int ROUNDS = 40;

  /**
   * A software call takes as long as about a thousand multiplications and additions, a hardware
   * call as long as one.
   */
  private static final int MOST_PRODUCTS = 30;

  private static final boolean HARDWARE = measure();

  /** Prevents the measurement from being optimised away. */
  private static volatile float sink;

  private FusedMultiplyAdd() {}

  /** Returns whether {@link Math#fma} is one instruction. */
  public static boolean inHardware() {
    return HARDWARE;
  }

  /**
   * Returns {@code a * b + c}, rounded once if the processor supports it, otherwise twice.
   *
   * @param a a factor
   * @param b the other factor
   * @param c the addend
   * @return the sum
   */
  public static float of(float a, float b, float c) {
    return HARDWARE ? Math.fma(a, b, c) : a * b + c;
  }

  // There is no public way to ask the JVM. The shortest times count: others may be due to other
  // programs, or to the compiler. Three rounds at least, because a product that another program
  // interrupted would make software look fast.
  private static boolean measure() {
    long product = Long.MAX_VALUE;
    long fused = Long.MAX_VALUE;
    for (int round = 1; round <= ROUNDS; round++) {
      long start = System.nanoTime();
      sink = products(0.3f);
      long between = System.nanoTime();
      sink = fused(0.3f);
      long end = System.nanoTime();
      product = Math.min(product, Math.max(1, between - start));
      fused = Math.min(fused, end - between);
      if (round >= LEAST_ROUNDS && fused < MOST_PRODUCTS * product) {
        return true;
      }
    }
    return false;
  }

  private static float products(float x) {
    float sum = x;
    for (int i = 0; i < CALLS; i++) {
      sum = sum * 0.999f + x;
    }
    return sum;
  }

  private static float fused(float x) {
    float sum = x;
    for (int i = 0; i < CALLS; i++) {
      sum = Math.fma(sum, 0.999f, x);
    }
    return sum;
  }
}
