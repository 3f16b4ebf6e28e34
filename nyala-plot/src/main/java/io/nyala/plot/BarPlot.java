// SPDX-License-Identifier: Apache-2.0
package io.nyala.plot;

import java.awt.Color;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.DoubleStream;

/** Horizontal bars, each with its name and number. */
final class BarPlot {
  private static final int WIDTH = 620;
  private static final int BAR = 28;
  private static final int AROUND = 122;
  private static final int NUMBERS = 70;
  private static final double THICKNESS = 0.36; // to each side of the centre

  private BarPlot() {}

  /** Returns a panel with the first bar at the top. */
  static Panel of(String title, String quantity, Map<String, Double> bars) {
    List<String> names = new ArrayList<>(bars.keySet());
    Collections.reverse(names);
    double[] values = names.stream().mapToDouble(bars::get).toArray();
    double[] finite = DoubleStream.of(values).filter(Double::isFinite).toArray();
    Axis x =
        Axis.around(
            quantity,
            Math.min(0, DoubleStream.of(finite).min().orElse(0)),
            Math.max(0, DoubleStream.of(finite).max().orElse(1)));
    Panel panel =
        new Panel(WIDTH, AROUND + BAR * names.size(), title, x, Axis.categories("", names))
            .roomAtRight(NUMBERS);
    for (int i = 0; i < values.length; i++) {
      int at = i;
      if (Double.isFinite(values[i])) {
        Color color = values[i] < 0 ? Style.SECOND : Style.FIRST;
        panel.mark(on -> on.fill(panel.box(0, at - THICKNESS, values[at], at + THICKNESS), color));
      }
      panel.note(
          on ->
              Style.small(number(values[at]), Style.INK)
                  .beginningAt(on, panel.left() + panel.width() + 10.0, panel.toY(at)));
    }
    return panel;
  }

  /** Returns a short form of a number with about three digits. */
  static String number(double value) {
    if (!Double.isFinite(value)) {
      return "missing";
    }
    double size = Math.abs(value);
    if (size != 0 && (size < 1e-4 || size >= 1e6)) {
      return String.format(Locale.ROOT, "%.2e", value);
    }
    int decimals = size == 0 ? 0 : Math.clamp((int) (2 - Math.floor(Math.log10(size))), 0, 6);
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }
}
