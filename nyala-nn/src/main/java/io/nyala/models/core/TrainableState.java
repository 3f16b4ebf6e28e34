// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.core;

import io.nyala.layers.base.Layer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Records which layers were frozen when a model was compiled. The model always trains with this
 * state, even if the flags change later. Two models can thus share layers that only one of them
 * trains.
 */
public final class TrainableState {
  private static final int MOST = 3;

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

  /**
   * Returns a sentence that names the layers whose flags have changed since, or an empty string.
   * Layers without weights of their own do not count.
   */
  public String changes() {
    Set<String> frozen = new LinkedHashSet<>();
    Set<String> unfrozen = new LinkedHashSet<>();
    for (int i = 0; i < layers.size(); i++) {
      Layer layer = layers.get(i);
      if (layer.trainable() != flags.get(i) && hasOwnWeights(layer)) {
        (layer.trainable() ? unfrozen : frozen).add(layer.name());
      }
    }
    String said =
        Stream.of(said("frozen", frozen), said("unfrozen", unfrozen))
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining(" and "));
    return said.isEmpty()
        ? ""
        : said + " after it was compiled, without effect on training; call compile again";
  }

  private static boolean hasOwnWeights(Layer layer) {
    return layer.weights().stream().anyMatch(w -> w.owner() == layer);
  }

  private static String said(String how, Set<String> names) {
    if (names.isEmpty()) {
      return "";
    }
    int more = names.size() - MOST;
    String first = names.stream().limit(MOST).collect(Collectors.joining(", "));
    return (more > 0 ? first + " and %,d more".formatted(more) : first)
        + (names.size() == 1 ? " was " : " were ")
        + how;
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
