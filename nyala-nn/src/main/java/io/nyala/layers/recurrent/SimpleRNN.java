// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.recurrent;

import io.nyala.ops.Recurrence;
import io.nyala.settings.Settings;
import java.util.Map;

/**
 * The plain recurrent layer: {@code h = activation(x kernel + h recurrentKernel + bias)} from step
 * to step.
 *
 * <p>Weights: kernel {@code (in, units)}, recurrent_kernel {@code (units, units)}, bias {@code
 * (units,)}.
 */
public final class SimpleRNN extends FusedRecurrent<SimpleRNN, SimpleRNNCell> {
  /**
   * Creates the layer with Keras's defaults.
   *
   * @param units the size of the state, positive
   */
  public SimpleRNN(int units) {
    super(new SimpleRNNCell(units));
  }

  static SimpleRNN from(Settings s) {
    SimpleRNN layer = new SimpleRNN(s.getInt("units"));
    layer.cell.readFrom(s);
    return layer.readLayer(s);
  }

  @Override
  Recurrence.Cell operation() {
    return Recurrence.Cell.SIMPLE;
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.remove("seed"); // only the cell has this setting in Keras, not the layer
    return config;
  }
}
