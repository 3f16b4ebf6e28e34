// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import io.nyala.layers.base.Call;
import io.nyala.layers.base.Layer;
import io.nyala.layers.core.InputLayer;
import io.nyala.models.config.ConfigWriter;
import io.nyala.models.core.Building;
import io.nyala.models.core.Inputs;
import io.nyala.ops.Value;
import io.nyala.settings.Arguments;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A linear stack of layers.
 *
 * <pre>{@code
 * Model model = Sequential.of(input(4), dense(8).activation(RELU), dense(1));
 * }</pre>
 *
 * <p>Without an input, the model is built when it first sees data.
 */
public final class Sequential extends Model {
  private final Value input;
  private final List<Shape> shapes = new ArrayList<>();

  private Sequential(Value input, List<Layer> layers) {
    this.input = input;
    Building.requireDistinctNames(layers);
    layers.forEach(this::add);
    if (input != null) {
      core().ensureBuilt(List.of(input.type()));
    }
  }

  /** Returns a stack of layers that is built when it first sees data. */
  public static Sequential of(Layer... layers) {
    return of(Arguments.eachGiven("layers", layers));
  }

  /**
   * Returns a stack of layers; an {@link InputLayer} as the first element declares the input.
   *
   * @throws IllegalArgumentException if there are no layers
   */
  public static Sequential of(List<? extends Layer> layers) {
    if (Arguments.allGiven("layers", layers).isEmpty()) {
      throw new IllegalArgumentException("a Sequential needs at least one layer");
    }
    boolean declared = layers.get(0) instanceof InputLayer;
    Value in = declared ? ((InputLayer) layers.get(0)).value() : null;
    return new Sequential(in, List.copyOf(layers.subList(declared ? 1 : 0, layers.size())));
  }

  /** Returns a stack of layers with a declared input. */
  public static Sequential of(Value input, Layer... layers) {
    InputLayer.of(input);
    return new Sequential(input, Arguments.eachGiven("layers", layers));
  }

  /** Returns the declared input, or null. */
  Value input() {
    return input;
  }

  /**
   * Returns the output shape of each layer, with an undefined batch axis; empty before the shapes
   * are known.
   */
  List<Shape> shapes() {
    return shapes;
  }

  @Override
  public List<String> inputNames() {
    return input == null ? super.inputNames() : List.of(InputLayer.of(input).name());
  }

  @Override
  public List<String> outputNames() {
    List<Layer> layers = layers();
    return List.of(layers.isEmpty() ? name() : layers.get(layers.size() - 1).name());
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    ConfigWriter.chain(input, layers(), inputTypes(), config);
    return config;
  }

  @Override
  protected Value call(Call call, Value x) {
    if (inputTypes() != null) {
      Inputs.check(this, inputTypes(), List.of(x));
    }
    List<Shape> seen = new ArrayList<>();
    Value value = x;
    String above = null;
    for (Layer layer : sublayers()) {
      try {
        value = only(layer, layer.trace(call, List.of(value)));
      } catch (ShapeException e) {
        throw above == null ? e : Inputs.withNeighbour(e, above, value.shape());
      }
      above = layer.name();
      seen.add(value.shape().with(0, Shape.UNKNOWN));
    }
    if (shapes.isEmpty()) {
      shapes.addAll(seen);
    }
    return value;
  }

  private static Value only(Layer layer, List<Value> outputs) {
    if (outputs.size() != 1) {
      throw new ShapeException(
          "%s has %d outputs; in a Sequential, every layer must have one; use Model.of instead"
              .formatted(layer, outputs.size()));
    }
    return outputs.get(0);
  }
}
