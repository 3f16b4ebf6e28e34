// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.recurrent;

import io.nyala.settings.Settings;

/**
 * A convolutional LSTM over a sequence of rows, such as a series of spectra: {@code (batch, time,
 * length, channels)} to {@code (batch, length, filters)}, or to {@code (batch, time, length,
 * filters)} with {@code returnSequences}. The states h and c have the shape {@code (batch, length,
 * filters)}.
 *
 * <p>Weights: kernel {@code (kernel_size..., channels, 4 * filters)}, recurrent_kernel {@code
 * (kernel_size..., filters, 4 * filters)}, bias {@code (4 * filters,)}; the columns belong to the
 * gates i, f, the candidate and o.
 */
public final class ConvLSTM1D extends ConvLSTM<ConvLSTM1D> {
  /**
   * Creates the layer with Keras's defaults: strides of 1 and no padding.
   *
   * @param filters the number of output channels, positive
   * @param kernelSize one number for all axes or one for each, positive
   */
  public ConvLSTM1D(int filters, int... kernelSize) {
    super(1, new ConvLSTMCell("ConvLSTM1D", 1, filters, kernelSize));
  }

  static ConvLSTM1D from(Settings s) {
    return new ConvLSTM1D(s.getInt("filters"), s.getInts("kernel_size")).read(s);
  }
}
