// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.keras;

import io.nyala.layers.attention.GroupQueryAttention;
import io.nyala.layers.attention.HeadedAttention;
import io.nyala.layers.base.Layer;
import io.nyala.layers.base.LayerNames;
import io.nyala.layers.base.Weight;
import io.nyala.layers.core.InputLayer;
import io.nyala.layers.normalization.SpectralNormalization;
import io.nyala.layers.recurrent.StackedRNNCells;
import io.nyala.models.Model;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where Keras 3 stores the weights of each layer. Keras traverses a model by the names of Python
 * attributes and numbers the layers of a list by class, regardless of their names: {@code
 * layers/dense/vars/0}, {@code layers/dense_1/vars/0}, {@code layers/lstm/cell/vars/0}.
 */
final class KerasLayout {
  /**
   * A group of a file.
   *
   * @param path the path of the group whose subgroup {@code vars} contains the numbered arrays
   * @param weights the weights in the order of the arrays
   */
  record Place(String path, Layer layer, List<Weight> weights) {}

  /** Layers whose weights Keras stores one level deeper. */
  private static final Set<String> CELLS =
      Set.of("LSTM", "GRU", "SimpleRNN", "ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D");

  /** Keras's names of nested layers, in the order used here. */
  private static final Map<String, List<String>> PARTS =
      Map.ofEntries(
          Map.entry("Bidirectional", List.of("forward_layer", "backward_layer")),
          Map.entry("TimeDistributed", List.of("layer")),
          Map.entry("SpectralNormalization", List.of("layer")),
          Map.entry("RNN", List.of("cell")));

  private final boolean once;
  private final List<Place> places = new ArrayList<>();
  private final Set<Layer> visited = Collections.newSetFromMap(new IdentityHashMap<>());

  private KerasLayout(boolean once) {
    this.once = once;
  }

  /**
   * Returns every layer, including those without weights, with the location of its weights in a
   * file; for a layer used in several models, the first location.
   *
   * @param form the configuration of the model, which determines the order of layers; null for the
   *     order of the model
   */
  static List<Place> of(Model model, Object form) {
    KerasLayout layout = new KerasLayout(true);
    layout.visit(model, "", form);
    return layout.places;
  }

  /**
   * Returns every location to write to. A layer used in several models has several locations,
   * because Keras creates a layer for each and expects its weights there.
   */
  static List<Place> all(Model model) {
    KerasLayout layout = new KerasLayout(false);
    layout.visit(model, "", null);
    return layout.places;
  }

  /** Returns the weights that belong to the layer itself. */
  static List<Weight> ownWeights(Layer layer) {
    List<Weight> own = new ArrayList<>(layer.weights());
    layer.sublayers().forEach(l -> own.removeAll(l.weights()));
    return own;
  }

  private void visit(Layer layer, String path, Object form) {
    if (!visited.add(layer) && once) {
      return;
    }
    boolean cell = CELLS.contains(layer.className()) && layer.sublayers().isEmpty();
    places.add(new Place(cell ? path + "/cell" : path, layer, listed(layer)));
    if (layer instanceof Model model && isListed(model)) {
      visitAll(FileOrder.layers(model, form), path + "/layers");
      return;
    }
    List<Layer> parts = layer.sublayers();
    List<String> names = PARTS.getOrDefault(layer.className(), List.of());
    if (layer instanceof HeadedAttention<?>) {
      names = parts.stream().map(part -> projection(layer, part)).toList();
    }
    if (CELLS.contains(layer.className())) {
      names = List.of("cell");
    }
    if (parts.size() <= names.size()) {
      for (int i = 0; i < parts.size(); i++) {
        String name = names.get(i);
        Object own = FileOrder.config(form).get(name.replace("forward_", ""));
        visit(parts.get(i), path + "/" + name, own);
      }
    } else {
      Map<Layer, Object> inOrder = new LinkedHashMap<>();
      parts.forEach(part -> inOrder.put(part, null));
      visitAll(inOrder, path + (layer instanceof StackedRNNCells ? "/cells" : "/layers"));
    }
  }

  /** Returns Keras's name of an attention projection. */
  private static String projection(Layer layer, Layer part) {
    String name = part.name().equals("attention_output") ? "output" : part.name();
    boolean hidden = name.equals("gate") || layer instanceof GroupQueryAttention;
    return (hidden ? "_" : "") + name + "_dense";
  }

  /** Returns the weights that Keras lists as a layer's own. */
  private static List<Weight> listed(Layer layer) {
    List<Weight> own = ownWeights(layer);
    if (layer instanceof SpectralNormalization && layer.isBuilt()) {
      // Keras stores the kernel twice: here and with the layer to which it belongs.
      own.add(0, layer.weights().get(0));
    }
    return own;
  }

  private static boolean isListed(Model model) {
    return !model.layers().isEmpty();
  }

  private void visitAll(Map<Layer, Object> layers, String path) {
    Map<String, Integer> taken = new HashMap<>();
    layers.forEach(
        (layer, form) -> {
          String name = LayerNames.snakeCase(className(layer));
          int n = taken.merge(name, 1, Integer::sum) - 1;
          visit(layer, path + "/" + (n == 0 ? name : name + "_" + n), form);
        });
  }

  private static String className(Layer layer) {
    return switch (layer) {
      case InputLayer i -> "InputLayer";
      case GroupQueryAttention g -> "GroupedQueryAttention";
      default -> layer.className();
    };
  }
}
