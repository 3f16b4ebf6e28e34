// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.applications;

import io.nyala.initializers.Initializers;
import io.nyala.layers.base.Call;
import io.nyala.layers.base.Weight;
import io.nyala.layers.support.Require;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import java.util.List;
import java.util.Map;

/**
 * Multiplies each channel, the last axis, by a trained factor (Touvron et al. 2021, "Going deeper
 * with Image Transformers"). At the end of a residual block, a small first factor makes the block
 * begin almost as the identity.
 *
 * <p>Weights: gamma {@code (projection_dim,)}. Keras names it variable, with a number.
 *
 * <p>Source: {@code keras.src.applications.convnext.LayerScale}.
 */
public final class LayerScale extends ApplicationLayer<LayerScale> {
  private final double initValues;
  private final int projectionDim;
  private Weight gamma;

  /**
   * Creates the layer.
   *
   * @param initValues the first value of all factors
   * @param projectionDim the number of channels, positive
   */
  public LayerScale(double initValues, int projectionDim) {
    super("convnext");
    this.initValues = initValues;
    this.projectionDim = Require.positive("LayerScale", "projection_dim", projectionDim);
  }

  static LayerScale from(Settings s) {
    return new LayerScale(s.getDouble("init_values"), s.getInt("projection_dim"));
  }

  @Override
  protected void build(List<Shape> inputShapes) {
    if (inputShapes.get(0).last() != projectionDim) {
      throw new ShapeException("expected %d channels on the last axis".formatted(projectionDim));
    }
    gamma =
        addWeight(
            "gamma", Shape.of(projectionDim), Initializers.constant(initValues), true, null, null);
  }

  @Override
  protected Value call(Call call, Value x) {
    return Ops.multiply(Ops.cast(x, DType.FLOAT32), call.read(gamma));
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("init_values", initValues);
    config.put("projection_dim", projectionDim);
    return config;
  }
}
