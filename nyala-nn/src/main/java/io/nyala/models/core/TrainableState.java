// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.core;

import io.nyala.layers.base.Layer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Which layers were frozen when a model was compiled. A model trains with this state to the end,
 * whatever becomes of the flags: so may two models share layers that only one of them trains.
 */
public final class TrainableState {
  private final List<Layer> layers = new ArrayList<>();
  private final List<Boolean> flags = new ArrayList<>();

  public TrainableState(Layer model) {
    gather(model);
  }

  /** Layers come before those inside them, since setting a flag sets theirs too. */
  private void gather(Layer layer) {
    layers.add(layer);
    flags.add(layer.trainable());
    layer.sublayers().forEach(this::gather);
  }

  /** Sets the flags to what they were. */
  public void apply() {
    for (int i = 0; i < layers.size(); i++) {
      if (layers.get(i).trainable() != flags.get(i)) {
        layers.get(i).trainable(flags.get(i));
      }
    }
  }

  /** Does something while the flags are as they were, then puts back those of today. */
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
