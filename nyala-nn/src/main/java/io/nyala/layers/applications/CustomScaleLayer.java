// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.applications;

import io.nyala.layers.base.Call;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import io.nyala.tensor.ShapeException;
import java.util.List;
import java.util.Map;

/**
 * The first input plus the second one times a number: {@code x + scale * residual}, as in
 * Inception-ResNet, where small factors keep the sum from growing.
 *
 * <p>Source: {@code keras.src.applications.inception_resnet_v2.CustomScaleLayer}.
 */
public final class CustomScaleLayer extends ApplicationLayer<CustomScaleLayer> {
  private final double scale;

  /**
   * Creates the layer.
   *
   * @param scale the factor of the second input
   */
  public CustomScaleLayer(double scale) {
    super("inception_resnet_v2");
    this.scale = scale;
  }

  static CustomScaleLayer from(Settings s) {
    return new CustomScaleLayer(s.getDouble("scale"));
  }

  @Override
  protected List<Value> call(Call call, List<Value> inputs) {
    if (inputs.size() != 2) {
      throw new ShapeException("takes exactly two inputs, got " + inputs.size());
    }
    return List.of(Ops.add(inputs.get(0), Ops.multiply(inputs.get(1), (float) scale)));
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("scale", scale);
    return config;
  }
}
