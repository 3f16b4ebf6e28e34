// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.core;

import io.nyala.layers.base.Layer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Records which layers were frozen when a model was compiled. The model always trains with this
 * state, even if the flags change later. Two models can thus share layers that only one of them
 * trains.
 */
public final class TrainableState {
  private final List<Layer> layers = new ArrayList<>();
  private final List<Boolean> flags = new ArrayList<>();

  public TrainableState(Layer model) {
    gather(model);
  }

  /** Layers precede their inner layers, because setting a flag also sets the inner flags. */
  private void gather(Layer layer) {
    layers.add(layer);
    flags.add(layer.trainable());
    layer.sublayers().forEach(this::gather);
  }

  /** Restores the recorded flags. */
  public void apply() {
    for (int i = 0; i < layers.size(); i++) {
      if (layers.get(i).trainable() != flags.get(i)) {
        layers.get(i).trainable(flags.get(i));
      }
    }
  }

  /** Runs an operation with the recorded flags, then restores the current ones. */
  public <T> T during(Layer model, Supplier<T> work) {
    TrainableState today = new TrainableState(model);
    apply();
    try {
      return work.get();
    } finally {
      today.apply();
    }
  }
}
