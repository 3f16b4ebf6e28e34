// SPDX-License-Identifier: Apache-2.0
package io.nyala.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.List;

/** Colours, fonts and lines of all plots. */
final class Style {
  /** The colour of training data, or of the first of two. */
  static final Color FIRST = new Color(0x2563EB);

  /** The colour of validation data, or of the second of two. */
  static final Color SECOND = new Color(0xEA580C);

  static final Color WRONG = new Color(0xDC2626);
  static final Color INK = new Color(0x1F2937);
  static final Color FAINT = new Color(0x6B7280);
  static final Color GRID = new Color(0xE5E7EB);
  static final Color PAPER = Color.WHITE;

  /** Colours of categories. */
  private static final List<Color> KINDS =
      List.of(
          FIRST,
          SECOND,
          new Color(0x16A34A),
          new Color(0x9333EA),
          new Color(0xCA8A04),
          new Color(0x0891B2),
          new Color(0xDB2777),
          FAINT);

  static final BasicStroke HAIR = new BasicStroke(0.75f);
  static final BasicStroke THIN = new BasicStroke(1f);
  static final BasicStroke LINE =
      new BasicStroke(2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
  static final BasicStroke DASHES =
      new BasicStroke(
          1.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1f, new float[] {6, 4}, 0);

  private Style() {}

  static Font font(int size) {
    return new Font(Font.SANS_SERIF, Font.PLAIN, size);
  }

  static Font bold(int size) {
    return new Font(Font.SANS_SERIF, Font.BOLD, size);
  }

  /** Returns the text of a title. */
  static Words title(String text) {
    return new Words(text, bold(15), INK);
  }

  /** Returns the text of a number, a caption or a similar label. */
  static Words small(String text, Color color) {
    return new Words(text, font(12), color);
  }

  static Color translucent(Color color, int alpha) {
    return new Color(color.getRed(), color.getGreen(), color.getBlue(), alpha);
  }

  /** Returns the colour of a category; the colours repeat after the last one. */
  static Color kind(int index) {
    return KINDS.get(index % KINDS.size());
  }
}
