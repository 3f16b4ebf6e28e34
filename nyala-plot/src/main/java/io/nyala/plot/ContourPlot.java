// SPDX-License-Identifier: Apache-2.0
package io.nyala.plot;

import java.awt.Color;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A quantity over two others from scattered points, as filled contours. Between the points, it is
 * the mean of all points, weighted by the inverse cube of their distance (Shepard 1968).
 */
final class ContourPlot {
  private static final int WIDTH = 620;
  private static final int HEIGHT = 460;
  private static final int CELL = 2;
  private static final int MOST_CELLS = 30_000_000; // cells times points, about a second of work
  private static final int BANDS = 16;
  private static final double DIAMETER = 8;

  /** Avoids a division by zero at the points themselves. */
  private static final double SMALLEST = 1e-9;

  private ContourPlot() {}

  static Panel of(String title, Quantity x, Quantity y, Quantity value) {
    Quantity.requireSameRows("contour '" + title + "'", List.of(x, y, value));
    if (value.isCategorical()) {
      throw new IllegalArgumentException(
          "contour '%s': the value '%s' must be numbers, not categories"
              .formatted(title, value.name()));
    }
    Panel panel = new Panel(WIDTH, HEIGHT, title, x.axis(), y.axis());
    ColorScale scale = new ColorScale(value);
    panel.scale(scale);
    Points known = Points.of(x, y, value, scale.axis());
    if (known.count() == 0) {
      return panel;
    }
    Rectangle2D place =
        new Rectangle2D.Double(panel.left(), panel.top(), panel.width(), panel.height());
    return panel
        .mark(on -> on.image(bands(known, scale, panel.width(), panel.height()), place))
        .mark(
            on -> {
              for (int i : ScatterPlot.bestLast(value)) {
                if (Double.isFinite(value.at(i))) {
                  panel.point(on, x.at(i), y.at(i), Style.PAPER, DIAMETER + 2);
                  panel.point(on, x.at(i), y.at(i), Style.INK, DIAMETER);
                  panel.point(on, x.at(i), y.at(i), scale.color(value.at(i)), DIAMETER - 2);
                }
              }
            });
  }

  private static BufferedImage bands(Points known, ColorScale scale, int width, int height) {
    int cell = CELL;
    while ((long) (width / cell) * (height / cell) * known.count() > MOST_CELLS) {
      cell++;
    }
    int columns = Math.ceilDiv(width, cell);
    int rows = Math.ceilDiv(height, cell);
    BufferedImage image = new BufferedImage(columns, rows, BufferedImage.TYPE_INT_RGB);
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        double part = known.at((column + 0.5) / columns, 1 - (row + 0.5) / rows);
        double band = (Math.floor(Math.clamp(part, 0, 1 - 1e-9) * BANDS) + 0.5) / BANDS;
        Color color = scale.ofPart(band);
        image.setRGB(column, row, color.getRGB());
      }
    }
    return image;
  }

  /** Points in the unit square, with values from 0 to 1. */
  private record Points(double[] x, double[] y, double[] value) {
    static Points of(Quantity x, Quantity y, Quantity value, Axis values) {
      Axis across = x.axis();
      Axis upwards = y.axis();
      int[] rows =
          IntStream.range(0, x.size())
              .filter(i -> Double.isFinite(x.at(i) + y.at(i) + value.at(i)))
              .toArray();
      return new Points(
          IntStream.of(rows).mapToDouble(i -> across.part(x.at(i))).toArray(),
          IntStream.of(rows).mapToDouble(i -> upwards.part(y.at(i))).toArray(),
          IntStream.of(rows).mapToDouble(i -> values.part(value.at(i))).toArray());
    }

    int count() {
      return x.length;
    }

    double at(double atX, double atY) {
      double sum = 0;
      double weights = 0;
      for (int i = 0; i < x.length; i++) {
        double dx = x[i] - atX;
        double dy = y[i] - atY;
        double square = dx * dx + dy * dy + SMALLEST;
        double weight = 1 / (square * Math.sqrt(square));
        sum += weight * value[i];
        weights += weight;
      }
      return sum / weights;
    }
  }
}
