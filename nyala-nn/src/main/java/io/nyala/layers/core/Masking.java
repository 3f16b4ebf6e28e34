// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.core;

import io.nyala.layers.base.Call;
import io.nyala.layers.base.ChainedLayer;
import io.nyala.layers.support.StandIn;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import io.nyala.tensor.ShapeException;
import java.util.List;
import java.util.Map;

/** Masks the time steps in which every feature equals a value, and sets them to zero. */
public final class Masking extends ChainedLayer<Masking> {
  private final double maskValue;

  /**
   * Creates the layer.
   *
   * @param maskValue the value of every feature in steps to mask; default 0
   */
  public Masking(double maskValue) {
    this.maskValue = maskValue;
  }

  static Masking from(Settings s) {
    return new Masking(s.getDouble("mask_value", 0));
  }

  @Override
  protected Value call(Call call, Value x) {
    if (x.shape().rank() < 3) {
      throw new ShapeException("expected input (batch, time, ..., features)");
    }
    return Ops.where(Ops.any(present(x), true, -1), x, Ops.constant(0));
  }

  private Value present(Value x) {
    return Ops.notEqual(x, (float) maskValue);
  }

  @Override
  protected Value computeMask(Call call, List<Value> inputs, int output) {
    return StandIn.anyLast(present(inputs.get(0)));
  }

  @Override
  protected boolean supportsMasking() {
    return true;
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("mask_value", maskValue);
    return config;
  }
}
