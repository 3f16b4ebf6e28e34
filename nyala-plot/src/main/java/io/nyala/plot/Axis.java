// SPDX-License-Identifier: Apache-2.0
package io.nyala.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The range that an axis covers and the round numbers on it.
 *
 * @param title the quantity with its unit
 * @param low the left or lower end
 * @param high the right or upper end
 * @param ticks where numbers stand
 * @param decimals how many decimals they have
 */
record Axis(String title, double low, double high, List<Double> ticks, int decimals) {
  private static final int MOST_EPOCHS = 11;

  /** Returns an axis whose ends are round numbers around the values, with 4 to 10 ticks. */
  static Axis around(String title, double least, double greatest) {
    double span = greatest > least ? greatest - least : Math.max(1e-3, Math.abs(least));
    double step = roundStep(span / 5);
    long first = (long) Math.floor(least / step + 1e-9);
    long last = Math.max(first + 1, (long) Math.ceil(greatest / step - 1e-9));
    return stepping(title, first, last, step);
  }

  /** Returns an axis from 0 to 1. */
  static Axis unit(String title) {
    return stepping(title, 0, 5, 0.2);
  }

  private static Axis stepping(String title, long first, long last, double step) {
    List<Double> ticks = new ArrayList<>();
    for (long i = first; i <= last; i++) {
      ticks.add(i * step);
    }
    int decimals = Math.max(0, (int) -Math.floor(Math.log10(step) + 1e-9));
    return new Axis(title, first * step, last * step, ticks, decimals);
  }

  /** Returns an axis of epochs counted from 1: no tick between two epochs. */
  static Axis epochs(int last) {
    return counted("epoch", last);
  }

  /** Returns an axis of things counted from 1: no tick between two of them. */
  static Axis counted(String what, int last) {
    int step = 1;
    for (int unit = 1; last / step >= MOST_EPOCHS; unit *= 10) {
      for (int factor : new int[] {1, 2, 5}) {
        step = last / step >= MOST_EPOCHS ? factor * unit : step;
      }
    }
    List<Double> ticks = new ArrayList<>();
    ticks.add(1.0);
    for (int tick = step == 1 ? 2 : step; tick <= last; tick += step) {
      ticks.add((double) tick);
    }
    double margin = last == 1 ? 1 : 0.03 * (last - 1);
    return new Axis(what, 1 - margin, last + margin, ticks, 0);
  }

  private static double roundStep(double least) {
    double power = Math.pow(10, Math.floor(Math.log10(least)));
    for (double factor : new double[] {1, 2, 5}) {
      if (factor * power >= least * (1 - 1e-9)) {
        return factor * power;
      }
    }
    return 10 * power;
  }

  /** Returns how far along a value lies: 0 at the low end, 1 at the high end. */
  double part(double value) {
    return (value - low) / (high - low);
  }

  String label(double tick) {
    // Adding zero turns -0 into 0.
    return String.format(Locale.ROOT, "%,." + decimals + "f", tick + 0.0);
  }
}
