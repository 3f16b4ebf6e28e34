// SPDX-License-Identifier: Apache-2.0
package io.nyala.plot;

import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The legend of a plot. */
final class Legend {
  /** The width of the sample of an entry. */
  static final int SAMPLE = 24;

  private static final int GAP = 18;
  private static final int LINE = 22;
  private static final int ABOVE = 3;

  private final List<Key> keys = new ArrayList<>();

  /** An entry: a name, and its sample, drawn to the right of the origin. */
  private record Key(Words name, Consumer<Surface> sample) {
    double width() {
      return SAMPLE + 6 + name.width();
    }

    void draw(Surface on, double x, double y) {
      on.moved(x, y, sample);
      name.beginningAt(on, x + SAMPLE + 6, y);
    }
  }

  void add(String name, Consumer<Surface> sample) {
    keys.add(new Key(Style.small(name, Style.INK), sample));
  }

  boolean isEmpty() {
    return keys.isEmpty();
  }

  /** Returns the height of the legend below a plot of a given width. */
  int height(double width) {
    return LINE * lines(width).size() + 2 * ABOVE;
  }

  /** Draws the legend centred below a plot, on as many lines as needed. */
  void drawBelow(Surface on, double middle, double top, double width) {
    double y = top + ABOVE + LINE / 2.0;
    for (List<Key> line : lines(width)) {
      double x = middle - width(line) / 2;
      for (Key key : line) {
        key.draw(on, x, y);
        x += key.width() + GAP;
      }
      y += LINE;
    }
  }

  /** Draws one entry per line on a background, above and to the left of a corner. */
  void drawInside(Surface on, double right, double bottom) {
    double widest = keys.stream().mapToDouble(Key::width).max().orElse(0);
    double x = right - widest - 14;
    double y = bottom - LINE * keys.size();
    on.fill(
        new Rectangle2D.Double(x - 10, y - 16, widest + 18, LINE * keys.size() + 8.0),
        Style.translucent(Style.PAPER, 220));
    for (Key key : keys) {
      key.draw(on, x, y);
      y += LINE;
    }
  }

  private List<List<Key>> lines(double width) {
    List<List<Key>> lines = new ArrayList<>();
    for (Key key : keys) {
      if (lines.isEmpty() || width(lines.getLast()) + GAP + key.width() > width) {
        lines.add(new ArrayList<>());
      }
      lines.getLast().add(key);
    }
    return lines;
  }

  private static double width(List<Key> line) {
    return line.stream().mapToDouble(key -> key.width() + GAP).sum() - GAP;
  }
}
