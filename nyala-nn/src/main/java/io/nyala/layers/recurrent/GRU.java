// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.recurrent;

import io.nyala.activations.ActivationFunction;
import io.nyala.layers.base.Call;
import io.nyala.layers.support.Require;
import io.nyala.ops.Ops;
import io.nyala.ops.Recurrence;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import io.nyala.tensor.Shape;

/**
 * The gated recurrent unit (Cho et al. 2014).
 *
 * <p>Weights: kernel {@code (in, 3 * units)}, recurrent_kernel {@code (units, 3 * units)}, bias
 * {@code (2, 3 * units)}, for the input and the state, or {@code (3 * units,)} if the reset gate is
 * applied before the product; the columns belong to the gates z, r and the candidate.
 */
public final class GRU extends FusedRecurrent<GRU, GRUCell> {
  /**
   * Creates the layer with Keras's defaults.
   *
   * @param units the size of the state, positive
   */
  public GRU(int units) {
    super(new GRUCell(units));
  }

  static GRU from(Settings s) {
    GRU layer = new GRU(s.getInt("units"));
    layer.cell.readGru(s);
    return layer.readLayer(s);
  }

  /** Sets the activation of the gates; default sigmoid. */
  public GRU recurrentActivation(ActivationFunction newActivation) {
    GRU self = unbuilt();
    cell.open();
    cell.recurrentActivation = Require.given(className(), "recurrent_activation", newActivation);
    return self;
  }

  /** Sets whether the reset gate is applied after the recurrent product; default true. */
  public GRU resetAfter(boolean newResetAfter) {
    GRU self = unbuilt();
    cell.resetAfter(newResetAfter);
    return self;
  }

  @Override
  Recurrence.Cell operation() {
    return cell.resetAfter ? Recurrence.Cell.GRU_RESET_AFTER : Recurrence.Cell.GRU;
  }

  @Override
  Value inputBias(Call call) {
    return cell.inputBias(call);
  }

  @Override
  Value recurrentBias(Call call) {
    if (!cell.resetAfter) {
      return null;
    }
    Value bias = cell.recurrentBias(call);
    return bias != null ? bias : Ops.broadcastTo(Ops.constant(0), Shape.of(3 * cell.units));
  }
}
