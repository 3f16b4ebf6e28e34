// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.tensorboard;

import io.nyala.files.AtomicFile;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The small images of a projector's points in one square picture, row by row, as TensorBoard
 * expects them.
 */
final class Sprite {
  private static final int LARGEST = 8192;

  private final Tensor images;

  private Sprite(Tensor images) {
    this.images = images;
  }

  /**
   * Returns the sprite.
   *
   * @param images {@code (points, height, width, channels)} in [0, 1]
   */
  static Sprite of(String name, int points, Tensor images) {
    Shape s = images.shape();
    if (s.rank() != 4 || s.dim(0) != points || s.last() != 1 && s.last() != 3) {
      throw new IllegalArgumentException(
          ("points \"%s\": expected an image for each of %d points (points, height, width, 1 or 3),"
                  + " got %s")
              .formatted(name, points, s));
    }
    int across = across(points);
    if (across * Math.max(s.dim(1), s.dim(2)) > LARGEST) {
      throw new IllegalArgumentException(
          "points \"%s\": %d images of %d x %d are more than %d pixels each way; make them smaller"
              .formatted(name, points, s.dim(1), s.dim(2), LARGEST));
    }
    return new Sprite(images);
  }

  private static int across(int points) {
    return (int) Math.ceil(Math.sqrt(points));
  }

  void addSizeTo(StringBuilder config) {
    config.append("    single_image_dim: %d\n".formatted(images.shape().dim(2)));
    config.append("    single_image_dim: %d\n".formatted(images.shape().dim(1)));
  }

  void write(Path file) throws IOException {
    byte[] png = Png.encode(sheet());
    AtomicFile.write(file, out -> out.write(png));
  }

  private Tensor sheet() {
    Shape s = images.shape();
    int across = across(s.dim(0));
    int line = s.dim(2) * s.last(); // the values of a line of one image
    float[] from = images.floats();
    float[] sheet = new float[across * s.dim(1) * across * line];
    for (int i = 0; i < s.dim(0); i++) {
      for (int y = 0; y < s.dim(1); y++) {
        int row = i / across * s.dim(1) + y;
        int into = (row * across + i % across) * line;
        System.arraycopy(from, (i * s.dim(1) + y) * line, sheet, into, line);
      }
    }
    return Tensor.of(Shape.of(across * s.dim(1), across * s.dim(2), s.last()), sheet);
  }
}
