// SPDX-License-Identifier: Apache-2.0
package io.nyala.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.function.Consumer;

/**
 * The surface that pictures draw on: a small subset of {@link java.awt.Graphics2D}, so that the
 * same drawing can be rendered as pixels or as SVG. The origin is the upper left corner.
 */
interface Surface {
  /** Fills a shape. */
  void fill(Shape shape, Color color);

  /** Draws the outline of a shape. */
  void stroke(Shape shape, Color color, BasicStroke stroke);

  /** Draws an image into a rectangle; pixels stay sharp at any size. */
  void image(BufferedImage image, Rectangle2D place);

  /**
   * Draws a line of text vertically centred at a point.
   *
   * @param words the text
   * @param x the x coordinate of the point
   * @param y the y coordinate of the point, downwards
   * @param part the fraction of the text before the point: 0 if it starts there, 1 if it ends there
   * @param upwards whether the text runs upwards instead of to the right
   */
  void text(Words words, double x, double y, double part, boolean upwards);

  /** Draws with the origin moved to a point. */
  void moved(double x, double y, Consumer<Surface> drawing);

  /** Draws clipped to a rectangle. */
  void clipped(Rectangle2D window, Consumer<Surface> drawing);
}
