// SPDX-License-Identifier: Apache-2.0
package io.nyala.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.function.Consumer;

/** Draws into a {@link java.awt.image.BufferedImage}. */
final class PixelSurface implements Surface {
  /** The number of pixels per unit of the drawing, for high-resolution screens. */
  static final int SCALE = 2;

  private final Graphics2D g;

  private PixelSurface(Graphics2D g) {
    this.g = g;
  }

  /** Returns a picture as an image. */
  static BufferedImage image(Picture picture) {
    Dimension size = picture.size();
    BufferedImage image =
        new BufferedImage(size.width * SCALE, size.height * SCALE, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    g.setRenderingHint(
        RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
    g.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
    g.setColor(Style.PAPER);
    g.fillRect(0, 0, image.getWidth(), image.getHeight());
    g.scale(SCALE, SCALE);
    picture.draw(new PixelSurface(g));
    g.dispose();
    return image;
  }

  @Override
  public void fill(Shape shape, Color color) {
    g.setColor(color);
    g.fill(shape);
  }

  @Override
  public void stroke(Shape shape, Color color, BasicStroke stroke) {
    g.setColor(color);
    g.setStroke(stroke);
    g.draw(shape);
  }

  @Override
  public void image(BufferedImage image, Rectangle2D place) {
    AffineTransform fit = AffineTransform.getTranslateInstance(place.getX(), place.getY());
    fit.scale(place.getWidth() / image.getWidth(), place.getHeight() / image.getHeight());
    g.drawImage(image, fit, null);
  }

  @Override
  public void text(Words words, double x, double y, double part, boolean upwards) {
    Graphics2D turned = (Graphics2D) g.create();
    turned.translate(x, y);
    if (upwards) {
      turned.rotate(-Math.PI / 2);
    }
    turned.setFont(words.font());
    turned.setColor(words.color());
    turned.drawString(words.text(), (float) (-part * words.width()), (float) words.base());
    turned.dispose();
  }

  @Override
  public void moved(double x, double y, Consumer<Surface> drawing) {
    within(part -> part.translate(x, y), drawing);
  }

  @Override
  public void clipped(Rectangle2D window, Consumer<Surface> drawing) {
    within(part -> part.clip(window), drawing);
  }

  private void within(Consumer<Graphics2D> change, Consumer<Surface> drawing) {
    Graphics2D part = (Graphics2D) g.create();
    change.accept(part);
    drawing.accept(new PixelSurface(part));
    part.dispose();
  }
}
