// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.classic;

/**
 * Sine and cosine with the same bits on every machine, as fast as the JDK's. Angles up to a quarter
 * of pi use the polynomials of fdlibm (Sun Microsystems, 1993), which have no branches, so that the
 * compiler can vectorize loops over them.
 */
public final class Trigonometry {
  private static final double SMALL = Math.PI / 4;
  private static final double S1 = -1.66666666666666324348e-01;
  private static final double S2 = 8.33333333332248946124e-03;
  private static final double S3 = -1.98412698298579493134e-04;
  private static final double S4 = 2.75573137070700676789e-06;
  private static final double S5 = -2.50507602534068634195e-08;
  private static final double S6 = 1.58969099521155010221e-10;
  private static final double C1 = 4.16666666666666019037e-02;
  private static final double C2 = -1.38888888888741095749e-03;
  private static final double C3 = 2.48015872894767294178e-05;
  private static final double C4 = -2.75573143513906633035e-07;
  private static final double C5 = 2.08757232129817482790e-09;
  private static final double C6 = -1.13596475577881948265e-11;

  // 2 / pi, and pi / 2 in parts: products of the first two with a small integer are exact.
  private static final double TURNS = 6.36619772367581382433e-01;
  private static final double QUARTER_1 = 1.57079632673412561417e+00;
  private static final double QUARTER_2 = 6.07710050630396597660e-11;
  private static final double QUARTER_3 = 2.02226624879595063154e-21;
  private static final double LARGE = 1 << 19;

  private Trigonometry() {}

  /** Returns the sine. */
  public static double sin(double x) {
    return Math.abs(x) <= SMALL
        ? smallSin(x)
        : Math.abs(x) < LARGE ? reduced(x, 0) : StrictMath.sin(x);
  }

  /** Returns the cosine. */
  public static double cos(double x) {
    return Math.abs(x) <= SMALL
        ? smallCos(x)
        : Math.abs(x) < LARGE ? reduced(x, 1) : StrictMath.cos(x);
  }

  /**
   * Returns the sine of an angle plus a number of quarter turns, after reducing the angle to less
   * than a quarter turn.
   */
  private static double reduced(double x, int quarters) {
    double n = Math.rint(x * TURNS);
    double t = x - n * QUARTER_1;
    double second = n * QUARTER_2;
    double r = t - second;
    double rest = n * QUARTER_3 - (t - r - second);
    double y = r - rest;
    double tail = r - y - rest;
    return switch ((int) n + quarters & 3) {
      case 0 -> sin(y, tail);
      case 1 -> cos(y, tail);
      case 2 -> -sin(y, tail);
      default -> -cos(y, tail);
    };
  }

  private static double sin(double x, double tail) {
    double z = x * x;
    double v = z * x;
    double r = S2 + z * (S3 + z * (S4 + z * (S5 + z * S6)));
    return x - (z * (0.5 * tail - v * r) - tail - v * S1);
  }

  private static double cos(double x, double tail) {
    double z = x * x;
    double r = z * (C1 + z * (C2 + z * (C3 + z * (C4 + z * (C5 + z * C6)))));
    double half = 0.5 * z;
    double w = 1 - half;
    return w + (1 - w - half + (z * r - x * tail));
  }

  /** Returns the sine of an angle of at most a quarter of pi. */
  public static double smallSin(double x) {
    double z = x * x;
    double r = S2 + z * (S3 + z * (S4 + z * (S5 + z * S6)));
    return x + z * x * (S1 + z * r);
  }

  /** Returns the cosine of an angle of at most a quarter of pi. */
  public static double smallCos(double x) {
    double z = x * x;
    double r = z * (C1 + z * (C2 + z * (C3 + z * (C4 + z * (C5 + z * C6)))));
    double half = 0.5 * z;
    double w = 1 - half;
    return w + (1 - w - half + z * r);
  }
}
