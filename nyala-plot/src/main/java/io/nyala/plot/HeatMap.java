// SPDX-License-Identifier: Apache-2.0
package io.nyala.plot;

import io.nyala.data.images.Images;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Tensor;
import java.awt.Color;
import java.util.Arrays;

/** Maps over images, such as those that explain what a network looked at. */
public final class HeatMap {
  private static final int CHANNELS = 3;
  private static final float STRENGTH = 0.55f;
  private static final float BRIGHTEST = 255;
  private static final float[] GREY = {0.299f, 0.587f, 0.114f}; // luma of ITU-R BT.601

  private HeatMap() {}

  /**
   * Returns grey images coloured by maps: yellow for 1, green between, dark violet for 0. Maps are
   * resized to the images with bilinear interpolation.
   *
   * @param images {@code (rows, height, width, 3)} in [0, 1], red, green and blue
   * @param maps {@code (rows, h, w)} in [0, 1]
   * @return {@code (rows, height, width, 3)} in [0, 1]
   * @throws ShapeException if the shapes are others, or the numbers of rows differ
   */
  public static Tensor over(Tensor images, Tensor maps) {
    Shape s = images.shape();
    Shape m = maps.shape();
    if (s.rank() != 4 || s.last() != CHANNELS || m.rank() != 3 || m.dim(0) != s.dim(0)) {
      throw new ShapeException(
          "heat map: expected images (rows, height, width, 3) and maps (rows, h, w), got %s and %s"
              .formatted(s, m));
    }
    Tensor sized = Images.resize(maps.reshape(m.insert(3, 1)), s.dim(1), s.dim(2));
    float[] heat = sized.floats();
    float[] pixels = images.floats();
    float[] mixed = new float[pixels.length];
    for (int i = 0; i < heat.length; i++) {
      float grey = 0;
      for (int c = 0; c < CHANNELS; c++) {
        grey += GREY[c] * pixels[i * CHANNELS + c];
      }
      Color color = ColorScale.viridis(heat[i]);
      int[] of = {color.getRed(), color.getGreen(), color.getBlue()};
      for (int c = 0; c < CHANNELS; c++) {
        mixed[i * CHANNELS + c] = (1 - STRENGTH) * grey + STRENGTH * of[c] / BRIGHTEST;
      }
    }
    return Tensor.of(s, mixed);
  }

  /**
   * Returns maps with values up to a quantile of each map scaled to [0, 1], and larger ones set to
   * 1. The maps of single pixels, such as saliency, are visible only so: a few pixels have nearly
   * all of it.
   *
   * @param maps {@code (rows, h, w)}, not negative
   * @param share the share of the values that stay distinct, such as .99
   * @throws ShapeException if the shape is another
   */
  public static Tensor capped(Tensor maps, double share) {
    Shape m = maps.shape();
    if (m.rank() != 3) {
      throw new ShapeException("heat map: expected maps (rows, h, w), got " + m);
    }
    float[] values = maps.toFloats().clone();
    int size = m.drop(0).size();
    for (int from = 0; from < values.length; from += size) {
      float[] sorted = Arrays.copyOfRange(values, from, from + size);
      Arrays.sort(sorted);
      float most = sorted[(int) Math.clamp(share * (size - 1), 0, size - 1)];
      for (int i = from; i < from + size; i++) {
        values[i] = most > 0 ? Math.min(1, values[i] / most) : Math.min(1, values[i]);
      }
    }
    return Tensor.of(m, values);
  }
}
