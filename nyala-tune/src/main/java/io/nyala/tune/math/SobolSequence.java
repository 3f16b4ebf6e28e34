// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.math;

import java.util.random.RandomGenerator;

/**
 * Points that fill the unit cube more evenly than random ones: Sobol's sequence in Gray code order,
 * plain or scrambled.
 *
 * <p>For scrambled points, each dimension is multiplied by a random lower triangular binary matrix
 * and shifted by random digits. The points remain evenly distributed, and each point by itself is
 * uniform (J. Matousek: On the L2-discrepancy for anchored boxes; Journal of Complexity 14, 1998).
 */
public final class SobolSequence {
  /** The maximum number of dimensions. */
  public static final int MOST_DIMENSIONS = DirectionNumbers.DIMENSIONS;

  private static final int BITS = 52;
  private static final double TO_UNIT = 0x1p-52;
  private final long[][] directions;
  private final long[] shift;

  private SobolSequence(long[][] directions, long[] shift) {
    this.directions = directions;
    this.shift = shift;
  }

  /**
   * Returns the plain sequence; its first point is the origin.
   *
   * @param dimensions from 1 to {@value #MOST_DIMENSIONS}
   */
  public static SobolSequence plain(int dimensions) {
    require(dimensions);
    return new SobolSequence(DirectionNumbers.of(dimensions, BITS), new long[dimensions]);
  }

  /**
   * Returns a scrambled sequence.
   *
   * @param dimensions from 1 to {@value #MOST_DIMENSIONS}
   * @param random the random numbers for scrambling
   */
  public static SobolSequence scrambled(int dimensions, RandomGenerator random) {
    require(dimensions);
    long[][] directions = DirectionNumbers.of(dimensions, BITS);
    long[] shift = new long[dimensions];
    long[] matrix = new long[BITS];
    for (int d = 0; d < dimensions; d++) {
      for (int row = 0; row < BITS; row++) {
        // Row 0 gives the highest digit. Elements below the diagonal are random, those on it are 1.
        long diagonal = 1L << BITS - 1 - row;
        long above = -(diagonal << 1) & (1L << BITS) - 1;
        matrix[row] = random.nextLong() & above | diagonal;
      }
      for (int j = 0; j < BITS; j++) {
        long scrambled = 0;
        for (int row = 0; row < BITS; row++) {
          scrambled = scrambled << 1 | Long.bitCount(matrix[row] & directions[d][j]) & 1;
        }
        directions[d][j] = scrambled;
      }
      shift[d] = random.nextLong() >>> 64 - BITS;
    }
    return new SobolSequence(directions, shift);
  }

  /** Returns the number of coordinates of a point. */
  public int dimensions() {
    return shift.length;
  }

  /**
   * Returns one point.
   *
   * @param index at least 0
   * @return coordinates of at least 0 and less than 1
   */
  public double[] point(long index) {
    double[] point = new double[shift.length];
    long gray = index ^ index >>> 1;
    for (int d = 0; d < point.length; d++) {
      long digits = shift[d];
      for (long rest = gray; rest != 0; rest &= rest - 1) {
        digits ^= directions[d][Long.numberOfTrailingZeros(rest)];
      }
      point[d] = digits * TO_UNIT;
    }
    return point;
  }

  /**
   * Writes the first points, one after the other.
   *
   * @param points receives {@code count * dimensions} coordinates
   */
  public void fill(double[] points, int count) {
    int n = shift.length;
    long[] digits = shift.clone();
    for (int i = 0; i < count; i++) {
      for (int d = 0; d < n; d++) {
        points[i * n + d] = digits[d] * TO_UNIT;
      }
      int bit = Integer.numberOfTrailingZeros(i + 1);
      for (int d = 0; d < n; d++) {
        digits[d] ^= directions[d][bit];
      }
    }
  }

  private static void require(int dimensions) {
    if (dimensions < 1 || dimensions > MOST_DIMENSIONS) {
      throw new IllegalArgumentException(
          "Sobol's sequence has 1 to %d dimensions, got %d; use random points instead"
              .formatted(MOST_DIMENSIONS, dimensions));
    }
  }
}
