// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.core;

import io.nyala.layers.base.Layer;
import io.nyala.layers.recurrent.Recurrent;
import io.nyala.variables.Variable;
import java.util.ArrayList;
import java.util.List;

/** The layers of a model that keep states between batches. */
public final class States {
  /** The default batch size, as in Keras, used before any batch has been seen. */
  private static final int BATCH = 32;

  private States() {}

  /** Returns the stateful layers inside a layer, at any depth. */
  public static List<Recurrent<?>> of(Layer layer) {
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

  /** Returns whether any layer of a model keeps states. This is a lookup once the weights exist. */
  public static boolean areKeptBy(ModelCore model) {
    Holdings known = model.holdings();
    return known == null ? !of(model.layer()).isEmpty() : known.isStateful();
  }

  /** Returns the variables of all states inside a layer. Before the first batch there are none. */
  static List<Variable> variables(Layer layer) {
    return of(layer).stream().flatMap(r -> r.stateVariables().stream()).toList();
  }

  /**
   * Prepares a run. States that were reset, and are therefore zero, are replaced with states for
   * another batch size, unless training is in progress.
   *
   * @param batch rows per batch, or -1 if not known yet
   */
  public static void prepare(ModelCore model, int batch) {
    if (!areKeptBy(model)) {
      return;
    }
    List<Variable> kept = variables(model.layer());
    boolean others = batch > 0 && kept.stream().anyMatch(v -> v.shape().dim(0) != batch);
    if (others && kept.stream().allMatch(States::isZero) && !Training.isUnderWay(model)) {
      of(model.layer()).forEach(r -> r.setStates(List.of()));
    }
    model.statesAre(generation(model.layer()));
  }

  /** Returns how often states of the model have been replaced. */
  public static int generation(Layer model) {
    return of(model).stream().mapToInt(Recurrent::stateGeneration).sum();
  }

  private static boolean isZero(Variable v) {
    float[] data = v.get().floats();
    for (float x : data) {
      if (x != 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns the batch size of the states.
   *
   * @throws IllegalArgumentException if the number of rows is not a multiple of the batch size
   */
  public static int batch(ModelCore model, List<Recurrent<?>> stateful, int rows) {
    List<Variable> kept = stateful.get(0).stateVariables();
    int batch = kept.isEmpty() ? Math.min(BATCH, rows) : kept.get(0).shape().dim(0);
    if (rows % batch == 0) {
      return batch;
    }
    prepare(model, Math.min(BATCH, rows));
    if (stateful.get(0).stateVariables().isEmpty() && rows % Math.min(BATCH, rows) == 0) {
      return Math.min(BATCH, rows);
    }
    throw new IllegalArgumentException(
        ("%s is stateful and keeps the states of %d sequences, so it predicts in batches of %d; "
                + "got %d rows, which leaves a remainder of %d. Call resetStates() before batches of "
                + "another size")
            .formatted(model, batch, batch, rows, rows % batch));
  }
}
