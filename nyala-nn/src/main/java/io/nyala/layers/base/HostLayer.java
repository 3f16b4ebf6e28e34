// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.base;

import io.nyala.ops.Value;
import io.nyala.settings.Arguments;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Tensor;
import io.nyala.tensor.Type;
import java.util.List;
import java.util.Map;

/**
 * A layer that works on data before the compiled program, such as one that turns text into numbers.
 * It has no trained weights and no gradient.
 *
 * <p>Subclasses say of which types the outputs are and compute them from tensors, in plain Java.
 * The computation must depend on the inputs and settings alone, each row on its own, and may run in
 * several threads at once.
 *
 * <p>A model that contains such layers evaluates them on the rows that it is given. Their results
 * are the inputs of its program. {@code fit} on tensors does this once, not in each epoch; {@code
 * fit} on a batch source does it for each batch.
 *
 * @param <L> the concrete layer type
 */
public abstract class HostLayer<L extends HostLayer<L>> extends ChainedLayer<L> {
  /** The types of the latest inputs and outputs, so that a service does not ask for each row. */
  private record Seen(List<Type> inputs, List<Type> outputs) {}

  private volatile Seen seen;

  /** Creates a layer that is not built yet. */
  protected HostLayer() {}

  /**
   * Returns the types of the outputs. The first extent of each is the number of rows; extents that
   * depend on the data are {@link Shape#UNKNOWN}.
   *
   * @throws ShapeException if the layer does not accept these inputs; its name is added to the
   *     message
   */
  protected abstract List<Type> outputTypes(List<Type> inputs);

  /**
   * Computes the outputs.
   *
   * @param inputs tensors of the types that {@link #outputTypes} accepted
   */
  protected abstract List<Tensor> compute(List<Tensor> inputs);

  /**
   * Returns whether the layer is prepared for missing values of an input: NaN for numbers, the
   * empty string for text. False by default; a service then refuses rows without a value.
   */
  public boolean takesMissing(int input) {
    return false;
  }

  /**
   * Returns arrays that Keras stores with the weights of the layer, by their path below its place;
   * none by default. When files are read, they are found in the settings, under the last part of
   * their path.
   */
  public Map<String, Tensor> storedArrays() {
    return Map.of();
  }

  /** Returns the types of the outputs. */
  final List<Type> types(List<Type> inputs) {
    return List.copyOf(outputTypes(inputs));
  }

  /** Computes the output of a layer with one input and one output. */
  public final Tensor transform(Tensor input) {
    return transform(List.of(Arguments.given("the input of " + this, input))).get(0);
  }

  /**
   * Computes the outputs.
   *
   * @throws ShapeException if the inputs do not match
   * @throws IllegalStateException if the layer needs to be adapted first
   */
  public final List<Tensor> transform(List<Tensor> inputs) {
    Seen known = seen;
    if (known == null || !fit(known.inputs, inputs)) {
      known = see(Arguments.allGiven("the inputs of " + this, inputs));
      seen = known;
    }
    List<Tensor> outputs = compute(inputs);
    if (!fit(known.outputs, outputs)) {
      throw new IllegalStateException(
          "%s returned %s where its outputTypes say %s"
              .formatted(
                  this,
                  outputs.stream().map(t -> new Type(t.shape(), t.dtype())).toList(),
                  known.outputs));
    }
    return outputs;
  }

  /** Asks for the types of the outputs, for any number of rows. */
  private Seen see(List<Tensor> inputs) {
    List<Type> given =
        inputs.stream().map(t -> new Type(t.shape().with(0, Shape.UNKNOWN), t.dtype())).toList();
    List<Shape> shapes = given.stream().map(Type::shape).toList();
    buildOn(shapes);
    try {
      return new Seen(given, types(given));
    } catch (ShapeException e) {
      throw LayerErrors.located(this, e, shapes);
    }
  }

  private static boolean fit(List<Type> expected, List<Tensor> got) {
    boolean fit = got.size() == expected.size();
    for (int i = 0; i < expected.size() && fit; i++) {
      Tensor t = got.get(i);
      fit = t.dtype() == expected.get(i).dtype() && expected.get(i).shape().accepts(t.shape());
    }
    return fit;
  }

  @Override
  protected final List<Value> call(Call call, List<Value> inputs) {
    return call.host(this, inputs);
  }

  @Override
  protected boolean takesStrings() {
    return true;
  }
}
