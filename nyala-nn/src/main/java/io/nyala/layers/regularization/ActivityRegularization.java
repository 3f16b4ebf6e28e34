// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.regularization;

import io.nyala.layers.base.Call;
import io.nyala.layers.base.ChainedLayer;
import io.nyala.ops.Value;
import io.nyala.regularizers.L1L2;
import io.nyala.settings.Settings;
import java.util.Map;

/** Passes its input through and adds a penalty on it, divided by the batch size, to the loss. */
public final class ActivityRegularization extends ChainedLayer<ActivityRegularization> {
  private final double l1;
  private final double l2;

  /**
   * Creates the layer.
   *
   * @param l1 factor of the sum of absolute values
   * @param l2 factor of the sum of squares
   */
  public ActivityRegularization(double l1, double l2) {
    this.l1 = l1;
    this.l2 = l2;
    activityRegularizer(new L1L2(l1, l2));
  }

  static ActivityRegularization from(Settings s) {
    return new ActivityRegularization(s.getDouble("l1", 0), s.getDouble("l2", 0));
  }

  @Override
  protected Value call(Call call, Value x) {
    return x;
  }

  @Override
  protected boolean supportsMasking() {
    return true;
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.remove("activity_regularizer");
    config.put("l1", l1);
    config.put("l2", l2);
    return config;
  }
}
