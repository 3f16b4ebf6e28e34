// SPDX-License-Identifier: Apache-2.0
package io.nyala.plot;

import io.nyala.files.AtomicFile;
import java.awt.Dimension;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;

/** Something that can be drawn, and its way into a PNG file of twice as many pixels. */
interface Picture {
  /** Pixels of the file for one unit of the drawing: sharp on today's screens. */
  int SCALE = 2;

  /** Returns width and height in units. */
  Dimension size();

  /** Draws with the upper left corner at the origin. */
  void draw(Graphics2D g);

  /** Returns pictures side by side. */
  static Picture row(List<Picture> pictures) {
    return new Picture() {
      @Override
      public Dimension size() {
        int width = pictures.stream().mapToInt(p -> p.size().width).sum();
        return new Dimension(
            width, pictures.stream().mapToInt(p -> p.size().height).max().orElse(0));
      }

      @Override
      public void draw(Graphics2D g) {
        int x = 0;
        for (Picture picture : pictures) {
          Graphics2D part = (Graphics2D) g.create(x, 0, picture.size().width, size().height);
          picture.draw(part);
          part.dispose();
          x += picture.size().width;
        }
      }
    };
  }

  /** Returns the drawing as an image. */
  default BufferedImage render() {
    Dimension size = size();
    BufferedImage image =
        new BufferedImage(size.width * SCALE, size.height * SCALE, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    g.setRenderingHint(
        RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
    g.setColor(Style.PAPER);
    g.fillRect(0, 0, image.getWidth(), image.getHeight());
    g.scale(SCALE, SCALE);
    draw(g);
    g.dispose();
    return image;
  }

  /** Writes a PNG file; it appears under its name when it is complete. */
  default void write(Path file) throws IOException {
    BufferedImage image = render();
    AtomicFile.write(file, out -> ImageIO.write(image, "png", out));
  }
}
