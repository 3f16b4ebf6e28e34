// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.recurrent;

import io.nyala.activations.ActivationFunction;
import io.nyala.layers.support.Require;
import io.nyala.ops.Recurrence;
import io.nyala.settings.Settings;

/**
 * Long short-term memory (Hochreiter and Schmidhuber 1997), with forget gates: the states are h and
 * c, both {@code (batch, units)}.
 *
 * <p>Weights: kernel {@code (in, 4 * units)}, recurrent_kernel {@code (units, 4 * units)}, bias
 * {@code (4 * units,)}; the columns belong to the gates i, f, the candidate and o. The bias of the
 * forget gate is initialized with ones.
 */
public final class LSTM extends FusedRecurrent<LSTM, LSTMCell> {
  /**
   * Creates the layer with Keras's defaults.
   *
   * @param units the size of each state, positive
   */
  public LSTM(int units) {
    super(new LSTMCell(units));
  }

  static LSTM from(Settings s) {
    LSTM layer = new LSTM(s.getInt("units"));
    layer.cell.readLstm(s);
    return layer.readLayer(s);
  }

  /** Sets the activation of the gates; default sigmoid. */
  public LSTM recurrentActivation(ActivationFunction newActivation) {
    LSTM self = unbuilt();
    cell.open();
    cell.recurrentActivation = Require.given(className(), "recurrent_activation", newActivation);
    return self;
  }

  /** Sets whether the bias of the forget gate is initialized with ones; default true. */
  public LSTM unitForgetBias(boolean newUnitForgetBias) {
    LSTM self = unbuilt();
    cell.open();
    cell.unitForgetBias = newUnitForgetBias;
    return self;
  }

  @Override
  Recurrence.Cell operation() {
    return Recurrence.Cell.LSTM;
  }
}
