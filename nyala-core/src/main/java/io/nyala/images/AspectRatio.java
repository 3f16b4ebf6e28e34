// SPDX-License-Identifier: Apache-2.0
package io.nyala.images;

/** What becomes of an image whose sides have another ratio than those wanted. */
public enum AspectRatio {
  /** It is stretched or squeezed, as Keras does by default. */
  DISTORT,
  /** The largest middle part of the ratio wanted is taken. */
  CROP,
  /** A border is put around it. */
  PAD;

  /**
   * The part of an image that is resized; it may reach beyond the edges.
   *
   * @param top row at which it begins, negative for a border
   * @param left column at which it begins, negative for a border
   * @param height rows of it
   * @param width columns of it
   */
  public record Window(int top, int left, int height, int width) {}

  /**
   * Returns which part of an image is to be brought to a size, with Keras's rounding: a border has
   * the same width on both ends.
   *
   * @param height of the image
   * @param width of the image
   * @param toHeight rows wanted
   * @param toWidth columns wanted
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
