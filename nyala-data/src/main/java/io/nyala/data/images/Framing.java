// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.images;

import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;

/** Images cropped or padded to another ratio of their sides, with Keras's rounding. */
final class Framing {
  private Framing() {}

  /**
   * Returns the image with the ratio of a target, not yet its size.
   *
   * @param image {@code (height, width, channels)}
   */
  static Tensor of(Tensor image, AspectRatio how, int toHeight, int toWidth) {
    int height = image.shape().dim(0);
    int width = image.shape().dim(1);
    int fitHeight = (int) ((float) ((long) width * toHeight) / toWidth);
    int fitWidth = (int) ((float) ((long) height * toWidth) / toHeight);
    return switch (how) {
      case DISTORT -> image;
      case CROP -> {
        int h = Math.max(1, Math.min(height, fitHeight));
        int w = Math.max(1, Math.min(width, fitWidth));
        yield copied(image, Shape.of(h, w), (h - height) / 2, (w - width) / 2);
      }
      case PAD -> {
        // The same on both ends, as Keras does it: one less in all where they would be odd.
        int top = (Math.max(height, fitHeight) - height) / 2;
        int left = (Math.max(width, fitWidth) - width) / 2;
        yield copied(image, Shape.of(height + 2 * top, width + 2 * left), top, left);
      }
    };
  }

  /** Puts an image, shifted down and right by as much, into one of zeros of another size. */
  private static Tensor copied(Tensor image, Shape size, int down, int right) {
    int width = image.shape().dim(1);
    int channels = image.shape().dim(2);
    int wide = size.dim(1);
    float[] into = new float[size.size() * channels];
    int rows = Math.min(size.dim(0), image.shape().dim(0));
    int columns = Math.min(wide, width);
    for (int y = 0; y < rows; y++) {
      int from = ((y - Math.min(0, down)) * width - Math.min(0, right)) * channels;
      int to = ((y + Math.max(0, down)) * wide + Math.max(0, right)) * channels;
      System.arraycopy(image.floats(), from, into, to, columns * channels);
    }
    return Tensor.of(size.insert(2, channels), into);
  }
}
