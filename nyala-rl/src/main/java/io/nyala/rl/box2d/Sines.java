// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.box2d;

/**
 * Sine and cosine of a single-precision angle. They give the bits of the C library's {@code sinf}
 * and {@code cosf} on Linux, so that bodies rotate as in Box2D: polynomials in double precision,
 * rounded once (Arm, Optimized Routines, 2018).
 */
final class Sines {
  private static final double SMALL = 0x1.921FB6p-1; // a quarter of pi
  private static final double LARGE = 120;
  private static final double TURNS = 0x1.45F306DC9C883p-1; // 2 / pi
  private static final double QUARTER = 0x1.921FB54442D18p0; // pi / 2
  private static final double S1 = -0x1.555545995a603p-3;
  private static final double S2 = 0x1.1107605230bc4p-7;
  private static final double S3 = -0x1.994eb3774cf24p-13;
  private static final double C1 = -0x1.ffffffd0c621cp-2;
  private static final double C2 = 0x1.55553e1068f19p-5;
  private static final double C3 = -0x1.6c087e89a359dp-10;
  private static final double C4 = 0x1.99343027bf8c3p-16;

  private Sines() {}

  /** Returns the sine. */
  static float sin(float angle) {
    return Math.abs(angle) < SMALL ? (float) smallSin(angle) : reduced(angle, 0);
  }

  /** Returns the cosine. */
  static float cos(float angle) {
    return Math.abs(angle) < SMALL ? (float) smallCos(angle) : reduced(angle, 1);
  }

  /** Returns the sine of an angle plus a number of quarter turns. */
  private static float reduced(double angle, int quarters) {
    if (!(Math.abs(angle) < LARGE)) {
      return (float) (quarters == 0 ? StrictMath.sin(angle) : StrictMath.cos(angle));
    }
    double n = Math.rint(angle * TURNS);
    double rest = angle - n * QUARTER;
    return (float)
        switch ((int) n + quarters & 3) {
          case 0 -> smallSin(rest);
          case 1 -> smallCos(rest);
          case 2 -> -smallSin(rest);
          default -> -smallCos(rest);
        };
  }

  private static double smallSin(double x) {
    double x2 = x * x;
    double x3 = x * x2;
    return x + x3 * S1 + x3 * x2 * (S2 + x2 * S3);
  }

  private static double smallCos(double x) {
    double x2 = x * x;
    double x4 = x2 * x2;
    return 1 + x2 * C1 + x4 * C2 + x4 * x2 * (C3 + x2 * C4);
  }
}
