// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.core;

import io.nyala.kernel.WorkerPool;
import io.nyala.layers.base.Call;
import io.nyala.layers.base.Layer;
import io.nyala.layers.base.Weight;
import io.nyala.layers.recurrent.Recurrent;
import io.nyala.models.training.DataPosition;
import io.nyala.ops.Value;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.tensor.Type;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The runtime state of a model: its inputs, outputs and variables, the rules for changing them, its
 * seed, and its position in the data.
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
  private volatile WorkerPool ownPool;

  /**
   * Creates the core of a model that has not been built yet.
   *
   * @param layer the model
   * @param whenStatesAreNew runs when layers have replaced their states with ones of another size,
   *     for which no program was compiled
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
   * Creates all weights from the types of the data, and initializes those that have not been set.
   * Does nothing if types were declared.
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

  /** Returns the types of the inputs, with an unknown batch size, or null before they are known. */
  public List<Type> inputTypes() {
    Building known = building;
    return known == null ? null : known.inputs();
  }

  /**
   * Returns the shapes of the outputs, with an unknown batch size, or null before they are known.
   */
  public List<Shape> outputShapes() {
    Building known = building;
    return known == null ? null : known.outputs();
  }

  /**
   * Returns the types of the inputs of the program, with an unknown batch size: those of the model,
   * or what the layers before the program make of them. Null before they are known.
   */
  public List<Type> programTypes() {
    Building known = building;
    return known == null ? null : known.program();
  }

  /**
   * Returns the inputs of the program for inputs of the model.
   *
   * @param x tensors of the shapes and kinds that the model declares
   */
  public List<Tensor> programInputs(List<Tensor> x) {
    Front front = building.front();
    return front == null ? x : front.evaluate(this, x);
  }

  /** Returns whether layers work on the data before the program. */
  public boolean hasFront() {
    return building != null && building.front() != null;
  }

  /** Returns whether the model is prepared for missing values of an input. */
  public boolean takesMissing(int input) {
    return hasFront() && building.front().takesMissing(input);
  }

  /** Traces the program for its inputs. */
  public List<Value> trace(Call call, List<Value> inputs) {
    Front front = building.front();
    return front == null ? layer.trace(call, inputs) : front.trace(call, inputs);
  }

  /** Returns the names of the outputs. */
  public List<String> outputNames() {
    return outputNames.get();
  }

  /** Returns the checks for categorical inputs, available once the input types are known. */
  public CategoryChecks categories() {
    return building.categories();
  }

  /** Returns the seed, 0 by default. */
  public long seed() {
    return seed;
  }

  /**
   * Reinitializes all weights and restarts the data and the random numbers.
   *
   * @param iterations the iteration count of the optimizer, which is kept
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

  /** Returns a consistent snapshot of all weights. */
  public List<Tensor> weights() {
    return isReady() ? holdings().weights() : layer.weights().stream().map(Weight::get).toList();
  }

  /** Replaces all weights, unless their number or shapes differ. */
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

  /** Runs an operation that reads variables while no thread changes them. */
  public <T> T reading(Supplier<T> work) {
    return isReady() ? holdings().gates().holding(work) : work.get();
  }

  /**
   * Runs an operation that replaces variables while no thread reads them.
   *
   * @param what the name of the operation in messages
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

  /** Returns the lock that serializes the runs of a model with stateful layers. */
  ReentrantLock turns() {
    return turns;
  }

  /** Records how often states have been replaced. */
  void statesAre(int newGeneration) {
    if (newGeneration != generation) {
      generation = newGeneration;
      whenStatesAreNew.run();
    }
  }

  // Threads

  /** Gives the model a pool of its own. */
  public void threads(int count) {
    ownPool = WorkerPool.of(count);
  }

  /** Returns the pool of the model, or null if it uses the shared one. */
  public WorkerPool ownPool() {
    return ownPool;
  }

  /** Runs work with the threads of the model. */
  public <R, X extends Throwable> R onThreads(ScopedValue.CallableOp<? extends R, X> work)
      throws X {
    WorkerPool own = ownPool;
    return own == null ? work.call() : WorkerPool.using(own, work);
  }

  // Data

  /** Returns the position of the model in its data. */
  public DataPosition position() {
    return position;
  }

  /** Sets the position of the model in its data. */
  public void position(DataPosition newPosition) {
    position = newPosition;
  }

  /** Returns the number from which a step derives its random numbers, counted by the optimizer. */
  public long draws(long iterations) {
    return Math.max(0, position.draws() + iterations);
  }

  @Override
  public String toString() {
    return layer.toString();
  }
}
