// SPDX-License-Identifier: Apache-2.0
package io.nyala.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Two axes, what is drawn between them, and a legend. */
final class Panel implements Picture {
  private static final int EDGE = 18;
  private static final int TITLE = 34;
  private static final int LEFT = 72;
  private static final int BELOW = 50;
  private static final int LEGEND = 28;
  private static final int SAMPLE = 24;
  private static final int GAP = 18;

  private final Dimension size;
  private final String title;
  private final Axis x;
  private final Axis y;
  private final List<Consumer<Graphics2D>> marks = new ArrayList<>();
  private final List<Key> legend = new ArrayList<>();
  private boolean legendInside;

  /** A line of the legend: a name and its sample, drawn around a point. */
  private record Key(String name, Consumer<Graphics2D> sample) {}

  Panel(int width, int height, String title, Axis x, Axis y) {
    this.size = new Dimension(width, height);
    this.title = title;
    this.x = x;
    this.y = y;
  }

  /** Puts the legend into the lower right corner of the plot instead of below it. */
  Panel legendInside() {
    legendInside = true;
    return this;
  }

  /** Adds a line through points; a single point is drawn as such. */
  Panel line(String name, double[] xs, double[] ys, Color color) {
    if (xs.length == 1) {
      return points(name, xs, ys, color, 8);
    }
    return stroke(name, xs, ys, color, Style.LINE);
  }

  /** Adds a dashed line. */
  Panel dashed(String name, double[] xs, double[] ys, Color color) {
    return stroke(name, xs, ys, color, Style.DASHES);
  }

  private Panel stroke(String name, double[] xs, double[] ys, Color color, BasicStroke stroke) {
    marks.add(
        g -> {
          Path2D path = new Path2D.Double();
          path.moveTo(toX(xs[0]), toY(ys[0]));
          for (int i = 1; i < xs.length; i++) {
            path.lineTo(toX(xs[i]), toY(ys[i]));
          }
          draw(g, path, color, stroke);
        });
    Shape sample = new Line2D.Double(0, 0, SAMPLE, 0);
    legend.add(new Key(name, g -> draw(g, sample, color, stroke)));
    return this;
  }

  private static void draw(Graphics2D g, Shape shape, Color color, BasicStroke stroke) {
    g.setColor(color);
    g.setStroke(stroke);
    g.draw(shape);
  }

  /** Adds points of a diameter. */
  Panel points(String name, double[] xs, double[] ys, Color color, double diameter) {
    marks.add(
        g -> {
          for (int i = 0; i < xs.length; i++) {
            fill(g, dot(toX(xs[i]), toY(ys[i]), diameter), color);
          }
        });
    legend.add(new Key(name, g -> fill(g, dot(SAMPLE / 2.0, 0, diameter), color)));
    return this;
  }

  private static Shape dot(double x, double y, double diameter) {
    return new Ellipse2D.Double(x - diameter / 2, y - diameter / 2, diameter, diameter);
  }

  /** Adds bars of a width that stand on the x axis. */
  Panel bars(String name, double[] lefts, double width, double[] heights, Color color) {
    marks.add(
        g -> {
          for (int i = 0; i < lefts.length; i++) {
            double from = toX(lefts[i]);
            double top = toY(heights[i]);
            fill(
                g,
                new Rectangle2D.Double(from, top, toX(lefts[i] + width) - from, toY(y.low()) - top),
                color);
          }
        });
    legend.add(new Key(name, g -> fill(g, new Rectangle2D.Double(6, -6, 12, 12), color)));
    return this;
  }

  private static void fill(Graphics2D g, Shape shape, Color color) {
    g.setColor(color);
    g.fill(shape);
  }

  @Override
  public Dimension size() {
    return size;
  }

  @Override
  public void draw(Graphics2D g) {
    g.setFont(Style.bold(15));
    g.setColor(Style.INK);
    Words.centred(g, title, left() + plotWidth() / 2.0, EDGE + 10);
    grid(g);
    Graphics2D inside = (Graphics2D) g.create();
    // What lies on an edge shows its whole width.
    inside.clip(new Rectangle2D.Double(left() - 5, top() - 5, plotWidth() + 10, plotHeight() + 10));
    marks.forEach(mark -> mark.accept(inside));
    inside.dispose();
    legend(g);
  }

  private void grid(Graphics2D g) {
    g.setStroke(Style.THIN);
    g.setFont(Style.font(12));
    for (double tick : x.ticks()) {
      g.setColor(Style.GRID);
      g.draw(new Line2D.Double(toX(tick), top(), toX(tick), top() + plotHeight()));
      g.setColor(Style.FAINT);
      Words.centred(g, x.label(tick), toX(tick), top() + plotHeight() + 14);
    }
    for (double tick : y.ticks()) {
      g.setColor(Style.GRID);
      g.draw(new Line2D.Double(left(), toY(tick), left() + plotWidth(), toY(tick)));
      g.setColor(Style.FAINT);
      Words.endingAt(g, y.label(tick), left() - 8, toY(tick));
    }
    g.setColor(Style.INK);
    g.setFont(Style.font(13));
    Words.centred(g, x.title(), left() + plotWidth() / 2.0, top() + plotHeight() + 36);
    Words.upwards(g, y.title(), EDGE + 4, top() + plotHeight() / 2.0);
  }

  private void legend(Graphics2D g) {
    g.setFont(Style.font(12));
    double widest = legend.stream().mapToDouble(key -> width(g, key)).max().orElse(0);
    double all = legend.stream().mapToDouble(key -> width(g, key) + GAP).sum() - GAP;
    double keyX = legendInside ? left() + plotWidth() - widest - 14 : middle() - all / 2;
    double keyY =
        legendInside
            ? top() + plotHeight() - 22.0 * legend.size()
            : top() + plotHeight() + BELOW + LEGEND / 2.0;
    if (legendInside) {
      g.setColor(Style.translucent(Style.PAPER, 220));
      g.fill(new Rectangle2D.Double(keyX - 10, keyY - 16, widest + 18, 22.0 * legend.size() + 8));
    }
    for (Key key : legend) {
      Graphics2D sample = (Graphics2D) g.create();
      sample.translate(keyX, keyY);
      key.sample().accept(sample);
      sample.dispose();
      g.setColor(Style.INK);
      Words.beginningAt(g, key.name(), keyX + SAMPLE + 6, keyY);
      keyX += legendInside ? 0 : width(g, key) + GAP;
      keyY += legendInside ? 22 : 0;
    }
  }

  private static double width(Graphics2D g, Key key) {
    return SAMPLE + 6 + g.getFontMetrics().stringWidth(key.name());
  }

  private double middle() {
    return left() + plotWidth() / 2.0;
  }

  private int left() {
    return EDGE + LEFT - 10;
  }

  private int top() {
    return EDGE + TITLE;
  }

  private int plotWidth() {
    return size.width - left() - EDGE - 6;
  }

  private int plotHeight() {
    return size.height - top() - BELOW - (legendInside ? 0 : LEGEND) - 6;
  }

  private double toX(double value) {
    return left() + x.part(value) * plotWidth();
  }

  private double toY(double value) {
    return top() + (1 - y.part(value)) * plotHeight();
  }
}
