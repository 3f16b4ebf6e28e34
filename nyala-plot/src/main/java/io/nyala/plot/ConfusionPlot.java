// SPDX-License-Identifier: Apache-2.0
package io.nyala.plot;

import io.nyala.data.evaluation.ConfusionMatrix;
import io.nyala.data.evaluation.ConfusionMatrix.Normalize;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Graphics2D;
import java.util.Locale;

/** A confusion matrix as a heat map: counts in the cells, colours by part of the actual class. */
final class ConfusionPlot implements Picture {
  private static final int EDGE = 24;
  private static final int TITLE = 44;
  private static final int LABELS = 58;

  private final String title;
  private final ConfusionMatrix matrix;
  private final int cell;

  /** How much room names take where they do not fit a cell, and are written beside and below. */
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
  public void draw(Graphics2D g) {
    int side = classes() * cell;
    g.setColor(Style.INK);
    g.setFont(Style.bold(15));
    Words.centred(g, title, left() + side / 2.0, EDGE + 8);
    g.setFont(Style.font(12));
    g.setColor(Style.FAINT);
    Words.centred(
        g,
        String.format(Locale.ROOT, "%,d rows, %.2f %% right", matrix.total(), percentRight()),
        left() + side / 2.0,
        EDGE + 28);
    double[][] parts = matrix.normalized(Normalize.ACTUAL);
    for (int i = 0; i < classes(); i++) {
      for (int j = 0; j < classes(); j++) {
        cell(g, i, j, parts[i][j]);
      }
    }
    g.setColor(Style.GRID);
    g.drawRect(left(), top(), side, side);
    labels(g, side);
  }

  private double percentRight() {
    return 100 * matrix.accuracy();
  }

  private void cell(Graphics2D g, int actual, int predicted, double part) {
    int x = left() + predicted * cell;
    int y = top() + actual * cell;
    // Errors are rare: the square root keeps a few of them visible.
    double strength = Math.sqrt(part);
    g.setColor(blend(actual == predicted ? Style.FIRST : Style.WRONG, strength));
    g.fillRect(x, y, cell, cell);
    int count = matrix.count(actual, predicted);
    if (count == 0) {
      return;
    }
    g.setColor(strength > 0.6 ? Color.WHITE : Style.INK);
    g.setFont(Style.font(cell > 100 ? 18 : 13));
    double middle = y + cell / 2.0;
    Words.centred(g, String.format(Locale.ROOT, "%,d", count), x + cell / 2.0, middle);
    if (cell > 100) {
      g.setFont(Style.font(12));
      String percent = String.format(Locale.ROOT, "%.1f %%", 100 * part);
      Words.centred(g, percent, x + cell / 2.0, middle + 22);
    }
  }

  private void labels(Graphics2D g, int side) {
    g.setFont(Style.font(13));
    g.setColor(Style.INK);
    for (int i = 0; i < classes(); i++) {
      double middle = (i + 0.5) * cell;
      if (names > 0) {
        Words.endingAt(g, matrix.names().get(i), left() - 8, top() + middle);
        Words.upwardsTo(g, matrix.names().get(i), left() + middle, top() + side + 8);
        continue;
      }
      Words.centred(g, matrix.names().get(i), left() + middle, top() + side + 16);
      if (cell > 100) {
        Words.upwards(g, matrix.names().get(i), left() - 16, top() + middle);
      } else {
        Words.centred(g, matrix.names().get(i), left() - 16, top() + middle);
      }
    }
    g.setColor(Style.INK);
    g.setFont(Style.bold(13));
    Words.centred(g, "predicted", left() + side / 2.0, top() + side + names + 40);
    Words.upwards(g, "actual", left() - names - 42, top() + side / 2.0);
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
