// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.activation;

import io.nyala.activations.ActivationFunction;
import io.nyala.activations.Activations;
import io.nyala.layers.base.Call;
import io.nyala.layers.base.ChainedLayer;
import io.nyala.layers.support.Require;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import java.util.Map;

/** Applies an activation function to each element (or, for softmax, to each row). */
public final class Activation extends ChainedLayer<Activation> {
  private final ActivationFunction function;

  /** Creates the layer. */
  public Activation(ActivationFunction function) {
    this.function = Require.given("Activation", "function", function);
  }

  static Activation from(Settings s) {
    return new Activation(Activations.fromConfig(s.get("activation")));
  }

  @Override
  protected Value call(Call call, Value x) {
    return function.apply(x);
  }

  @Override
  protected boolean supportsMasking() {
    return true;
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("activation", function.config());
    return config;
  }
}
