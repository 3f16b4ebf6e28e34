// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.normalization;

import io.nyala.layers.base.Call;
import io.nyala.layers.base.ChainedLayer;
import io.nyala.layers.support.Require;
import io.nyala.layers.support.UnitLength;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import io.nyala.tensor.DType;
import java.util.Arrays;
import java.util.Map;

/** Scales each sample to Euclidean length 1 along one or more axes. */
public final class UnitNormalization extends ChainedLayer<UnitNormalization> {
  private final int[] axes;

  /**
   * Creates the layer.
   *
   * @param axes the axes along which the length is computed; default the last one
   */
  public UnitNormalization(int... axes) {
    this.axes =
        Require.given("UnitNormalization", "axis", axes).length == 0
            ? new int[] {-1}
            : axes.clone();
  }

  static UnitNormalization from(Settings s) {
    return new UnitNormalization(s.getInts("axis", -1));
  }

  @Override
  protected Value call(Call call, Value x) {
    return UnitLength.of(Ops.cast(x, DType.FLOAT32), axes);
  }

  @Override
  protected boolean supportsMasking() {
    return true;
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("axis", axes.length == 1 ? axes[0] : Arrays.stream(axes).boxed().toList());
    return config;
  }
}
