// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.recurrent;

import io.nyala.layers.base.Call;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import java.util.List;

/** One step of {@link SimpleRNN}: {@code h = activation(x kernel + h recurrentKernel + bias)}. */
public final class SimpleRNNCell extends GatedCell<SimpleRNNCell> {
  /**
   * Creates the cell with Keras's defaults.
   *
   * @param units the size of the state, positive
   */
  public SimpleRNNCell(int units) {
    super("SimpleRNNCell", units, 1);
  }

  static SimpleRNNCell from(Settings s) {
    return new SimpleRNNCell(s.getInt("units")).readFrom(s);
  }

  @Override
  protected List<Value> step(Call call, Value x, List<Value> states, List<Value> shared) {
    Value y = product(x, call.read(kernel), inputMasks(shared), 0, 1);
    if (bias != null) {
      y = Ops.add(y, call.read(bias));
    }
    Value inner = product(states.get(0), call.read(recurrentKernel), stateMasks(shared), 0, 1);
    Value h = activation.apply(Ops.add(y, inner));
    return List.of(h, h);
  }
}
