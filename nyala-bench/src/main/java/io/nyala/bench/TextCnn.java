// SPDX-License-Identifier: Apache-2.0
package io.nyala.bench;

import java.util.List;

/**
 * The network of the text workload: word vectors; three convolutions over time with ReLU, all
 * except the last with maximum pooling by 5; the maximum over time; a dense layer of 128 with ReLU;
 * 20 classes.
 */
public final class TextCnn {
  /** Number of words in the vocabulary. */
  public static final int VOCABULARY = 20_000;

  /** Length of a word vector. */
  public static final int DIMENSION = 50;

  /** Number of words in a text. */
  public static final int TIME = 1000;

  /** Number of convolutions. */
  public static final int CONVOLUTIONS = 3;

  /** Number of filters of each convolution. */
  public static final int FILTERS = 128;

  /** Kernel size in words. */
  public static final int KERNEL = 5;

  /** Pool size. */
  public static final int POOL = 5;

  /** Units of the dense part: the pooled features, the hidden layer, the classes. */
  public static final List<Integer> WIDTHS = List.of(FILTERS, 128, 20);

  private TextCnn() {}

  /** Multiply-adds for one text, layer by layer. */
  static double[] multiplyAdds() {
    double[] all = new double[CONVOLUTIONS + WIDTHS.size() - 1];
    int time = TIME;
    int channels = DIMENSION;
    int n = 0;
    while (n < CONVOLUTIONS) {
      time -= KERNEL - 1;
      all[n++] = (double) time * KERNEL * channels * FILTERS;
      time /= POOL;
      channels = FILTERS;
    }
    for (int i = 1; i < WIDTHS.size(); i++) {
      all[n++] = (double) WIDTHS.get(i - 1) * WIDTHS.get(i);
    }
    return all;
  }

  /** Returns the number of trainable parameters. */
  static long parameters() {
    long sum = (long) VOCABULARY * DIMENSION;
    int channels = DIMENSION;
    for (int i = 0; i < CONVOLUTIONS; i++) {
      sum += (long) KERNEL * channels * FILTERS + FILTERS;
      channels = FILTERS;
    }
    for (int i = 1; i < WIDTHS.size(); i++) {
      sum += (WIDTHS.get(i - 1) + 1L) * WIDTHS.get(i);
    }
    return sum;
  }
}
