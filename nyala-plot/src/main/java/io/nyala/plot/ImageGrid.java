// SPDX-License-Identifier: Apache-2.0
package io.nyala.plot;

import io.nyala.tensor.Tensor;
import java.awt.Dimension;
import java.awt.geom.Rectangle2D;

/** A grid of images without captions or margins. */
final class ImageGrid implements Picture {
  private static final int TILE = 56;
  private static final int GAP = 4;

  private final Tensor images;
  private final int columns;

  /**
   * Creates a grid of all images.
   *
   * @param images the images, in a shape that {@link ImageSheet} supports
   * @param columns the number of images per row
   */
  ImageGrid(Tensor images, int columns) {
    this.images = ImageSheet.checked(images);
    this.columns = ImageSheet.checked(columns);
  }

  @Override
  public Dimension size() {
    int rows = Math.ceilDiv(images.shape().dim(0), columns);
    return new Dimension(GAP + columns * (TILE + GAP), GAP + rows * (TILE + GAP));
  }

  @Override
  public String title() {
    return "images";
  }

  @Override
  public void draw(Surface on) {
    for (int i = 0; i < images.shape().dim(0); i++) {
      int x = GAP + i % columns * (TILE + GAP);
      int y = GAP + i / columns * (TILE + GAP);
      on.image(ImageSheet.image(images, i), new Rectangle2D.Double(x, y, TILE, TILE));
    }
  }
}
