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
    int end = text.length();
    Words shorter = this;
    while (end > 0 && shorter.width() > widest) {
      end = text.offsetByCodePoints(end, -1);
      shorter = new Words(text.substring(0, end) + CUT, font, color);
    }
    return shorter;
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
