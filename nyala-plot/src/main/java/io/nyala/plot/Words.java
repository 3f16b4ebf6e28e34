// SPDX-License-Identifier: Apache-2.0
package io.nyala.plot;

import java.awt.Color;
import java.awt.Font;
import java.awt.font.FontRenderContext;
import java.awt.font.LineMetrics;
import java.util.ArrayList;
import java.util.List;

/**
 * A line of text that is drawn relative to a point.
 *
 * @param text the text
 * @param font the font
 * @param color the colour
 */
record Words(String text, Font font, Color color) {
  private static final FontRenderContext EXACT = new FontRenderContext(null, true, true);
  private static final String CUT = "\u2026";

  /** Returns the width of the text. */
  double width() {
    return font.getStringBounds(text, EXACT).getWidth();
  }

  /** Returns the distance of the baseline below the middle of the letters. */
  double base() {
    LineMetrics metrics = font.getLineMetrics(text, EXACT);
    return (metrics.getAscent() - metrics.getDescent()) / 2;
  }

  /** Returns the text, truncated if it is wider than this. */
  Words within(double widest) {
    if (width() <= widest) {
      return this;
    }
    int least = 0;
    int most = text.codePointCount(0, text.length()) - 1;
    while (least < most) {
      int middle = (least + most + 1) / 2;
      if (cut(middle).width() <= widest) {
        least = middle;
      } else {
        most = middle - 1;
      }
    }
    return cut(least);
  }

  /** Returns the text as lines of at most this width; a single word may be wider. */
  List<String> broken(double widest) {
    List<String> lines = new ArrayList<>();
    String line = "";
    for (String word : text.split(" ")) {
      String longer = line.isEmpty() ? word : line + " " + word;
      if (!line.isEmpty() && new Words(longer, font, color).width() > widest) {
        lines.add(line);
        longer = word;
      }
      line = longer;
    }
    lines.add(line);
    return lines;
  }

  private Words cut(int letters) {
    return new Words(text.substring(0, text.offsetByCodePoints(0, letters)) + CUT, font, color);
  }

  /** Draws the text centred at a point. */
  void centred(Surface on, double x, double y) {
    on.text(this, x, y, 0.5, false);
  }

  /** Draws the text starting at a point. */
  void beginningAt(Surface on, double x, double y) {
    on.text(this, x, y, 0, false);
  }

  /** Draws the text ending at a point. */
  void endingAt(Surface on, double x, double y) {
    on.text(this, x, y, 1, false);
  }

  /** Draws the text upwards, centred at a point. */
  void upwards(Surface on, double x, double y) {
    on.text(this, x, y, 0.5, true);
  }

  /** Draws the text upwards, ending at a point. */
  void upwardsTo(Surface on, double x, double y) {
    on.text(this, x, y, 1, true);
  }
}
