// SPDX-License-Identifier: Apache-2.0
package io.nyala.bench;

import java.util.List;

/**
 * The network of the text workload: word vectors; three convolutions over time with ReLU, each but
 * the last with maximum pooling by 5; the maximum over time; a dense layer of 128 with ReLU; 20
 * classes.
 */
public final class TextCnn {
  /** How many words there are. */
  public static final int VOCABULARY = 20_000;

  /** Numbers in a word's vector. */
  public static final int DIMENSION = 50;

  /** Words in a text. */
  public static final int TIME = 1000;

  /** Convolutions. */
  public static final int CONVOLUTIONS = 3;

  /** Filters of each convolution. */
  public static final int FILTERS = 128;

  /** Words that a kernel spans. */
  public static final int KERNEL = 5;

  /** Steps in a pool. */
  public static final int POOL = 5;

  /** Units of the dense part: the maxima over time, the hidden layer, the classes. */
  public static final List<Integer> WIDTHS = List.of(FILTERS, 128, 20);

  private TextCnn() {}

  /** Multiply-adds of a layer for one text, all layers in turn. */
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

  /** Trainable parameters. */
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
