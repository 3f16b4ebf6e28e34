// SPDX-License-Identifier: Apache-2.0
package io.nyala.plot;

import java.awt.Graphics2D;

/** Text around a point. */
final class Words {
  private Words() {}

  /** Draws text whose middle is at a point. */
  static void centred(Graphics2D g, String text, double x, double y) {
    at(g, text, x - g.getFontMetrics().stringWidth(text) / 2.0, y);
  }

  /** Draws text that begins at a point. */
  static void beginningAt(Graphics2D g, String text, double x, double y) {
    at(g, text, x, y);
  }

  /** Draws text that ends at a point. */
  static void endingAt(Graphics2D g, String text, double x, double y) {
    at(g, text, x - g.getFontMetrics().stringWidth(text), y);
  }

  /** Draws text that reads upwards and whose middle is at a point. */
  static void upwards(Graphics2D g, String text, double x, double y) {
    Graphics2D turned = (Graphics2D) g.create();
    turned.rotate(-Math.PI / 2, x, y);
    centred(turned, text, x, y);
    turned.dispose();
  }

  /** Draws text that reads upwards and ends at a point. */
  static void upwardsTo(Graphics2D g, String text, double x, double y) {
    Graphics2D turned = (Graphics2D) g.create();
    turned.rotate(-Math.PI / 2, x, y);
    endingAt(turned, text, x, y);
    turned.dispose();
  }

  private static void at(Graphics2D g, String text, double left, double middle) {
    double base = middle + (g.getFontMetrics().getAscent() - g.getFontMetrics().getDescent()) / 2.0;
    g.drawString(text, (float) left, (float) base);
  }
}
