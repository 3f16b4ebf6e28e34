// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.base;

import io.nyala.constraints.Constraint;
import io.nyala.initializers.Initializer;
import io.nyala.initializers.Initializers;
import io.nyala.layers.support.ShapeForm;
import io.nyala.ops.Node;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.regularizers.Regularizer;
import io.nyala.regularizers.Regularizers;
import io.nyala.settings.Arguments;
import io.nyala.settings.Serialized;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A function of values with weights. Subclasses override {@link #build} to create weights once the
 * input shapes are known, and one of the {@code call} methods to define the computation.
 *
 * <p>A layer is configured with chained setters before it is first applied, and is fixed
 * afterwards. Applying a layer several times shares its weights.
 */
public abstract class Layer {
  private String name;
  private Set<String> namedBy;
  private boolean trainable = true;
  private Regularizer activityRegularizer;
  private List<Shape> builtOn;
  private final List<Weight> weights = new ArrayList<>();
  private final List<Layer> sublayers = new ArrayList<>();

  /** Creates a layer that is not built yet. */
  protected Layer() {}

  // Description

  /**
   * Returns the name: the one that was set, or the one assigned by the first model that contains
   * this layer, such as {@code dense_1}; before that the kind of layer, {@code dense}.
   */
  public final String name() {
    String chosen = name;
    return chosen == null ? LayerNames.snakeCase(className()) : chosen;
  }

  /** Returns whether the name was set by the user or assigned by a model. */
  final boolean hasName() {
    return name != null;
  }

  /** Sets a name assigned by a model, and all names of that model. */
  final void nameWithin(String newName, Set<String> names) {
    name = newName;
    namedBy = names;
  }

  /** Returns the names of the model that assigned this layer's name, or null. */
  final Set<String> namedBy() {
    return namedBy;
  }

  /**
   * Sets the name.
   *
   * @throws IllegalArgumentException if it is empty or contains a slash
   */
  public Layer named(String newName) {
    if (Arguments.given("a layer's name", newName).isEmpty() || newName.contains("/")) {
      throw new IllegalArgumentException(
          "a layer's name must not be empty or contain '/', got \"" + newName + "\"");
    }
    this.name = newName;
    this.namedBy = null;
    return this;
  }

  /** Returns Keras's class name, for example {@code Dense}. */
  public String className() {
    return getClass().getSimpleName();
  }

  /** Returns the settings under their Keras names; subclasses add their own. */
  public Map<String, Object> config() {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("name", name());
    config.put("trainable", trainable);
    config.put("dtype", "float32");
    if (activityRegularizer != null) {
      config.put("activity_regularizer", Regularizers.toConfig(activityRegularizer));
    }
    return config;
  }

  /** Returns whether training may change this layer's weights. */
  public final boolean trainable() {
    return trainable;
  }

  /** Freezes or unfreezes this layer and its sublayers. Takes effect at the next compile. */
  public Layer trainable(boolean newTrainable) {
    this.trainable = newTrainable;
    sublayers.forEach(l -> l.trainable(newTrainable));
    return this;
  }

  /** Freezes this layer, but not its sublayers. */
  final void freezeAlone() {
    trainable = false;
  }

  /**
   * Sets the activity regularizer: a penalty on each output, divided by the batch size, that is
   * added to the loss of the model. Null removes it.
   */
  public Layer activityRegularizer(Regularizer newRegularizer) {
    this.activityRegularizer = newRegularizer;
    return this;
  }

  /** Returns the activity regularizer, or null. */
  public final Regularizer activityRegularizer() {
    return activityRegularizer;
  }

  // Weights

  /**
   * Returns all weights: trainable weights first, then non-trainable ones, then those of sublayers.
   */
  public List<Weight> weights() {
    List<Weight> all = new ArrayList<>();
    weights.stream().filter(Weight::trainableKind).forEach(all::add);
    weights.stream().filter(w -> !w.trainableKind()).forEach(all::add);
    sublayers.forEach(l -> l.weights().stream().filter(w -> !all.contains(w)).forEach(all::add));
    return all;
  }

  /** Returns the number of elements in all weights. */
  public final long countParams() {
    return weights().stream().mapToLong(w -> w.shape().size()).sum();
  }

  /** Returns the layers nested in this one. */
  public List<Layer> sublayers() {
    return List.copyOf(sublayers);
  }

  /** Registers and returns a sublayer, so that its weights are tracked. */
  protected final <L extends Layer> L add(L layer) {
    sublayers.add(Arguments.given(getClass().getSimpleName() + ": layer", layer));
    return layer;
  }

  /** Creates a weight; call this from {@link #build}. Regularizer and constraint may be null. */
  protected final Weight addWeight(
      String weightName,
      Shape shape,
      Initializer initializer,
      boolean isTrainable,
      Regularizer regularizer,
      Constraint constraint) {
    Weight w =
        new Weight(this, weightName, shape, initializer, isTrainable, regularizer, constraint);
    w.initialize(31L * name().hashCode() + weights.size());
    weights.add(w);
    return w;
  }

  /**
   * Creates a state variable that is not part of {@link #weights()} and is not saved, such as the
   * state that a recurrent layer keeps between batches. It is initialized with zeros.
   */
  protected final Weight newState(String stateName, Shape shape) {
    return new Weight(this, stateName, shape, Initializers.zeros(), false, null, null);
  }

  /** Creates a weight with the options chosen by the user. */
  protected final Weight addWeight(String weightName, Shape shape, WeightOptions options) {
    return addWeight(
        weightName,
        shape,
        options.initializer(),
        true,
        options.regularizer(),
        options.constraint());
  }

  /** Returns whether the weights have been created. */
  public final boolean isBuilt() {
    return builtOn != null;
  }

  // Application

  /** Applies the layer to values; the first call creates its weights. */
  public final Value apply(Value... inputs) {
    return applyAll(Arguments.eachGiven("the inputs of " + this, inputs)).get(0);
  }

  /** Applies the layer and returns all its outputs. */
  public final List<Value> applyAll(List<Value> inputs) {
    Arguments.allGiven("the inputs of " + this, inputs);
    LayerErrors.requireNumbers(this, inputs);
    buildOn(inputs.stream().map(Value::shape).toList());
    return Node.apply(new LayerCall(this), inputs);
  }

  /** Creates the weights for these input shapes, only once; the batch size may be unknown. */
  public final void buildOn(List<Shape> inputShapes) {
    if (builtOn == null) {
      try {
        build(inputShapes);
      } catch (ShapeException e) {
        throw LayerErrors.located(this, e, inputShapes);
      }
      builtOn = List.copyOf(inputShapes);
    }
  }

  /** Returns the input shapes for which the layer was built, or null. */
  public final List<Shape> builtOn() {
    return builtOn;
  }

  /** Traces the layer's operations for these inputs in this context. */
  public final List<Value> trace(Call call, List<Value> inputs) {
    return trace(call, inputs, inputs);
  }

  /**
   * Same as {@link #trace(Call, List)}, with masks from other values.
   *
   * @param carriers values whose masks determine those of the outputs, in place of the inputs
   */
  final List<Value> trace(Call call, List<Value> inputs, List<Value> carriers) {
    LayerErrors.requireNumbers(this, inputs);
    buildOn(inputs.stream().map(Value::shape).toList());
    try {
      List<Value> outputs = call(call, inputs);
      for (int i = 0; i < outputs.size(); i++) {
        Value mask = computeMask(call, carriers, i);
        if (mask != null) {
          call.setMask(outputs.get(i), mask);
        }
        penalize(call, outputs.get(i));
      }
      call.called(this, inputs, outputs);
      return outputs;
    } catch (ShapeException e) {
      throw LayerErrors.located(this, e, inputs.stream().map(Value::shape).toList());
    }
  }

  private void penalize(Call call, Value output) {
    // With an unknown batch size nothing is computed: only shapes are needed.
    int batch = output.shape().rank() == 0 ? 1 : output.shape().dim(0);
    if (activityRegularizer != null && batch != Shape.UNKNOWN) {
      call.addLoss(Ops.divide(activityRegularizer.loss(output), batch));
    }
  }

  // What subclasses say

  /**
   * Creates the weights.
   *
   * @param inputShapes one for each input; the batch size is usually unknown
   */
  protected void build(List<Shape> inputShapes) {}

  /** Computes the outputs from the inputs; override this for several inputs or outputs. */
  protected List<Value> call(Call call, List<Value> inputs) {
    if (inputs.size() != 1) {
      throw new ShapeException("takes one input, got " + inputs.size());
    }
    return List.of(call(call, inputs.get(0)));
  }

  /** Computes the output from one input. */
  protected Value call(Call call, Value x) {
    throw new UnsupportedOperationException(className() + " overrides neither call method");
  }

  /**
   * Returns the mask of an output, or null. By default, layers that {@linkplain #supportsMasking()
   * support masking} pass on the mask of the first input; others drop it.
   */
  protected Value computeMask(Call call, List<Value> inputs, int output) {
    return supportsMasking() && !inputs.isEmpty() ? call.mask(inputs.get(0)) : null;
  }

  /** Returns the Keras configuration of the layer, with the input shapes for which it was built. */
  protected Map<String, Object> form() {
    Map<String, Object> form = Serialized.object(this, "keras.layers", className(), config());
    if (isBuilt()) {
      form.put("build_config", buildForm(builtOn.stream().map(ShapeForm::of).toList()));
    }
    return form;
  }

  /**
   * Returns Keras's {@code build_config}.
   *
   * @param shapes the input shapes, null for an unknown extent
   */
  protected Map<String, Object> buildForm(List<List<Integer>> shapes) {
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("input_shape", shapes.size() == 1 ? shapes.get(0) : shapes);
    return form;
  }

  /**
   * Returns a call in Keras's format: {@code args} and {@code kwargs}. By default, several operands
   * form a list in one argument.
   *
   * @param operands the configurations of the operands
   */
  public Map<String, Object> callForm(List<Object> operands) {
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("args", List.of(arranged(operands)));
    form.put("kwargs", Map.of());
    return form;
  }

  /**
   * Returns the operands of a call written by Keras, in the order expected by {@code call}; the
   * counterpart of {@link #callForm}. By default, positional operands come first. A layer with
   * settings that Keras passes as call arguments sets them here.
   *
   * @param args the positional operands
   * @param kwargs the keyword arguments: lists of operands, or constants
   */
  public List<Value> readCall(List<Value> args, Map<String, Object> kwargs) {
    List<Value> operands = new ArrayList<>(args);
    for (Object argument : kwargs.values()) {
      if (argument instanceof List<?> several) {
        several.stream()
            .filter(Value.class::isInstance)
            .map(Value.class::cast)
            .forEach(operands::add);
      }
    }
    return operands;
  }

  /**
   * Returns the configurations of operands, or of their masks, as one call argument; a list if
   * there are several.
   */
  protected Object arranged(List<Object> forms) {
    return forms.size() > 1 ? forms : forms.get(0);
  }

  /** Returns Keras's names of the positional arguments of a call, as far as needed. */
  protected List<String> argumentNames() {
    return List.of();
  }

  /** Returns Keras's names of the mask arguments of a call. */
  protected List<String> maskNames() {
    return List.of("mask");
  }

  /** Returns whether inputs may be strings. */
  protected boolean takesStrings() {
    return false;
  }

  /** Returns whether the layer passes masks on. */
  protected boolean supportsMasking() {
    return false;
  }

  @Override
  public String toString() {
    return name() + " (" + className() + ")";
  }
}
