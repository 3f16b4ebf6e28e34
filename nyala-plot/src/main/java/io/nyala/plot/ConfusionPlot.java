// SPDX-License-Identifier: Apache-2.0
package io.nyala.plot;

import io.nyala.data.evaluation.ConfusionMatrix;
import io.nyala.data.evaluation.ConfusionMatrix.Normalize;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.geom.Rectangle2D;
import java.util.Locale;

/**
 * A confusion matrix as a heat map: counts in the cells, coloured by their fraction of the actual
 * class.
 */
final class ConfusionPlot implements Picture {
  private static final int EDGE = 24;
  private static final int TITLE = 44;
  private static final int LABELS = 58;

  private final String title;
  private final ConfusionMatrix matrix;
  private final int cell;

  /** The space for names that do not fit a cell, which are written to the left and below. */
  private final int names;

  ConfusionPlot(String title, ConfusionMatrix matrix) {
    this.title = title;
    this.matrix = matrix;
    this.cell = matrix.names().size() <= 3 ? 130 : 54;
    int longest = matrix.names().stream().mapToInt(String::length).max().orElse(0);
    this.names = cell < 100 && longest > 6 ? 7 * longest : 0;
  }

  private int classes() {
    return matrix.names().size();
  }

  private int left() {
    return EDGE + LABELS + names;
  }

  private int top() {
    return EDGE + TITLE;
  }

  @Override
  public Dimension size() {
    int side = classes() * cell;
    return new Dimension(left() + side + EDGE, top() + side + LABELS + names + EDGE);
  }

  @Override
  public String title() {
    return title;
  }

  @Override
  public void draw(Surface on) {
    int side = classes() * cell;
    Style.title(title).centred(on, left() + side / 2.0, EDGE + 8);
    String below =
        String.format(Locale.ROOT, "%,d rows, %.2f %% correct", matrix.total(), percentRight());
    Style.small(below, Style.FAINT).centred(on, left() + side / 2.0, EDGE + 28);
    double[][] parts = matrix.normalized(Normalize.ACTUAL);
    for (int i = 0; i < classes(); i++) {
      for (int j = 0; j < classes(); j++) {
        cell(on, i, j, parts[i][j]);
      }
    }
    on.stroke(new Rectangle2D.Double(left(), top(), side, side), Style.GRID, Style.THIN);
    labels(on, side);
  }

  private double percentRight() {
    return 100 * matrix.accuracy();
  }

  private void cell(Surface on, int actual, int predicted, double part) {
    int x = left() + predicted * cell;
    int y = top() + actual * cell;
    // Errors are rare, and the square root keeps small counts visible.
    double strength = Math.sqrt(part);
    Color color = blend(actual == predicted ? Style.FIRST : Style.WRONG, strength);
    on.fill(new Rectangle2D.Double(x, y, cell, cell), color);
    int count = matrix.count(actual, predicted);
    if (count == 0) {
      return;
    }
    Color ink = strength > 0.6 ? Color.WHITE : Style.INK;
    double middle = y + cell / 2.0;
    new Words(String.format(Locale.ROOT, "%,d", count), Style.font(cell > 100 ? 18 : 13), ink)
        .centred(on, x + cell / 2.0, middle);
    if (cell > 100) {
      String percent = String.format(Locale.ROOT, "%.1f %%", 100 * part);
      Style.small(percent, ink).centred(on, x + cell / 2.0, middle + 22);
    }
  }

  private void labels(Surface on, int side) {
    for (int i = 0; i < classes(); i++) {
      double middle = (i + 0.5) * cell;
      Words name = new Words(matrix.names().get(i), Style.font(13), Style.INK);
      if (names > 0) {
        name.endingAt(on, left() - 8, top() + middle);
        name.upwardsTo(on, left() + middle, top() + side + 8);
        continue;
      }
      name.centred(on, left() + middle, top() + side + 16);
      if (cell > 100) {
        name.upwards(on, left() - 16, top() + middle);
      } else {
        name.centred(on, left() - 16, top() + middle);
      }
    }
    axisName("predicted").centred(on, left() + side / 2.0, top() + side + names + 40);
    axisName("actual").upwards(on, left() - names - 42, top() + side / 2.0);
  }

  private static Words axisName(String text) {
    return new Words(text, Style.bold(13), Style.INK);
  }

  private static Color blend(Color color, double strength) {
    return new Color(
        channel(color.getRed(), strength),
        channel(color.getGreen(), strength),
        channel(color.getBlue(), strength));
  }

  private static int channel(int value, double strength) {
    return (int) Math.round(255 + (value - 255) * strength);
  }
}
