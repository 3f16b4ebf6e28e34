// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import io.nyala.batches.BatchSource;
import io.nyala.layers.base.Layer;
import io.nyala.models.core.Inputs;
import io.nyala.models.core.ModelCore;
import io.nyala.settings.Arguments;
import io.nyala.settings.Names;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.tensor.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The part of a {@link Model} that needs no training: its layers and their weights, inputs and
 * outputs, and predictions.
 */
public abstract class Network extends Layer {
  private final ModelCore core;
  private volatile Inference inference;

  @SuppressWarnings("this-escape") // nobody asks it before there are data
  Network() {
    core = new ModelCore(this, this::outputNames, this::forgetAllPrograms);
  }

  /** Returns what a model is to those who run it. */
  final ModelCore core() {
    return core;
  }

  /** Forgets what was compiled for training and evaluation. */
  abstract void forgetPrograms();

  private void forgetAllPrograms() {
    Inference made = inference;
    if (made != null) {
      made.forgetPrograms();
    }
    forgetPrograms();
  }

  // Structure

  /** Returns the layers as Keras lists them. */
  public List<Layer> layers() {
    return sublayers();
  }

  /**
   * Returns a layer by its name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public final Layer getLayer(String layerName) {
    return Names.find("layer", this, layerName, layers(), Layer::name);
  }

  /** Returns a layer by its position. */
  public final Layer getLayer(int index) {
    return layers().get(index);
  }

  /**
   * Returns the names of the outputs: the keys where they are a map, else the names of the layers
   * that give them, where that is known.
   */
  public List<String> outputNames() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < outputShapes().size(); i++) {
      names.add("output_" + (i + 1));
    }
    return names;
  }

  /** Returns the types of the inputs, the batch unknown, or null before they are known. */
  public final List<Type> inputTypes() {
    return core.inputTypes();
  }

  /** Returns the shapes of the outputs, the batch unknown, or null before they are known. */
  public final List<Shape> outputShapes() {
    return core.outputShapes();
  }

  /** Returns the seed, 0 by default. */
  public final long seed() {
    return core.seed();
  }

  // Weights

  /** Returns copies of all weights, in the order of {@link #weights}; all of one moment. */
  public final List<Tensor> getWeights() {
    return core.weights();
  }

  /**
   * Replaces all weights, in the order of {@link #weights}.
   *
   * @throws IllegalArgumentException if number or shapes differ; then nothing is changed
   * @throws IllegalStateException if another thread trains this model
   */
  public final void setWeights(List<Tensor> values) {
    core.weights(values);
  }

  /**
   * Does something that reads this model bit by bit, such as writing it into a file, while nobody
   * changes it: a training in another thread waits after its step.
   *
   * @return what the work returns
   */
  public final <T> T reading(Supplier<T> work) {
    Arguments.given("work", work);
    return core.reading(work);
  }

  /**
   * Does something that replaces weights bit by bit, while nobody reads them.
   *
   * @param what names it in messages
   * @throws IllegalStateException if another thread trains this model
   */
  public final void replacing(String what, Runnable work) {
    Arguments.given("what", what);
    Arguments.given("work", work);
    core.replacing(what, work);
  }

  /** Sets the states that layers keep between batches to zero; batches may then change size. */
  public final void resetStates() {
    core.resetStates();
  }

  // Prediction

  /** Returns the output for each row. Safe to call from many threads at once. */
  public final Tensor predict(Tensor x) {
    return Inputs.only(core, predict(Inputs.one("x", x)));
  }

  /** Returns all outputs for each row. Safe to call from many threads at once. */
  public final List<Tensor> predict(List<Tensor> x) {
    return inference().predict(x);
  }

  /**
   * Returns all outputs for each row of one pass over data that come batch by batch, one tensor for
   * each output; targets are not looked at.
   *
   * @throws IllegalArgumentException if the data are empty or have no end
   */
  public final List<Tensor> predict(BatchSource data) {
    return inference().predict(data);
  }

  /** Returns the output for each row, computed as one batch. */
  public final Tensor predictOnBatch(Tensor x) {
    return Inputs.only(core, predictOnBatch(Inputs.one("x", x)));
  }

  /** Returns all outputs for each row, computed as one batch. */
  public final List<Tensor> predictOnBatch(List<Tensor> x) {
    return inference().predictOnBatch(x);
  }

  /**
   * Returns a view of this model for single rows: no allocation, any number of threads.
   *
   * @throws IllegalStateException if the model has no input yet, or several inputs or outputs
   */
  public final Predictor predictor() {
    return inference().predictor();
  }

  final Inference inference() {
    Inference made = inference;
    if (made != null) {
      return made;
    }
    synchronized (this) {
      if (inference == null) {
        inference = new Inference(core);
      }
      return inference;
    }
  }

  /** Predicts one row into an array; the same as {@code predictor().predict(row, result)}. */
  public final void predictRow(float[] row, float[] result) {
    inference().predictor().predict(row, result);
  }
}
