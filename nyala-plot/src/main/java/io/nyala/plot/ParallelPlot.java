// SPDX-License-Identifier: Apache-2.0
package io.nyala.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/**
 * Parallel coordinates: a vertical axis for each quantity, and a line through all axes for each
 * row.
 */
final class ParallelPlot implements Picture {
  private static final int EDGE = 18;
  private static final int TOP = 78;
  private static final int HEIGHT = 460;
  private static final int BELOW = 26;
  private static final int BETWEEN = 130;
  private static final int LEFT = 74;
  private static final int LEAST_WIDTH = 480;
  private static final BasicStroke THREAD =
      new BasicStroke(1.4f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);

  private final String title;
  private final List<Quantity> quantities;
  private final List<Axis> axes;
  private final Quantity result;
  private final ColorScale scale;

  /**
   * Creates a plot whose last axis is the result, which also determines the colours of the lines.
   */
  ParallelPlot(String title, List<Quantity> settings, Quantity result) {
    this.title = title;
    this.quantities = new ArrayList<>(settings);
    quantities.add(result);
    Quantity.requireSameRows("parallel coordinates '" + title + "'", quantities);
    if (result.isCategorical()) {
      throw new IllegalArgumentException(
          "parallel coordinates '%s': the result '%s' must be numbers, not categories"
              .formatted(title, result.name()));
    }
    this.axes = quantities.stream().map(Quantity::axis).toList();
    this.result = result;
    this.scale = new ColorScale(result);
  }

  @Override
  public Dimension size() {
    int inner = BETWEEN * (axes.size() - 1);
    return new Dimension(
        Math.max(LEAST_WIDTH, LEFT + inner + 40 + ColorScale.WIDTH + EDGE), HEIGHT);
  }

  @Override
  public String title() {
    return title;
  }

  private int height() {
    return HEIGHT - TOP - BELOW;
  }

  private double x(int axis) {
    double room = size().width - LEFT - 40.0 - ColorScale.WIDTH - EDGE;
    return LEFT + (axes.size() == 1 ? 0 : room * axis / (axes.size() - 1));
  }

  private double y(Axis axis, double value) {
    return TOP + (1 - axis.part(value)) * height();
  }

  @Override
  public void draw(Surface on) {
    Style.title(title).within(size().width - 2.0 * EDGE).centred(on, size().width / 2.0, EDGE + 10);
    for (int row : ScatterPlot.bestLast(result)) {
      Color color = scale.color(result.at(row));
      on.stroke(thread(row), Style.translucent(color, 190), THREAD);
    }
    for (int i = 0; i < axes.size(); i++) {
      axis(on, axes.get(i), x(i), i % 2 == 0 && axes.size() > 2 ? 20 : 4);
    }
    scale.draw(on, size().width - EDGE - ColorScale.WIDTH + 14.0, TOP, height());
  }

  /** Returns the line of a row, with a gap where a value is missing. */
  private Path2D thread(int row) {
    Path2D path = new Path2D.Double();
    boolean begun = false;
    for (int i = 0; i < axes.size(); i++) {
      double at = y(axes.get(i), quantities.get(i).at(row));
      boolean there = Double.isFinite(at);
      if (there && begun) {
        path.lineTo(x(i), at);
      } else if (there) {
        path.moveTo(x(i), at);
      }
      begun = there;
    }
    return path;
  }

  private void axis(Surface on, Axis axis, double x, int above) {
    on.stroke(new Line2D.Double(x, TOP, x, TOP + (double) height()), Style.INK, Style.THIN);
    for (Axis.Tick tick : axis.ticks()) {
      double at = y(axis, tick.at());
      on.stroke(new Line2D.Double(x - 4, at, x, at), Style.INK, Style.THIN);
      Words label = Style.small(tick.label(), Style.INK).within(BETWEEN - 40.0);
      // A background behind the text, because lines pass here.
      on.fill(
          new Rectangle2D.Double(x - 9 - label.width(), at - 7, label.width() + 4, 14),
          Style.translucent(Style.PAPER, 190));
      label.endingAt(on, x - 7, at);
    }
    new Words(axis.title(), Style.bold(12), Style.INK)
        .within(above == 4 && axes.size() <= 2 ? BETWEEN : 2 * BETWEEN - 20.0)
        .centred(on, x, TOP - 10.0 - above);
  }
}
