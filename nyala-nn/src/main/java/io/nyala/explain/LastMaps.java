// SPDX-License-Identifier: Apache-2.0
package io.nyala.explain;

import io.nyala.layers.base.Call;
import io.nyala.layers.base.Layer;
import io.nyala.models.Model;
import io.nyala.ops.Value;
import io.nyala.tensor.Shape;
import java.util.List;

/**
 * Finds the maps that Grad-CAM weighs while a model is traced, also in nested models: those of a
 * layer by name, or the last ones of the size that the last convolution gives.
 */
final class LastMaps implements Call.Watcher {
  private static final int RANK = 4; // of (batch, height, width, channels), and of a kernel

  private final String name;
  private Value maps;
  private String layer;
  private Shape shape; // of the named layer, if it has no maps

  LastMaps(String nameOrNull) {
    this.name = nameOrNull;
  }

  @Override
  public void called(Layer called, List<Value> inputs, List<Value> outputs) {
    Value output = outputs.getFirst();
    if (name != null) {
      if (called.name().equals(name)) {
        shape = output.shape();
        take(called, isMaps(output) ? output : null);
      }
    } else if (isMaps(output) && !(called instanceof Model)) {
      if (isConvolution(called) || maps != null && sameSize(output.shape(), maps.shape())) {
        take(called, output);
      }
    }
  }

  private void take(Layer called, Value output) {
    layer = called.name();
    maps = output;
  }

  private boolean isMaps(Value v) {
    Shape s = v.shape();
    return s.rank() == RANK && (name != null || s.dim(1) > 1 && s.dim(2) > 1);
  }

  private static boolean isConvolution(Layer called) {
    return called.weights().stream().anyMatch(w -> w.shape().rank() == RANK);
  }

  private static boolean sameSize(Shape a, Shape b) {
    return a.dim(1) == b.dim(1) && a.dim(2) == b.dim(2);
  }

  /**
   * Returns the maps found.
   *
   * @throws IllegalArgumentException if there are none
   */
  Value maps(Model model) {
    if (maps != null) {
      return maps;
    }
    throw new IllegalArgumentException(
        name == null
            ? "%s: no convolution gives maps with several rows and columns; choose a layer"
                .formatted(model)
            : "%s: layer \"%s\" gives %s, expected maps (batch, height, width, channels)"
                .formatted(model, name, shape == null ? "nothing" : shape));
  }

  String layer() {
    return layer;
  }
}
