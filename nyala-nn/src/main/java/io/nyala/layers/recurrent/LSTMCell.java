// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.recurrent;

import io.nyala.layers.base.Call;
import io.nyala.layers.base.Weight;
import io.nyala.ops.Ops;
import io.nyala.ops.Recurrence;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import java.util.List;
import java.util.Map;

/** One step of {@link LSTM}; the gates are i, f, the candidate and o, as in Keras. */
public final class LSTMCell extends GatedCell<LSTMCell> {
  boolean unitForgetBias = true;

  /**
   * Creates the cell with Keras's defaults.
   *
   * @param units the size of each of the two states, positive
   */
  public LSTMCell(int units) {
    super("LSTMCell", units, 4);
  }

  static LSTMCell from(Settings s) {
    return new LSTMCell(s.getInt("units")).readLstm(s);
  }

  LSTMCell readLstm(Settings s) {
    unitForgetBias = s.getBoolean("unit_forget_bias", true);
    return readFrom(s);
  }

  @Override
  public List<Integer> stateSizes() {
    return List.of(units, units);
  }

  @Override
  Weight buildBias() {
    return unitForgetBias ? buildForgetBias() : super.buildBias();
  }

  @Override
  protected List<Value> step(Call call, Value x, List<Value> states, List<Value> shared) {
    Value pre = product(x, call.read(kernel), inputMasks(shared), 0, 4);
    if (bias != null) {
      pre = Ops.add(pre, call.read(bias));
    }
    pre =
        Ops.add(pre, product(states.get(0), call.read(recurrentKernel), stateMasks(shared), 0, 4));
    List<Value> next =
        Recurrence.lstmStep(pre, states.get(1), recurrentActivation::apply, activation::apply);
    return List.of(next.get(0), next.get(0), next.get(1));
  }

  @Override
  void writeTo(Map<String, Object> config) {
    super.writeTo(config);
    config.put("recurrent_activation", recurrentActivation.config());
    config.put("unit_forget_bias", unitForgetBias);
  }
}
