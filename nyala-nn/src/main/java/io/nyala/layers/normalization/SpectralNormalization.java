// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.normalization;

import static io.nyala.initializers.Initializers.truncatedNormal;

import io.nyala.layers.base.Call;
import io.nyala.layers.base.ChainedLayer;
import io.nyala.layers.base.Layer;
import io.nyala.layers.base.LayerRegistry;
import io.nyala.layers.base.Weight;
import io.nyala.layers.support.Require;
import io.nyala.layers.support.UnitLength;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import io.nyala.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Divides the kernel of a layer by its largest singular value, which bounds how fast the layer's
 * output can change (Miyato et al. 2018). As in Keras, each training step divides the kernel
 * itself, and inference uses it unchanged; the singular value is estimated by power iterations that
 * continue from step to step.
 *
 * <p>Weights: those of the layer, and vector_u {@code (1, last extent of the kernel)}.
 */
public final class SpectralNormalization extends ChainedLayer<SpectralNormalization> {
  private final Layer layer;
  private int powerIterations = 1;
  private Weight kernel;
  private Weight vectorU;

  /** Creates the layer around one with a kernel or with embeddings. */
  public SpectralNormalization(Layer layer) {
    this.layer = add(layer);
  }

  static SpectralNormalization from(Settings s) {
    return new SpectralNormalization(LayerRegistry.inner(s.get("layer")))
        .powerIterations(s.getInt("power_iterations", 1));
  }

  /** Sets the number of power iterations per step; default 1. */
  public SpectralNormalization powerIterations(int iterations) {
    unbuilt().powerIterations =
        Require.positive("SpectralNormalization", "power_iterations", iterations);
    return this;
  }

  @Override
  protected void build(List<Shape> inputShapes) {
    layer.buildOn(inputShapes);
    kernel =
        layer.weights().stream()
            .filter(w -> w.name().equals("kernel") || w.name().equals("embeddings"))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "SpectralNormalization: %s has neither kernel nor embeddings"
                            .formatted(layer)));
    Shape u = Shape.of(1, kernel.shape().last());
    vectorU = addWeight("vector_u", u, truncatedNormal(0, 0.02), false, null, null);
  }

  @Override
  protected List<Value> call(Call call, List<Value> inputs) {
    if (call.training()) {
      normalize(call);
    }
    List<Value> outputs = layer.trace(call, inputs);
    // As in Keras, masks are not passed on.
    outputs.forEach(v -> call.setMask(v, null));
    return outputs;
  }

  private void normalize(Call call) {
    Value before = call.read(kernel);
    Value whole = Ops.stopGradient(before);
    int columns = kernel.shape().last();
    Value w = Ops.reshape(whole, Shape.of(Shape.UNKNOWN, columns));
    Value u = call.read(vectorU);
    Value v = null;
    for (int i = 0; i < powerIterations; i++) {
      v = UnitLength.of(Ops.matmul(u, w, false, true), 0, 1);
      u = UnitLength.of(Ops.matmul(v, w), 0, 1);
    }
    Value sigma = Ops.matmul(Ops.matmul(v, w), u, false, true);
    // A zero kernel has no direction: it stays unchanged, and so does u.
    Value zero = Ops.equal(Ops.max(Ops.abs(whole), false), 0);
    Value divided =
        Ops.divide(whole, Ops.where(zero, Ops.constant(1), Ops.reshape(sigma, Shape.scalar())));
    call.update(vectorU, Ops.where(zero, call.read(vectorU), u));
    // The gradient is taken with respect to the divided kernel, as if it were the original one.
    Value change = Ops.subtract(divided, whole);
    call.update(kernel, Ops.add(before, change));
  }

  @Override
  public List<Weight> weights() {
    if (kernel == null) {
      return super.weights();
    }
    List<Weight> all = new ArrayList<>(List.of(kernel));
    super.weights().stream().filter(w -> w != kernel).forEach(all::add);
    return all;
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("layer", LayerRegistry.toConfig(layer));
    config.put("power_iterations", powerIterations);
    return config;
  }
}
