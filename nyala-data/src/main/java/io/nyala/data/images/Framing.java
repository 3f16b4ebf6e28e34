// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.images;

import io.nyala.images.AspectRatio;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;

/** Crops and pads images. */
final class Framing {
  private Framing() {}

  /**
   * Returns a part of an image; pixels outside the image are 0.
   *
   * @param image {@code (height, width, channels)}
   */
  static Tensor of(Tensor image, AspectRatio.Window w) {
    int height = image.shape().dim(0);
    int width = image.shape().dim(1);
    int channels = image.shape().dim(2);
    if (w.height() == height && w.width() == width) {
      return image;
    }
    float[] into = new float[Math.multiplyExact(w.height() * w.width(), channels)];
    int left = Math.max(0, w.left());
    int right = Math.min(width, w.left() + w.width());
    for (int y = Math.max(0, w.top()); y < Math.min(height, w.top() + w.height()); y++) {
      int from = (y * width + left) * channels;
      int to = ((y - w.top()) * w.width() + left - w.left()) * channels;
      System.arraycopy(image.floats(), from, into, to, (right - left) * channels);
    }
    return Tensor.of(Shape.of(w.height(), w.width(), channels), into);
  }
}
