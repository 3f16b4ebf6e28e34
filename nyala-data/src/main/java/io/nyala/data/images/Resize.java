// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.images;

import io.nyala.images.Interpolation;

/** Resizes images, one axis after the other. */
final class Resize {
  private Resize() {}

  /**
   * Resizes an image.
   *
   * @param from the pixels, {@code (height, width, channels)}
   * @param at the index of the first pixel
   * @param into the array of the result, {@code (toHeight, toWidth, channels)}
   * @param intoAt the index of the first pixel of the result
   */
  static void image(
      float[] from,
      int at,
      int height,
      int width,
      int channels,
      Interpolation.Taps rows,
      Interpolation.Taps columns,
      float[] into,
      int intoAt) {
    int toWidth = columns.indices().length / columns.count();
    float[] wide = new float[height * toWidth * channels];
    for (int y = 0; y < height; y++) {
      columns(from, at + y * width * channels, columns, channels, wide, y * toWidth * channels);
    }
    int stride = toWidth * channels;
    int toHeight = rows.indices().length / rows.count();
    for (int y = 0; y < toHeight; y++) {
      rows(wide, stride, rows, y, into, intoAt + y * stride);
    }
  }

  private static void columns(
      float[] from, int at, Interpolation.Taps taps, int channels, float[] into, int intoAt) {
    int count = taps.count();
    int[] indices = taps.indices();
    float[] weights = taps.weights();
    int to = intoAt;
    for (int first = 0; first < indices.length; first += count) {
      for (int k = 0; k < channels; k++) {
        float sum = 0;
        for (int t = first; t < first + count; t++) {
          sum += weights[t] * from[at + indices[t] * channels + k];
        }
        into[to++] = sum;
      }
    }
  }

  private static void rows(
      float[] from, int stride, Interpolation.Taps taps, int row, float[] into, int intoAt) {
    for (int t = row * taps.count(); t < (row + 1) * taps.count(); t++) {
      float weight = taps.weights()[t];
      int at = taps.indices()[t] * stride;
      if (weight != 0) {
        for (int i = 0; i < stride; i++) {
          into[intoAt + i] += weight * from[at + i];
        }
      }
    }
  }
}
