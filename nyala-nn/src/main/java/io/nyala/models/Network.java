// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import io.nyala.batches.BatchSource;
import io.nyala.kernel.WorkerPool;
import io.nyala.layers.base.Layer;
import io.nyala.models.core.Inputs;
import io.nyala.models.core.ModelCore;
import io.nyala.models.serving.Decoding;
import io.nyala.models.serving.InputField;
import io.nyala.models.serving.NamedPredictor;
import io.nyala.settings.Arguments;
import io.nyala.settings.Names;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.tensor.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * The part of a {@link Model} that is independent of training: layers, weights, inputs, outputs and
 * prediction.
 */
public abstract class Network extends Layer {
  private final ModelCore core;
  private volatile Inference inference;
  private volatile Map<String, Decoding> decodings = Map.of();

  @SuppressWarnings("this-escape") // not called before there are data
  Network() {
    core = new ModelCore(this, this::outputNames, this::forgetAllPrograms);
  }

  /** Returns the internal view of this model for the code that runs it. */
  final ModelCore core() {
    return core;
  }

  /** Discards the programs compiled for training and evaluation. */
  abstract void forgetPrograms();

  private void forgetAllPrograms() {
    Inference made = inference;
    if (made != null) {
      made.forgetPrograms();
    }
    forgetPrograms();
  }

  @Override
  protected final boolean takesStrings() {
    return true; // its layers check
  }

  // Structure

  /** Returns the layers, in the same order as Keras. */
  public List<Layer> layers() {
    return sublayers();
  }

  /**
   * Returns a layer by name.
   *
   * @throws IllegalArgumentException if there is no layer with this name
   */
  public final Layer getLayer(String layerName) {
    return Names.find("layer", this, layerName, layers(), Layer::name);
  }

  /** Returns a layer by index. */
  public final Layer getLayer(int index) {
    return layers().get(index);
  }

