// SPDX-License-Identifier: Apache-2.0
package io.nyala.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.function.Consumer;

/**
 * What pictures draw on: the few things they need of {@link java.awt.Graphics2D}, so that the same
 * drawing becomes pixels or an SVG file. The origin is the upper left corner.
 */
interface Surface {
  /** Fills a shape. */
  void fill(Shape shape, Color color);

  /** Draws the outline of a shape. */
  void stroke(Shape shape, Color color, BasicStroke stroke);

  /** Draws an image into a rectangle; its pixels stay sharp however large they become. */
  void image(BufferedImage image, Rectangle2D place);

  /**
   * Draws a line of text whose middle height is at a point.
   *
   * @param words the text
   * @param x where it is, from left to right
   * @param y where it is, from top to bottom
   * @param part which part of the text is before the point: 0 where it begins there, 1 where it
   *     ends there
   * @param upwards whether it reads upwards instead of to the right
   */
  void text(Words words, double x, double y, double part, boolean upwards);

  /** Draws something whose origin is at a point. */
  void moved(double x, double y, Consumer<Surface> drawing);

  /** Draws something of which only what is inside a rectangle shows. */
  void clipped(Rectangle2D window, Consumer<Surface> drawing);
}
