// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.recurrent;

import io.nyala.settings.Settings;

/**
 * A convolutional LSTM over a sequence of volumes: {@code (batch, time, depth, height, width,
 * channels)} to {@code (batch, depth, height, width, filters)}, or to {@code (batch, time, depth,
 * height, width, filters)} with {@code returnSequences}. The states h and c have the shape {@code
 * (batch, depth, height, width, filters)}.
 *
 * <p>Weights: kernel {@code (kernel_size..., channels, 4 * filters)}, recurrent_kernel {@code
 * (kernel_size..., filters, 4 * filters)}, bias {@code (4 * filters,)}; the columns belong to the
 * gates i, f, the candidate and o.
 */
public final class ConvLSTM3D extends ConvLSTM<ConvLSTM3D> {
  /**
   * Creates the layer with Keras's defaults: strides of 1 and no padding.
   *
   * @param filters the number of output channels, positive
   * @param kernelSize one number for all axes or one for each, positive
   */
  public ConvLSTM3D(int filters, int... kernelSize) {
    super(3, new ConvLSTMCell("ConvLSTM3D", 3, filters, kernelSize));
  }

  static ConvLSTM3D from(Settings s) {
    return new ConvLSTM3D(s.getInt("filters"), s.getInts("kernel_size")).read(s);
  }
}