  /**
   * Returns the names of the outputs: the keys if the outputs are a map, else the names of the
   * layers that produce them, if known.
   */
  public List<String> outputNames() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < outputShapes().size(); i++) {
      names.add("output_" + (i + 1));
    }
    return names;
  }

  /**
   * Returns the names of the inputs: the keys if the inputs are a map, else the names of the input
   * layers; {@code input}, or {@code input_1} and so on, if there are none.
   *
   * @throws IllegalStateException if the inputs are not known yet
   */
  public List<String> inputNames() {
    int count = requireInputs().size();
    return count == 1
        ? List.of("input")
        : IntStream.rangeClosed(1, count).mapToObj(i -> "input_" + i).toList();
  }

  private List<Type> requireInputs() {
    if (inputTypes() == null) {
      throw new IllegalStateException(
          this + " has no input shape yet; add an input, or predict a tensor first");
    }
    return inputTypes();
  }

  /**
   * Returns the types of the inputs, with an undefined batch axis, or null before they are known.
   */
  public final List<Type> inputTypes() {
    return core.inputTypes();
  }

  /**
   * Returns the shapes of the outputs, with an undefined batch axis, or null before they are known.
   */
  public final List<Shape> outputShapes() {
    return core.outputShapes();
  }

  /** Returns the seed, 0 by default. */
  public final long seed() {
    return core.seed();
  }

  // Threads

  /**
   * Bounds the threads of this model: its calls to {@code fit}, {@code evaluate}, {@code predict}
   * and the like, from now on, use a pool of its own, in which the calling thread counts. Without
   * this, all models share the pool of {@link WorkerPool#shared}, and one that finds it in use
   * works on the calling thread alone. The number changes no result, and is not saved with the
   * model.
   *
   * <p>A {@link TrainStep} or {@link Computation} may have several models; run it with {@link
   * WorkerPool#using}.
   *
   * @param count at least 1, the calling thread alone; more than there are processors have no
   *     effect
   * @throws IllegalArgumentException if {@code count} is less than 1
   */
  public final void threads(int count) {
    if (count < 1) {
      throw new IllegalArgumentException(
          "%s: threads must be at least 1 (the calling thread alone), got %d"
              .formatted(this, count));
    }
    core.threads(count);
  }

  // Weights

  /** Returns copies of all weights, in the order of {@link #weights}; a consistent snapshot. */
  public final List<Tensor> getWeights() {
    return core.weights();
  }

  /**
   * Replaces all weights, in the order of {@link #weights}.
   *
   * @throws IllegalArgumentException if the number of tensors or a shape differs; nothing is
   *     changed then
   * @throws IllegalStateException if another thread is training this model
   */
  public final void setWeights(List<Tensor> values) {
    core.weights(values);
  }

  /**
   * Runs code that reads this model piece by piece, such as writing it to a file, while no other
   * thread changes it: training in another thread waits after its current step.
   *
   * @return the result of {@code work}
   */
  public final <T> T reading(Supplier<T> work) {
    Arguments.given("work", work);
    return core.reading(work);
  }

  /**
   * Runs code that replaces weights piece by piece, while no other thread reads them.
   *
   * @param what the name of the action in error messages
   * @throws IllegalStateException if another thread is training this model
   */
  public final void replacing(String what, Runnable work) {
    Arguments.given("what", what);
    Arguments.given("work", work);
    core.replacing(what, work);
  }

  /** Resets the states of stateful layers to zero; the batch size may change afterwards. */
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
   * Returns all outputs for each row of one pass over a batch source, one tensor per output;
   * targets are ignored.
   *
   * @throws IllegalArgumentException if the data are empty or infinite
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
   * Returns a view of this model for predicting single rows, allocation-free and thread-safe. For
   * several inputs or outputs, text, and values with names, see {@link #namedPredictor}.
   *
   * @throws IllegalStateException if the model is not built yet, or has several inputs or outputs
   */
  public final Predictor predictor() {
    return inference().predictor();
  }

  /**
   * Says what the numbers of the only output mean, such as the names of classes. It is saved with
   * the model, and used by {@link #namedPredictor}; training and other predictions ignore it.
   *
   * @throws IllegalArgumentException if it does not fit the output, or there are several
   */
  public final void decode(Decoding decoding) {
    Arguments.given("decoding", decoding);
    List<String> names = outputNames();
    if (names.size() != 1) {
      throw new IllegalArgumentException(
          "%s has the outputs %s; choose one with decode(output, decoding)".formatted(this, names));
    }
    decode(names.get(0), decoding);
  }

  /** Says what the numbers of an output mean; see {@link #decode(Decoding)}. */
  public final void decode(String output, Decoding decoding) {
    Arguments.given("decoding", decoding);
    List<String> names = outputNames();
    String known = Names.find("output", this, output, names, name -> name);
    if (outputShapes() != null) {
      Shape shape = outputShapes().get(names.indexOf(known));
      decoding.check("output \"" + known + "\" of " + this, shape);
    }
    Map<String, Decoding> all = new LinkedHashMap<>(decodings);
    all.put(known, decoding);
    decodings = Collections.unmodifiableMap(all);
  }

  /** Returns what the numbers of outputs mean, by the name of the output, as far as it was said. */
  public final Map<String, Decoding> decodings() {
    return decodings;
  }

  /**
   * Returns a predictor for rows whose values have names, for services. It is thread-safe; keep it.
   *
   * @throws IllegalStateException if the model is not built yet
   */
  public final NamedPredictor namedPredictor() {
    List<InputField> fields = new ArrayList<>();
    List<String> names = inputNames();
    for (Type type : requireInputs()) {
      int i = fields.size();
      fields.add(new InputField(names.get(i), type, core.takesMissing(i)));
    }
    Map<String, Decoding> known = decodings;
    List<String> outputs = outputNames();
    for (int i = 0; i < outputs.size(); i++) {
      if (known.get(outputs.get(i)) != null) {
        String what = "output \"" + outputs.get(i) + "\" of " + this;
        known.get(outputs.get(i)).check(what, outputShapes().get(i));
      }
    }
    return new NamedPredictor(
        toString(),
        fields,
        outputs,
        outputs.stream().<Decoding>map(known::get).toList(),
        inference()::predictOne,
        this::predict);
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
