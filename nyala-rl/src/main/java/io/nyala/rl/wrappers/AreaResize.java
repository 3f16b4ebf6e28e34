// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.wrappers;

/**
 * Makes grey pictures smaller: each pixel is the mean of the area that it covers, as {@code
 * cv2.resize} computes it with {@code INTER_AREA}.
 */
final class AreaResize {
  private static final double SLIVER = 1e-3; // of a pixel, which OpenCV leaves out

  private final int width;
  private final int size;
  private final boolean halving; // then OpenCV rounds halves up, else to even
  private final Weights columns;
  private final Weights rows;
  private final float[] line; // one line of the source, in the columns of the result
  private final float[] sum;

  /**
   * Prepares.
   *
   * @param size pixels of both sides of the result
   * @throws IllegalArgumentException if that is more than the picture has
   */
  AreaResize(int width, int height, int size) {
    if (size < 1 || size > Math.min(width, height)) {
      throw new IllegalArgumentException(
          "a picture of %d x %d pixels can be made smaller, but not %d x %d"
              .formatted(width, height, size, size));
    }
    this.width = width;
    this.size = size;
    halving = width == 2 * size && height == 2 * size;
    columns = new Weights(width, size);
    rows = new Weights(height, size);
    line = new float[size];
    sum = new float[size];
  }

  /** Which pixels of the source count how much for each of the result. */
  private static final class Weights {
    final int[] first; // entry of each pixel of the result, and one more
    final int[] source;
    final float[] weight;

    Weights(int from, int to) {
      double scale = (double) from / to;
      first = new int[to + 1];
      int[] sources = new int[2 * from + 2 * to];
      float[] weights = new float[sources.length];
      int n = 0;
      for (int i = 0; i < to; i++) {
        double begin = i * scale;
        double end = begin + scale;
        double covered = Math.min(scale, from - begin);
        int last = Math.min((int) Math.floor(end), from - 1);
        int whole = Math.min((int) Math.ceil(begin), last);
        if (whole - begin > SLIVER) {
          sources[n] = whole - 1;
          weights[n++] = (float) ((whole - begin) / covered);
        }
        for (int s = whole; s < last; s++) {
          sources[n] = s;
          weights[n++] = (float) (1 / covered);
        }
        if (end - last > SLIVER) {
          sources[n] = last;
          weights[n++] = (float) (Math.min(Math.min(end - last, 1), covered) / covered);
        }
        first[i + 1] = n;
      }
      source = sources;
      weight = weights;
    }
  }

  /**
   * Makes a picture smaller.
   *
   * @param grey lines of pixels
   * @param into {@code size * size} integers from 0 to 255
   */
  void apply(byte[] grey, float[] into) {
    for (int y = 0; y < size; y++) {
      for (int k = rows.first[y]; k < rows.first[y + 1]; k++) {
        shrink(grey, rows.source[k] * width);
        float weight = rows.weight[k];
        boolean begins = k == rows.first[y];
        for (int x = 0; x < size; x++) {
          sum[x] = begins ? weight * line[x] : sum[x] + weight * line[x];
        }
      }
      for (int x = 0; x < size; x++) {
        into[y * size + x] = (float) (halving ? Math.floor(sum[x] + 0.5f) : Math.rint(sum[x]));
      }
    }
  }

  private void shrink(byte[] grey, int at) {
    for (int x = 0; x < size; x++) {
      float all = 0;
      for (int k = columns.first[x]; k < columns.first[x + 1]; k++) {
        all += (grey[at + columns.source[k]] & 0xff) * columns.weight[k];
      }
      line[x] = all;
    }
  }
}
