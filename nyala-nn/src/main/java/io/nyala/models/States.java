// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import io.nyala.layers.Layer;
import io.nyala.layers.Recurrent;
import io.nyala.ops.Variable;
import io.nyala.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** The layers of a model that keep states from batch to batch. */
final class States {
  /** The size of batches, as in Keras, where no batch has been seen yet. */
  private static final int BATCH = 32;

  private States() {}

  /** Returns the stateful layers inside a layer, however deep. */
  static List<Recurrent<?>> of(Layer layer) {
    List<Recurrent<?>> found = new ArrayList<>();
    collect(layer, found);
    return found;
  }

  private static void collect(Layer layer, List<Recurrent<?>> found) {
    if (layer instanceof Recurrent<?> r && r.isStateful() && !found.contains(r)) {
      found.add(r);
    }
    layer.sublayers().forEach(l -> collect(l, found));
  }

  /** Returns the variables of all states inside a layer; those before the first batch have none. */
  static List<Variable> variables(Layer layer) {
    return of(layer).stream().flatMap(r -> r.stateVariables().stream()).toList();
  }

  /**
   * Returns the size of the batches that the states are for.
   *
   * @throws IllegalArgumentException if the rows are not whole batches
   */
  static int batch(Model model, List<Recurrent<?>> stateful, int rows) {
    List<Tensor> kept = stateful.get(0).states();
    int batch = kept.isEmpty() ? Math.min(BATCH, rows) : kept.get(0).shape().dim(0);
    if (rows % batch != 0) {
      throw new IllegalArgumentException(
          ("%s is stateful and keeps the states of %d sequences, so that it predicts batches of %d;"
                  + " got %d rows, which leave %d over")
              .formatted(model, batch, batch, rows, rows % batch));
    }
    return batch;
  }
}
