// SPDX-License-Identifier: Apache-2.0
package io.nyala.images;

/** How an image is resized whose aspect ratio differs from the target's. */
public enum AspectRatio {
  /** Stretches or squeezes the image, as Keras does by default. */
  DISTORT,
  /** Crops the largest central part with the target's aspect ratio. */
  CROP,
  /** Adds a border around the image. */
  PAD;

  /**
   * The part of an image that is resized; it may extend beyond the edges.
   *
   * @param top the first row, negative for a border
   * @param left the first column, negative for a border
   * @param height the number of rows
   * @param width the number of columns
   */
  public record Window(int top, int left, int height, int width) {}

  /**
   * Returns the part of an image to resize, with Keras's rounding: a border has the same width at
   * both ends.
   *
   * @param height the height of the image
   * @param width the width of the image
   * @param toHeight the target height
   * @param toWidth the target width
   */
  public Window window(int height, int width, int toHeight, int toWidth) {
    int fitHeight = (int) ((float) ((long) width * toHeight) / toWidth);
    int fitWidth = (int) ((float) ((long) height * toWidth) / toHeight);
    return switch (this) {
      case DISTORT -> new Window(0, 0, height, width);
      case CROP -> {
        int h = Math.max(1, Math.min(height, fitHeight));
        int w = Math.max(1, Math.min(width, fitWidth));
        yield new Window((height - h) / 2, (width - w) / 2, h, w);
      }
      case PAD -> {
        int top = (Math.max(height, fitHeight) - height) / 2;
        int left = (Math.max(width, fitWidth) - width) / 2;
        yield new Window(-top, -left, height + 2 * top, width + 2 * left);
      }
    };
  }
}
