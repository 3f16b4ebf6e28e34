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
 * input shapes are known, and one of the {@code call} methods to say what they compute.
 *
 * <p>A layer is described by chained setters before it is first applied, and does not change after.
 * Applying it twice shares its weights.
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
   * Returns the name: the one given, else the one that the first model with this layer has chosen,
   * such as {@code dense_1}; before that its kind, {@code dense}.
   */
  public final String name() {
    String chosen = name;
    return chosen == null ? LayerNames.snakeCase(className()) : chosen;
  }

  /** Tells whether a user or a model has given the name. */
  final boolean hasName() {
    return name != null;
  }

  /** Takes a name that a model chose, and all names of that model. */
  final void nameWithin(String newName, Set<String> names) {
    name = newName;
    namedBy = names;
  }

  /** Returns the names of the model that chose this layer's name; null if no model did. */
  final Set<String> namedBy() {
    return namedBy;
  }

  /**
   * Gives the layer a name.
   *
   * @throws IllegalArgumentException if it is empty or has a slash
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

  /** Returns the settings under Keras's names; subclasses add theirs to these. */
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

  /** Tells whether training may change this layer's weights. */
  public final boolean trainable() {
    return trainable;
  }

  /**
   * Freezes or frees this layer and the layers inside it. Takes effect on training with the next
   * compile.
   */
  public Layer trainable(boolean newTrainable) {
    this.trainable = newTrainable;
    sublayers.forEach(l -> l.trainable(newTrainable));
    return this;
  }

  /**
   * Adds a penalty on each output, divided by the batch, to the loss of the model. Null takes it
   * away.
   */
  public Layer activityRegularizer(Regularizer newRegularizer) {
    this.activityRegularizer = newRegularizer;
    return this;
  }

  /** Returns the penalty on outputs, or null. */
  public final Regularizer activityRegularizer() {
    return activityRegularizer;
  }

  // Weights

  /** Returns all weights: the trainable kind first, then the others, then those of sublayers. */
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

  /** Returns the layers inside this one. */
  public List<Layer> sublayers() {
    return List.copyOf(sublayers);
  }

  /** Registers a layer inside this one, so that its weights are found; returns it. */
  protected final <L extends Layer> L add(L layer) {
    sublayers.add(Arguments.given(getClass().getSimpleName() + ": layer", layer));
    return layer;
  }

  /** Creates a weight; to be called from {@link #build}. Regularizer and constraint may be null. */
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
   * Creates a weight that is not one of the layer's {@link #weights()} and is not saved: what a
   * recurrent layer keeps between batches. It holds zeros once initialized.
   */
  protected final Weight newState(String stateName, Shape shape) {
    return new Weight(this, stateName, shape, Initializers.zeros(), false, null, null);
  }

  /** As the longer form, with the options that the user chose. */
  protected final Weight addWeight(String weightName, Shape shape, WeightOptions options) {
    return addWeight(
        weightName,
        shape,
        options.initializer(),
        true,
        options.regularizer(),
        options.constraint());
  }

  /** Tells whether the weights exist. */
  public final boolean isBuilt() {
    return builtOn != null;
  }

  // Application

  /** Applies the layer to values; its weights are created at the first time. */
  public final Value apply(Value... inputs) {
    return applyAll(Arguments.eachGiven("the inputs of " + this, inputs)).get(0);
  }

  /** Applies the layer and returns all its outputs. */
  public final List<Value> applyAll(List<Value> inputs) {
    Arguments.allGiven("the inputs of " + this, inputs);
    buildOn(inputs.stream().map(Value::shape).toList());
    return Node.apply(new LayerCall(this), inputs);
  }

  /** Creates the weights for input shapes (batch unknown or not) unless they exist. */
  public final void buildOn(List<Shape> inputShapes) {
    if (builtOn == null) {
      try {
        build(inputShapes);
      } catch (ShapeException e) {
        throw located(e, inputShapes);
      }
      builtOn = List.copyOf(inputShapes);
    }
  }

  /** Returns the input shapes on which the layer was built, or null. */
  public final List<Shape> builtOn() {
    return builtOn;
  }

  /** Writes the layer's operations for these inputs, under these circumstances. */
  public final List<Value> trace(Call call, List<Value> inputs) {
    return trace(call, inputs, inputs);
  }

  /**
   * As {@link #trace(Call, List)}.
   *
   * @param carriers values whose masks decide those of the outputs, in the inputs' places
   */
  final List<Value> trace(Call call, List<Value> inputs, List<Value> carriers) {
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
      throw located(e, inputs.stream().map(Value::shape).toList());
    }
  }

  private void penalize(Call call, Value output) {
    // Where the batch is unknown, nothing is computed: only shapes are asked for.
    int batch = output.shape().rank() == 0 ? 1 : output.shape().dim(0);
    if (activityRegularizer != null && batch != Shape.UNKNOWN) {
      call.addLoss(Ops.divide(activityRegularizer.loss(output), batch));
    }
  }

  private ShapeException located(ShapeException e, List<Shape> shapes) {
    if (e instanceof LayerShapeException) {
      return e;
    }
    return new LayerShapeException(
        "%s (%s) on input %s: %s"
            .formatted(
                name(), className(), shapes.size() == 1 ? shapes.get(0) : shapes, e.getMessage()),
        e);
  }

  private static final class LayerShapeException extends ShapeException {
    private static final long serialVersionUID = 1L;

    LayerShapeException(String message, ShapeException cause) {
      super(message);
      initCause(cause);
    }
  }

  // What subclasses say

  /**
   * Creates the weights.
   *
   * @param inputShapes one for each input; the batch is usually unknown
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
   * Returns the mask of an output, or null. By default the first input's mask passes through layers
   * that {@linkplain #supportsMasking() support masking} and ends at others.
   */
  protected Value computeMask(Call call, List<Value> inputs, int output) {
    return supportsMasking() && !inputs.isEmpty() ? call.mask(inputs.get(0)) : null;
  }

  /** Returns Keras's form of the layer, with the input shapes on which it was built. */
  protected Map<String, Object> form() {
    Map<String, Object> form = Serialized.object(this, "keras.layers", className(), config());
    if (isBuilt()) {
      form.put("build_config", buildForm(builtOn.stream().map(ShapeForm::of).toList()));
    }
    return form;
  }

  /**
   * Returns how Keras writes on what a layer was built.
   *
   * @param shapes of the inputs, null for an unknown extent
   */
  protected Map<String, Object> buildForm(List<List<Integer>> shapes) {
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("input_shape", shapes.size() == 1 ? shapes.get(0) : shapes);
    return form;
  }

  /**
   * Returns how Keras writes a call: {@code args} and {@code kwargs}. By default several operands
   * are a list in one argument.
   *
   * @param operands the forms of the operands
   */
  public Map<String, Object> callForm(List<Object> operands) {
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("args", List.of(arranged(operands)));
    form.put("kwargs", Map.of());
    return form;
  }

  /**
   * Returns the operands of a call that Keras wrote, in the order in which {@code call} takes them:
   * the counterpart of {@link #callForm}. By default those without names come first. A layer that
   * has settings for what Keras takes as arguments of the call sets them here.
   *
   * @param args the operands without names
   * @param kwargs by name: a list of operands, or a plain value
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
   * Returns the forms of operands, or of their masks, as one argument of a call; a list if many.
   */
  protected Object arranged(List<Object> forms) {
    return forms.size() > 1 ? forms : forms.get(0);
  }

  /**
   * Returns Keras's names for the arguments of a call that stand without names, as far as needed.
   */
  protected List<String> argumentNames() {
    return List.of();
  }

  /** Returns Keras's names for those arguments of a call that are masks. */
  protected List<String> maskNames() {
    return List.of("mask");
  }

  /** Tells whether masks pass through. */
  protected boolean supportsMasking() {
    return false;
  }

  @Override
  public String toString() {
    return name() + " (" + className() + ")";
  }
}
