// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.images;

import io.nyala.images.FillMode;

/** Applies affine transformations to images in one step, with bilinear interpolation. */
final class Resampling {
  private Resampling() {}

  /**
   * Computes an image whose pixel (row, column) is read from another image at {@code (m0 row + m1
   * column + m2, m3 row + m4 column + m5)}.
   *
   * @param from the pixels, {@code (height, width, channels)}
   * @param at the index of the first pixel
   * @param m the six coefficients
   * @param into the pixels of the result, in the same shape
   */
  static void affine(
      float[] from,
      int at,
      int height,
      int width,
      int channels,
      double[] m,
      FillMode fill,
      float fillValue,
      float[] into,
      int intoAt) {
    int to = intoAt;
    for (int r = 0; r < height; r++) {
      for (int c = 0; c < width; c++) {
        double y = m[0] * r + m[1] * c + m[2];
        double x = m[3] * r + m[4] * c + m[5];
        int y0 = (int) Math.floor(y);
        int x0 = (int) Math.floor(x);
        float dy = (float) (y - y0);
        float dx = (float) (x - x0);
        int top = row(fill, y0, height, at, width * channels);
        int bottom = row(fill, y0 + 1, height, at, width * channels);
        int left = fill.index(x0, width);
        int right = fill.index(x0 + 1, width);
        for (int k = 0; k < channels; k++) {
          float a = pixel(from, top, left, channels, k, fillValue);
          float b = pixel(from, top, right, channels, k, fillValue);
          float d = pixel(from, bottom, left, channels, k, fillValue);
          float e = pixel(from, bottom, right, channels, k, fillValue);
          float upper = a + dx * (b - a);
          float lower = d + dx * (e - d);
          into[to++] = upper + dy * (lower - upper);
        }
      }
    }
  }

  private static int row(FillMode fill, int row, int height, int at, int stride) {
    int index = fill.index(row, height);
    return index < 0 ? -1 : at + index * stride;
  }

  private static float pixel(
      float[] from, int row, int column, int channels, int k, float fillValue) {
    return row < 0 || column < 0 ? fillValue : from[row + column * channels + k];
  }

  /** Flips an image horizontally, in place. */
  static void flipHorizontally(float[] image, int at, int height, int width, int channels) {
    for (int r = 0; r < height; r++) {
      for (int left = 0, right = width - 1; left < right; left++, right--) {
        int a = at + (r * width + left) * channels;
        int b = at + (r * width + right) * channels;
        swap(image, a, b, channels);
      }
    }
  }

  /** Flips an image vertically, in place. */
  static void flipVertically(float[] image, int at, int height, int rowLength) {
    for (int top = 0, bottom = height - 1; top < bottom; top++, bottom--) {
      swap(image, at + top * rowLength, at + bottom * rowLength, rowLength);
    }
  }

  private static void swap(float[] image, int a, int b, int length) {
    for (int i = 0; i < length; i++) {
      float held = image[a + i];
      image[a + i] = image[b + i];
      image[b + i] = held;
    }
  }
}
