// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.recurrent;

import io.nyala.settings.Settings;

/**
 * A convolutional LSTM over a film, a sequence of images: {@code (batch, time, height, width,
 * channels)} to {@code (batch, height, width, filters)}, or to {@code (batch, time, height, width,
 * filters)} with {@code returnSequences}. The states h and c have the shape {@code (batch, height,
 * width, filters)}.
 *
 * <p>Weights: kernel {@code (kernel_size..., channels, 4 * filters)}, recurrent_kernel {@code
 * (kernel_size..., filters, 4 * filters)}, bias {@code (4 * filters,)}; the columns belong to the
 * gates i, f, the candidate and o.
 */
public final class ConvLSTM2D extends ConvLSTM<ConvLSTM2D> {
  /**
   * Creates the layer with Keras's defaults: strides of 1 and no padding.
   *
   * @param filters the number of output channels, positive
   * @param kernelSize one number for all axes or one for each, positive
   */
  public ConvLSTM2D(int filters, int... kernelSize) {
    super(2, new ConvLSTMCell("ConvLSTM2D", 2, filters, kernelSize));
  }

  static ConvLSTM2D from(Settings s) {
    return new ConvLSTM2D(s.getInt("filters"), s.getInts("kernel_size")).read(s);
  }
}
