// SPDX-License-Identifier: Apache-2.0
package io.nyala.plot;

import io.nyala.files.AtomicFile;
import java.awt.Dimension;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;

/** Something that can be drawn, and written to a PNG or SVG file. */
interface Picture {
  /** Returns the width and height in units. */
  Dimension size();

  /** Returns a description, for readers who cannot see the picture. */
  String title();

  /** Draws the picture with its upper left corner at the origin. */
  void draw(Surface on);

  /** Returns pictures side by side. */
  static Picture row(List<? extends Picture> pictures) {
    return new Picture() {
      @Override
      public Dimension size() {
        int width = pictures.stream().mapToInt(p -> p.size().width).sum();
        return new Dimension(
            width, pictures.stream().mapToInt(p -> p.size().height).max().orElse(0));
      }

      @Override
      public String title() {
        return pictures.stream().map(Picture::title).collect(Collectors.joining("; "));
      }

      @Override
      public void draw(Surface on) {
        int x = 0;
        for (Picture picture : pictures) {
          on.moved(x, 0, picture::draw);
          x += picture.size().width;
        }
      }
    };
  }

  /**
   * Writes a file in the format of its extension. It appears under its name when it is complete.
   *
   * @throws IllegalArgumentException if the name ends neither in {@code .png} nor in {@code .svg}
   */
  default void write(Path file) throws IOException {
    Dimension size = size();
    if (size.width < 1 || size.height < 1) {
      throw new IllegalArgumentException("plot " + file + ": there is nothing to draw");
    }
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".svg")) {
      AtomicFile.writeString(file, SvgSurface.text(this));
    } else if (name.endsWith(".png")) {
      BufferedImage image = PixelSurface.image(this);
      AtomicFile.write(file, out -> ImageIO.write(image, "png", out));
    } else {
      throw new IllegalArgumentException(
          "plot " + file + ": the name must end in .png or .svg, which decides the format");
    }
  }
}
