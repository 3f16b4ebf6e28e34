// SPDX-License-Identifier: Apache-2.0
package io.nyala.plot;

import java.awt.Color;
import java.awt.Font;
import java.awt.font.FontRenderContext;
import java.awt.font.LineMetrics;

/**
 * A line of text, and where it stands around a point.
 *
 * @param text what it says
 * @param font its letters
 * @param color their colour
 */
record Words(String text, Font font, Color color) {
  private static final FontRenderContext EXACT = new FontRenderContext(null, true, true);
  private static final String CUT = "\u2026";

  /** Returns how wide the text is. */
  double width() {
    return font.getStringBounds(text, EXACT).getWidth();
  }

  /** Returns how far the base line is below the middle of the letters. */
  double base() {
    LineMetrics metrics = font.getLineMetrics(text, EXACT);
    return (metrics.getAscent() - metrics.getDescent()) / 2;
  }

  /** Returns the text, or its beginning where it is wider than that. */
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

  private Words cut(int letters) {
    return new Words(text.substring(0, text.offsetByCodePoints(0, letters)) + CUT, font, color);
  }

  /** Draws text whose middle is at a point. */
  void centred(Surface on, double x, double y) {
    on.text(this, x, y, 0.5, false);
  }

  /** Draws text that begins at a point. */
  void beginningAt(Surface on, double x, double y) {
    on.text(this, x, y, 0, false);
  }

  /** Draws text that ends at a point. */
  void endingAt(Surface on, double x, double y) {
    on.text(this, x, y, 1, false);
  }

  /** Draws text that reads upwards and whose middle is at a point. */
  void upwards(Surface on, double x, double y) {
    on.text(this, x, y, 0.5, true);
  }

  /** Draws text that reads upwards and ends at a point. */
  void upwardsTo(Surface on, double x, double y) {
    on.text(this, x, y, 1, true);
  }
}
