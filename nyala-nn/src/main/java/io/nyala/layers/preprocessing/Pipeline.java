// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.preprocessing;

import io.nyala.layers.base.Call;
import io.nyala.layers.base.ChainedLayer;
import io.nyala.layers.base.Layer;
import io.nyala.layers.base.LayerRegistry;
import io.nyala.layers.support.StandIn;
import io.nyala.ops.Value;
import io.nyala.settings.Arguments;
import io.nyala.settings.Settings;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Several layers, one after the other, as one layer: a preprocessing or augmentation with a name.
 * All of them have one input and one output.
 */
public final class Pipeline extends ChainedLayer<Pipeline> {
  private final List<Layer> layers;

  /** Creates the layer; the first of the layers receives the input. */
  public Pipeline(List<? extends Layer> layers) {
    if (Arguments.allGiven("Pipeline: layers", layers).isEmpty()) {
      throw new IllegalArgumentException("Pipeline: expected at least one layer");
    }
    this.layers = List.copyOf(layers);
    this.layers.forEach(this::add);
  }

  static Pipeline from(Settings s) {
    List<Layer> layers = new ArrayList<>();
    for (Object form : s.getList("layers")) {
      layers.add(LayerRegistry.inner(form));
    }
    return new Pipeline(layers);
  }

  @Override
  protected void build(List<Shape> inputShapes) {
    // Applying the layers to a placeholder builds each on the shape that it will receive.
    call(Call.inference(), StandIn.of(Type.floats(inputShapes.get(0))));
  }

  @Override
  protected Value call(Call call, Value x) {
    Value y = x;
    for (Layer layer : layers) {
      y = layer.trace(call, List.of(y)).get(0);
    }
    return y;
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.remove("trainable"); // Keras has these settings only in the layers
    config.remove("dtype");
    config.put("layers", layers.stream().map(LayerRegistry::toConfig).toList());
    return config;
  }
}
