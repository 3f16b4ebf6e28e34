// SPDX-License-Identifier: Apache-2.0
package io.nyala.bench;

import java.util.List;

/**
 * The network of the image workloads: on 32 x 32 x 3, convolution of 64 filters 3 x 3, ReLU, batch
 * normalization, maximum pooling by 2; the same with 32 filters; flattened to 1,152; dense layers
 * of 512 and 256 with ReLU, each with dropout of 0.2; 10 classes.
 */
public final class CifarCnn {
  /** Height and width of an image. */
  public static final int EXTENT = 32;

  /** Channels of an image. */
  public static final int CHANNELS = 3;

  /** Height and width of the convolutions' kernels. */
  public static final int KERNEL = 3;

  /** Filters of the convolutions. */
  public static final List<Integer> FILTERS = List.of(64, 32);

  /** Units of the dense part: the flattened features, the hidden layers, the classes. */
  public static final List<Integer> WIDTHS = List.of(1152, 512, 256, 10);

  /** The dropout rate of the hidden units. */
  public static final double DROPOUT = 0.2;

  private CifarCnn() {}

  /**
   * Returns the number of elements of an image.
   *
   * @return height times width times channels
   */
  public static int imageSize() {
    return EXTENT * EXTENT * CHANNELS;
  }

  /** Multiply-adds for one image, layer by layer. */
  static double[] multiplyAdds() {
    double[] all = new double[FILTERS.size() + WIDTHS.size() - 1];
    int extent = EXTENT;
    int channels = CHANNELS;
    int n = 0;
    for (int filters : FILTERS) {
      extent -= KERNEL - 1;
      all[n++] = (double) extent * extent * KERNEL * KERNEL * channels * filters;
      extent /= 2;
      channels = filters;
    }
    for (int i = 1; i < WIDTHS.size(); i++) {
      all[n++] = (double) WIDTHS.get(i - 1) * WIDTHS.get(i);
    }
    return all;
  }

  /** Returns the number of trainable parameters. */
  static long parameters() {
    long sum = 0;
    int channels = CHANNELS;
    for (int filters : FILTERS) {
      // Kernel and bias, then gamma and beta.
      sum += (long) KERNEL * KERNEL * channels * filters + filters + 2L * filters;
      channels = filters;
    }
    for (int i = 1; i < WIDTHS.size(); i++) {
      sum += (long) WIDTHS.get(i - 1) * WIDTHS.get(i) + WIDTHS.get(i);
    }
    return sum;
  }
}
