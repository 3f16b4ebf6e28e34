// SPDX-License-Identifier: Apache-2.0
package io.nyala.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The range of an axis and its ticks.
 *
 * @param title the quantity with its unit
 * @param low the left or lower end
 * @param high the right or upper end
 * @param ticks the ticks, from low to high
 * @param logarithmic whether the scale is logarithmic instead of linear
 */
record Axis(String title, double low, double high, List<Tick> ticks, boolean logarithmic) {
  private static final int MOST_EPOCHS = 11;
  private static final int MOST_POWERS = 8;
  private static final double MARGIN = 0.04;

  /**
   * A tick on an axis.
   *
   * @param at the value
   * @param label the label
   */
  record Tick(double at, String label) {}

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
    int decimals = Math.max(0, (int) -Math.floor(Math.log10(step) + 1e-9));
    List<Tick> ticks = new ArrayList<>();
    for (long i = first; i <= last; i++) {
      ticks.add(tick(i * step, decimals));
    }
    return new Axis(title, first * step, last * step, ticks, false);
  }

  /** Returns a logarithmic axis, slightly wider than the values. */
  static Axis logarithmic(String title, double least, double greatest) {
    double low = Math.log10(least);
    double high = Math.log10(greatest);
    double margin = high > low ? MARGIN * (high - low) : 0.5;
    low -= margin;
    high += margin;
    int first = (int) Math.ceil(low);
    int last = (int) Math.floor(high);
    List<Tick> ticks = new ArrayList<>();
    if (last - first >= 2) {
      int step = Math.ceilDiv(last - first + 1, MOST_POWERS);
      for (int power = Math.ceilDiv(first, step) * step; power <= last; power += step) {
        ticks.add(power(1, power));
      }
    } else {
      for (int power = first - 1; power <= last; power++) {
        for (int factor : new int[] {1, 2, 5}) {
          double at = Math.log10(factor) + power;
          if (at >= low && at <= high) {
            ticks.add(power(factor, power));
          }
        }
      }
    }
    return new Axis(title, Math.pow(10, low), Math.pow(10, high), ticks, true);
  }

  private static Tick power(int factor, int power) {
    String label =
        power < -3 || power > 5
            ? factor + "e" + power
            : String.format(
                Locale.ROOT, "%,." + Math.max(0, -power) + "f", factor * Math.pow(10, power));
    return new Tick(Double.parseDouble(factor + "e" + power), label);
  }

  /** Returns an axis of categories, each at its index. */
  static Axis categories(String title, List<String> names) {
    List<Tick> ticks = new ArrayList<>();
    for (String name : names) {
      ticks.add(new Tick(ticks.size(), name));
    }
    return new Axis(title, -0.5, names.size() - 0.5, ticks, false);
  }

  /** Returns an axis of integers from 1, without ticks in between. */
  static Axis counted(String what, int last) {
    int step = 1;
    for (int unit = 1; last / step >= MOST_EPOCHS; unit *= 10) {
      for (int factor : new int[] {1, 2, 5}) {
        step = last / step >= MOST_EPOCHS ? factor * unit : step;
      }
    }
    List<Tick> ticks = new ArrayList<>();
    ticks.add(tick(1, 0));
    for (int at = step == 1 ? 2 : step; at <= last; at += step) {
      ticks.add(tick(at, 0));
    }
    double margin = last <= 1 ? 1 : 0.03 * (last - 1);
    return new Axis(what, 1 - margin, last + margin, ticks, false);
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

  private static Tick tick(double at, int decimals) {
    // Adding zero turns -0 into 0.
    return new Tick(at, String.format(Locale.ROOT, "%,." + decimals + "f", at + 0.0));
  }

  /** Returns this axis, extended by a margin at both ends. */
  Axis widened(double margin) {
    return new Axis(title, low - margin, high + margin, ticks, logarithmic);
  }

  /** Returns this axis with another title. */
  Axis titled(String other) {
    return new Axis(other, low, high, ticks, logarithmic);
  }

  /** Returns the relative position of a value: 0 at the low end, 1 at the high end. */
  double part(double value) {
    return logarithmic
        ? Math.log(value / low) / Math.log(high / low)
        : (value - low) / (high - low);
  }
}
