// SPDX-License-Identifier: Apache-2.0
package io.nyala.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A plot with two axes, its content, and a legend or a colour scale. */
final class Panel implements Picture {
  private static final int EDGE = 18;
  private static final int TITLE = 34;
  private static final int LEFT = 62;
  private static final int WIDEST_LABEL = 220;
  private static final int BELOW = 50;

  private final Dimension size;
  private final String title;
  private final Axis x;
  private final Axis y;
  private final int left;
  private final List<Consumer<Surface>> marks = new ArrayList<>();
  private final List<Consumer<Surface>> notes = new ArrayList<>();
  private final Legend legend = new Legend();
  private ColorScale scale;
  private int right = EDGE + 6;
  private boolean legendInside;

  Panel(int width, int height, String title, Axis x, Axis y) {
    this.size = new Dimension(width, height);
    this.title = title;
    this.x = x;
    this.y = y;
    double widest =
        y.ticks().stream().mapToDouble(tick -> label(tick.label()).width()).max().orElse(0);
    double titled = y.title().isEmpty() ? 0 : 26;
    this.left = EDGE + Math.max(LEFT, (int) (Math.min(widest, WIDEST_LABEL) + 8 + titled));
  }

  /** Puts the legend into the lower right corner of the plot instead of below it. */
  Panel legendInside() {
    legendInside = true;
    return this;
  }

  /** Adds a colour scale to the right of the plot. */
  Panel scale(ColorScale colors) {
    scale = colors;
    return roomAtRight(ColorScale.WIDTH);
  }

  /** Reserves space to the right of the plot. */
  Panel roomAtRight(int width) {
    right = EDGE + width;
    return this;
  }

  /** Adds a line through points, with gaps where one is not finite; a single point is a dot. */
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
    marks.add(on -> on.stroke(path(xs, ys), color, stroke));
    Shape sample = new Line2D.Double(0, 0, Legend.SAMPLE, 0);
    legend.add(name, on -> on.stroke(sample, color, stroke));
    return this;
  }

  private Path2D path(double[] xs, double[] ys) {
    Path2D path = new Path2D.Double();
    boolean begun = false;
    for (int i = 0; i < xs.length; i++) {
      double px = toX(xs[i]);
      double py = toY(ys[i]);
      boolean there = Double.isFinite(px) && Double.isFinite(py);
      if (there && begun) {
        path.lineTo(px, py);
      } else if (there) {
        path.moveTo(px, py);
      }
      begun = there;
    }
    return path;
  }

  /** Adds points with a diameter; points that are not finite are left out. */
  Panel points(String name, double[] xs, double[] ys, Color color, double diameter) {
    marks.add(
        on -> {
          for (int i = 0; i < xs.length; i++) {
            point(on, xs[i], ys[i], color, diameter);
          }
        });
    legend.add(name, on -> on.fill(dot(Legend.SAMPLE / 2.0, 0, diameter), color));
    return this;
  }

  /** Draws a point; for use by marks. */
  void point(Surface on, double valueX, double valueY, Color color, double diameter) {
    double px = toX(valueX);
    double py = toY(valueY);
    if (Double.isFinite(px) && Double.isFinite(py)) {
      on.fill(dot(px, py, diameter), color);
    }
  }

  static Shape dot(double x, double y, double diameter) {
    return new Ellipse2D.Double(x - diameter / 2, y - diameter / 2, diameter, diameter);
  }

  /** Adds bars of the given width on the x axis. */
  Panel bars(String name, double[] lefts, double width, double[] heights, Color color) {
    marks.add(
        on -> {
          for (int i = 0; i < lefts.length; i++) {
            on.fill(box(lefts[i], y.low(), lefts[i] + width, heights[i]), color);
          }
        });
    return key(name, color);
  }

  /** Adds an entry with a coloured square to the legend. */
  Panel key(String name, Color color) {
    legend.add(name, on -> on.fill(new Rectangle2D.Double(6, -6, 12, 12), color));
    return this;
  }

  /** Adds a drawing that is clipped to the axes. */
  Panel mark(Consumer<Surface> mark) {
    marks.add(mark);
    return this;
  }

  /** Adds a drawing that may extend outside the axes. */
  Panel note(Consumer<Surface> note) {
    notes.add(note);
    return this;
  }

  @Override
  public Dimension size() {
    return size;
  }

  @Override
  public String title() {
    return title;
  }

  @Override
  public void draw(Surface on) {
    Style.title(title).within(size.width - 2.0 * EDGE).centred(on, titleX(), EDGE + 10);
    grid(on);
    // Lines on an edge are shown in full width.
    Rectangle2D inside = new Rectangle2D.Double(left - 5, top() - 5, width() + 10, height() + 10);
    on.clipped(inside, part -> marks.forEach(mark -> mark.accept(part)));
    notes.forEach(note -> note.accept(on));
    if (marks.isEmpty()) {
      label("no values").centred(on, middle(), top() + height() / 2.0);
    }
    if (scale != null) {
      scale.draw(on, size.width - right + 14.0, top(), height());
    }
    if (legendInside) {
      legend.drawInside(on, left + width(), top() + height());
    } else {
      legend.drawBelow(on, middle(), top() + height() + BELOW, width());
    }
  }

  /** Returns the center of the axes, or of the panel if the title would not fit otherwise. */
  private double titleX() {
    double half = Style.title(title).width() / 2;
    return Math.clamp(
        middle(),
        Math.min(EDGE + half, size.width / 2.0),
        Math.max(size.width - EDGE - half, size.width / 2.0));
  }

  private void grid(Surface on) {
    double slot = width() / Math.max(1.0, x.ticks().size());
    for (Axis.Tick tick : x.ticks()) {
      double at = toX(tick.at());
      on.stroke(new Line2D.Double(at, top(), at, top() + height()), Style.GRID, Style.THIN);
      label(tick.label()).within(Math.max(slot, 40)).centred(on, at, top() + height() + 14);
    }
    for (Axis.Tick tick : y.ticks()) {
      double at = toY(tick.at());
      on.stroke(new Line2D.Double(left, at, left + width(), at), Style.GRID, Style.THIN);
      label(tick.label()).within(WIDEST_LABEL).endingAt(on, left - 8, at);
    }
    new Words(x.title(), Style.font(13), Style.INK)
        .within(size.width - 2.0 * EDGE)
        .centred(on, middle(), top() + height() + 36);
    new Words(y.title(), Style.font(13), Style.INK)
        .within(size.height)
        .upwards(on, EDGE + 4, top() + height() / 2.0);
  }

  private static Words label(String text) {
    return Style.small(text, Style.FAINT);
  }

  private double middle() {
    return left + width() / 2.0;
  }

  int left() {
    return left;
  }

  int top() {
    return EDGE + TITLE;
  }

  /** Returns the width between the axes. */
  int width() {
    return size.width - left - right;
  }

  /** Returns the height between the axes. */
  int height() {
    int room = legendInside || legend.isEmpty() ? 0 : legend.height(width());
    return size.height - top() - BELOW - room - 6;
  }

  double toX(double value) {
    return left + x.part(value) * width();
  }

  double toY(double value) {
    return top() + (1 - y.part(value)) * height();
  }

  /** Returns the rectangle between two values on each axis. */
  Rectangle2D box(double x1, double y1, double x2, double y2) {
    Rectangle2D box = new Rectangle2D.Double();
    box.setFrameFromDiagonal(toX(x1), toY(y1), toX(x2), toY(y2));
    return box;
  }
}
