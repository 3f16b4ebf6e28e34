// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.reshaping;

import io.nyala.layers.base.Call;
import io.nyala.layers.base.ChainedLayer;
import io.nyala.layers.support.Require;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import java.util.Map;

/** Repeats vectors: {@code (batch, features)} to {@code (batch, n, features)}. */
public final class RepeatVector extends ChainedLayer<RepeatVector> {
  private final int n;

  /**
   * Creates the layer.
   *
   * @param n the number of repetitions, positive
   */
  public RepeatVector(int n) {
    this.n = Require.positive("RepeatVector", "n", n);
  }

  static RepeatVector from(Settings s) {
    return new RepeatVector(s.getInt("n"));
  }

  @Override
  protected Value call(Call call, Value x) {
    if (x.shape().rank() != 2) {
      throw new ShapeException("expected input (batch, features)");
    }
    Shape target = Shape.of(x.shape().dim(0), n, x.shape().dim(1));
    return Ops.broadcastTo(Ops.expandDims(x, 1), target);
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("n", n);
    return config;
  }
}
