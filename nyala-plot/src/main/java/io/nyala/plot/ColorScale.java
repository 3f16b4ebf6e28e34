// SPDX-License-Identifier: Apache-2.0
package io.nyala.plot;

import java.awt.Color;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;

/**
 * Colours for numbers: viridis, the colour map of van der Walt and Smith (2015), whose brightness
 * increases uniformly and which is suitable for colour-blind people. The best values are dark.
 */
final class ColorScale {
  /** The width of a scale next to a plot. */
  static final int WIDTH = 92;

  private static final int[] VIRIDIS = {
    0x440154, 0x472D7B, 0x3B528B, 0x2C728E, 0x21918C, 0x28AE80, 0x5EC962, 0xADDC30, 0xFDE725
  };
  private static final int STEPS = 128;
  private static final int BAR = 14;

  private final Axis axis;
  private final boolean highIsDark;

  ColorScale(Quantity quantity) {
    this.axis = quantity.axis();
    this.highIsDark = quantity.isHighBest();
  }

  /** Returns the colour of a value, grey if it is missing. */
  Color color(double value) {
    double part = axis.part(value);
    return Double.isFinite(part) ? ofPart(part) : Style.FAINT;
  }

  /** Returns the colour at a fraction of the range. */
  Color ofPart(double part) {
    return viridis(highIsDark ? 1 - part : part);
  }

  /** Returns the colour of a number, dark for 0 and bright for 1. */
  static Color viridis(double part) {
    double bounded = Math.clamp(part, 0.0, 1.0);
    double place = bounded * (VIRIDIS.length - 1);
    int index = Math.min((int) place, VIRIDIS.length - 2);
    double rest = place - index;
    Color from = new Color(VIRIDIS[index]);
    Color to = new Color(VIRIDIS[index + 1]);
    return new Color(
        between(from.getRed(), to.getRed(), rest),
        between(from.getGreen(), to.getGreen(), rest),
        between(from.getBlue(), to.getBlue(), rest));
  }

  private static int between(int from, int to, double part) {
    return (int) Math.round(from + (to - from) * part);
  }

  Axis axis() {
    return axis;
  }

  /** Draws the scale vertically, with low values at the bottom and numbers to its right. */
  void draw(Surface on, double x, double y, double height) {
    BufferedImage colors = new BufferedImage(1, STEPS, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < STEPS; i++) {
      colors.setRGB(0, i, ofPart(1 - (i + 0.5) / STEPS).getRGB());
    }
    on.image(colors, new Rectangle2D.Double(x, y, BAR, height));
    for (Axis.Tick tick : axis.ticks()) {
      Style.small(tick.label(), Style.FAINT)
          .beginningAt(on, x + BAR + 6, y + (1 - axis.part(tick.at())) * height);
    }
    new Words(axis.title(), Style.font(13), Style.INK)
        .within(height)
        .upwards(on, x + WIDTH - 18, y + height / 2);
  }
}
