// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.core;

import io.nyala.layers.base.Layer;
import io.nyala.layers.base.Weight;
import io.nyala.layers.recurrent.Recurrent;
import io.nyala.models.training.DataPosition;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.tensor.Type;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * What a model is to those who run it: what is known of its inputs, outputs and variables, who may
 * change them when, its seed, and how far it has come through its data.
 */
public final class ModelCore {
  private final Layer layer;
  private final Supplier<List<String>> outputNames;
  private final Runnable whenStatesAreNew;
  private final ReentrantLock turns = new ReentrantLock(true);
  private volatile long seed;
  private volatile Building building;
  private volatile Holdings holdings;
  private volatile DataPosition position = DataPosition.START;
  private volatile int generation;

  /**
   * Creates what a model has that nobody has built yet.
   *
   * @param layer the model
   * @param whenStatesAreNew is run when layers have given up their states for others of another
   *     size, for which no program was compiled
   */
  public ModelCore(Layer layer, Supplier<List<String>> outputNames, Runnable whenStatesAreNew) {
    this.layer = layer;
    this.outputNames = outputNames;
    this.whenStatesAreNew = whenStatesAreNew;
  }

  /** Returns the model. */
  public Layer layer() {
    return layer;
  }

  // Building

  /**
   * Makes all weights, from the types of the data, and draws those that nobody has set. Where types
   * were declared nothing happens.
   */
  public void ensureBuilt(List<Type> types) {
    if (building == null) {
      building = Tracing.alone(() -> building != null ? building : Building.of(layer, seed, types));
    }
  }

  /** Returns whether the weights exist and the types are known. */
  public boolean isReady() {
    return building != null;
  }

  /** Returns the types of the inputs, the batch unknown, or null before they are known. */
  public List<Type> inputTypes() {
    Building known = building;
    return known == null ? null : known.inputs();
  }

  /** Returns the shapes of the outputs, the batch unknown, or null before they are known. */
  public List<Shape> outputShapes() {
    Building known = building;
    return known == null ? null : known.outputs();
  }

  /** Returns the names of the outputs. */
  public List<String> outputNames() {
    return outputNames.get();
  }

  /** Returns what data must not have, once the types of inputs are known. */
  public CategoryChecks categories() {
    return building.categories();
  }

  /** Returns the seed, 0 by default. */
  public long seed() {
    return seed;
  }

  /**
   * Draws all weights anew, and starts over with data and random numbers.
   *
   * @param iterations that the optimizer counts and keeps
   */
  public void seed(long newSeed, long iterations) {
    seed = newSeed;
    position = DataPosition.START.withDraws(-iterations);
    if (isReady()) {
      changing(() -> Building.draw(layer, newSeed, true));
    }
  }

  // Variables

  /** Returns all variables, or null before the weights exist. */
  public Holdings holdings() {
    if (holdings == null && isReady()) {
      holdings = Holdings.of(layer);
    }
    return holdings == null ? null : holdings.now();
  }

  /** Returns copies of all weights, all of one moment. */
  public List<Tensor> weights() {
    return isReady() ? holdings().weights() : layer.weights().stream().map(Weight::get).toList();
  }

  /** Replaces all weights, unless number or shapes differ. */
  public void weights(List<Tensor> values) {
    List<Weight> weights = layer.weights();
    Holdings.requireFit(this, weights, values);
    replacing(
        "setWeights",
        () -> {
          for (int i = 0; i < values.size(); i++) {
            weights.get(i).set(values.get(i));
          }
        });
  }

  /** Does something that reads variables while nobody changes them. */
  public <T> T reading(Supplier<T> work) {
    return isReady() ? holdings().gates().holding(work) : work.get();
  }

  /**
   * Does something that replaces variables while nobody reads them.
   *
   * @param what names it in messages
   * @throws IllegalStateException if another thread trains this model
   */
  public void replacing(String what, Runnable work) {
    Training.refuse(this, what, true);
    changing(work);
  }

  private void changing(Runnable work) {
    if (isReady()) {
      ConsistentRead.beforeChange(holdings().variables());
      holdings().gates().changing(work);
    } else {
      work.run();
    }
  }

  // States

  /** Sets the states that layers keep between batches to zero. */
  public void resetStates() {
    replacing("resetStates", () -> States.of(layer).forEach(Recurrent::resetStates));
  }

  /** Returns what runs of a model with stateful layers take one after the other. */
  ReentrantLock turns() {
    return turns;
  }

  /** Notes how often states were given up for others. */
  void statesAre(int newGeneration) {
    if (newGeneration != generation) {
      generation = newGeneration;
      whenStatesAreNew.run();
    }
  }

  // Data

  /** Returns how far the model has come through its data. */
  public DataPosition position() {
    return position;
  }

  /** Notes how far the model has come. */
  public void position(DataPosition newPosition) {
    position = newPosition;
  }

  /** Returns the number by which a step draws, which the optimizer counts. */
  public long draws(long iterations) {
    return Math.max(0, position.draws() + iterations);
  }

  @Override
  public String toString() {
    return layer.toString();
  }
}
