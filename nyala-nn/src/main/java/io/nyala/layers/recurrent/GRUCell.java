// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.recurrent;

import io.nyala.layers.base.Call;
import io.nyala.layers.base.Weight;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import io.nyala.tensor.Shape;
import java.util.List;
import java.util.Map;

/** One step of {@link GRU}; the gates are z, r and the candidate, as in Keras. */
public final class GRUCell extends GatedCell<GRUCell> {
  boolean resetAfter = true;

  /**
   * Creates the cell with Keras's defaults.
   *
   * @param units the size of the state, positive
   */
  public GRUCell(int units) {
    super("GRUCell", units, 3);
  }

  static GRUCell from(Settings s) {
    return new GRUCell(s.getInt("units")).readGru(s);
  }

  GRUCell readGru(Settings s) {
    resetAfter = s.getBoolean("reset_after", true);
    return readFrom(s);
  }

  /** Sets whether the reset gate is applied after the recurrent product; default true. */
  public GRUCell resetAfter(boolean newResetAfter) {
    unbuilt().resetAfter = newResetAfter;
    return this;
  }

  @Override
  Weight buildBias() {
    return resetAfter ? addWeight("bias", Shape.of(2, 3 * units), biasOptions) : super.buildBias();
  }

  /** Returns the bias of the input's product, or null. */
  Value inputBias(Call call) {
    return bias == null ? null : resetAfter ? row(call, 0) : call.read(bias);
  }

  /** Returns the bias of the state's product, or null. */
  Value recurrentBias(Call call) {
    return bias == null || !resetAfter ? null : row(call, 1);
  }

  private Value row(Call call, int i) {
    return Ops.squeeze(Ops.slice(call.read(bias), 0, i, 1), 0);
  }

  @Override
  protected List<Value> step(Call call, Value x, List<Value> states, List<Value> shared) {
    Value h = states.get(0);
    Value recurrent = call.read(recurrentKernel);
    List<Value> masks = stateMasks(shared);
    Value in = product(x, call.read(kernel), inputMasks(shared), 0, 3);
    in = bias == null ? in : Ops.add(in, inputBias(call));
    Value inner = product(h, recurrent, masks, 0, resetAfter ? 3 : 2);
    if (recurrentBias(call) != null) {
      inner = Ops.add(inner, recurrentBias(call));
    }
    Value pre = Ops.add(columns(in, 0, 2), columns(inner, 0, 2));
    Value z = recurrentActivation.apply(columns(pre, 0, 1));
    Value r = recurrentActivation.apply(columns(pre, 1, 2));
    Value candidate =
        resetAfter
            ? Ops.multiply(r, columns(inner, 2, 3))
            : product(Ops.multiply(r, h), recurrent, masks, 2, 3);
    Value hh = activation.apply(Ops.add(columns(in, 2, 3), candidate));
    Value next = Ops.add(Ops.multiply(z, h), Ops.multiply(Ops.subtract(1, z), hh));
    return List.of(next, next);
  }

  @Override
  void writeTo(Map<String, Object> config) {
    super.writeTo(config);
    config.put("recurrent_activation", recurrentActivation.config());
    config.put("reset_after", resetAfter);
  }
}
