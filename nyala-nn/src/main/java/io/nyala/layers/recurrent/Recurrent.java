// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.recurrent;

import io.nyala.layers.base.Call;
import io.nyala.layers.base.ChainedLayer;
import io.nyala.layers.base.Weight;
import io.nyala.layers.support.Require;
import io.nyala.layers.support.StandIn;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Tensor;
import io.nyala.tensor.Type;
import io.nyala.variables.Variable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * Base class of recurrent layers: {@code (batch, time, features)} to {@code (batch, units)}, or to
 * {@code (batch, time, units)} with {@link #returnSequences}. Further inputs, one per state, are
 * the initial states; default zeros.
 *
 * <p>A masked step leaves the states unchanged and repeats the previous output (zeros before the
 * first unmasked step).
 *
 * @param <L> the concrete layer type
 */
public abstract class Recurrent<L extends Recurrent<L>> extends ChainedLayer<L> {
  private boolean returnSequences;
  private boolean returnState;
  private boolean goBackwards;
  private boolean stateful;
  private boolean unroll;
  private boolean zeroOutputForMask;
  private final KeptStates states = new KeptStates(shape -> newState("state", shape));

  Recurrent() {}

  final L readRecurrent(Settings s) {
    returnSequences = s.getBoolean("return_sequences", false);
    returnState = s.getBoolean("return_state", false);
    goBackwards = s.getBoolean("go_backwards", false);
    stateful = s.getBoolean("stateful", false);
    unroll = s.getBoolean("unroll", false);
    zeroOutputForMask = s.getBoolean("zero_output_for_mask", false);
    return unbuilt();
  }

  // Settings

  /** Makes the layer return the output of every step instead of the last one. */
  public L returnSequences() {
    return returnSequences(true);
  }

  /** Sets whether the layer returns the output of every step; default false. */
  public L returnSequences(boolean newReturnSequences) {
    L self = unbuilt();
    returnSequences = newReturnSequences;
    return self;
  }

  /** Makes the layer return its final states after its output. */
  public L returnState() {
    return returnState(true);
  }

  /** Sets whether the layer returns its final states after its output; default false. */
  public L returnState(boolean newReturnState) {
    L self = unbuilt();
    returnState = newReturnState;
    return self;
  }

  /** Sets whether to process the sequence backwards; outputs are then in reversed order too. */
  public L goBackwards(boolean newGoBackwards) {
    L self = unbuilt();
    goBackwards = newGoBackwards;
    return self;
  }

  /** Makes each batch start with the final states of the previous batch. */
  public L stateful() {
    return stateful(true);
  }

  /**
   * Sets whether each batch starts with the final states of the previous one, in training,
   * evaluation and prediction, until {@link #resetStates}; default false. All batches must then
   * have the same size, until the next reset of the model.
   */
  public L stateful(boolean newStateful) {
    L self = unbuilt();
    stateful = newStateful;
    return self;
  }

  /** Accepted for compatibility with Keras; has no effect. */
  public L unroll(boolean newUnroll) {
    L self = unbuilt();
    unroll = newUnroll;
    return self;
  }

  /** Sets whether the output of a masked step is zero instead of the previous output. */
  public L zeroOutputForMask(boolean newZeroOutputForMask) {
    L self = unbuilt();
    zeroOutputForMask = newZeroOutputForMask;
    return self;
  }

  /** Returns whether the layer returns the output of every step. */
  public final boolean returnsSequences() {
    return returnSequences;
  }

  /** Returns whether the layer returns its final states. */
  public final boolean returnsState() {
    return returnState;
  }

  /** Returns whether the sequence is processed backwards. */
  public final boolean goesBackwards() {
    return goBackwards;
  }

  /** Returns whether states are kept between batches. */
  public final boolean isStateful() {
    return stateful;
  }

  // States

  /** Resets the states of a stateful layer to zero. */
  public void resetStates() {
    states.reset();
  }

  /** Returns copies of the states of a stateful layer; empty before its first batch. */
  public List<Tensor> states() {
    return states.all().stream().map(Weight::get).toList();
  }

  /** Returns the state variables of a stateful layer; empty before its first batch. */
  public final List<Variable> stateVariables() {
    return states.all().stream().map(Weight::variable).toList();
  }

  /**
   * Returns how often the state variables were replaced; programs compiled earlier do not use the
   * new ones.
   */
  public final int stateGeneration() {
    return states.generation();
  }

  /**
   * Replaces the states of a stateful layer.
   *
   * @param values one {@code (batch, size)} for each state; empty to return to the state before the
   *     first batch, which may then have any size
   */
  public void setStates(List<Tensor> values) {
    Require.given(className(), "states", values);
    if (stateful && values.isEmpty()) {
      states.forget();
      return;
    }
    if (!stateful || values.size() != cell().stateSizes().size()) {
      throw new IllegalArgumentException(
          "%s: %s"
              .formatted(
                  this,
                  stateful
                      ? "expected %d states, got %d"
                          .formatted(cell().stateSizes().size(), values.size())
                      : "it is not stateful, so it has no states to set"));
    }
    Shape step = builtOn() == null ? null : builtOn().get(0).drop(1);
    List<Weight> kept =
        states.of(KeptStates.batched(values.get(0).shape().dim(0), stateShapes(step)));
    for (int i = 0; i < values.size(); i++) {
      kept.get(i).set(values.get(i));
    }
  }

  /**
   * Returns the shape of each state without the batch.
   *
   * @param step the shape of the input of a step, or null before the layer is built
   */
  List<Shape> stateShapes(Shape step) {
    return cell().stateSizes().stream().map(Shape::of).toList();
  }

  /** Returns the shape of the output of a step without the batch, for steps of a shape. */
  Shape outputShape(Shape step) {
    return Shape.of(cell().outputSize());
  }

  // Application

  /** Returns the cell, which has the weights. */
  abstract RecurrentCell<?> cell();

  /** Returns the axes of the input, for messages. */
  String inputForm() {
    return "(batch, time, features)";
  }

  @Override
  protected void build(List<Shape> inputShapes) {
    Shape x = inputShapes.get(0);
    if (x.rank() < 3) {
      throw new ShapeException("expected input " + inputForm());
    }
    cell().buildOn(List.of(x.drop(1)));
  }

  @Override
  protected List<Value> call(Call call, List<Value> inputs) {
    Value x = Ops.cast(inputs.get(0), DType.FLOAT32);
    Shape shape = x.shape();
    Shape built = builtOn() == null ? null : builtOn().get(0).slice(2, builtOn().get(0).rank());
    if (shape.rank() < 3 || (built != null && !built.accepts(shape.slice(2, shape.rank())))) {
      throw new ShapeException(
          "expected input %s with the same extents after time as when built"
              .formatted(inputForm()));
    }
    List<Integer> sizes = cell().stateSizes();
    if (inputs.size() != 1 && inputs.size() != 1 + sizes.size()) {
      throw new ShapeException(
          "takes a sequence and optionally %d states, got %d inputs"
              .formatted(sizes.size(), inputs.size()));
    }
    if (!shape.isKnown()) {
      return unknown(shape);
    }
    if (shape.dim(1) == 0) {
      throw new ShapeException("a sequence needs at least one step");
    }
    List<Shape> shapes = KeptStates.batched(shape.dim(0), stateShapes(shape.drop(1)));
    boolean begun = inputs.size() > 1 || stateful;
    List<Value> begin;
    if (inputs.size() > 1) {
      begin = inputs.subList(1, inputs.size());
    } else if (stateful) {
      begin = states.of(shapes).stream().map(call::read).toList();
    } else {
      begin = shapes.stream().map(s -> Ops.broadcastTo(Ops.constant(0), s)).toList();
    }
    Value mask = call.mask(inputs.get(0));
    if (mask != null && mask.shape().rank() == 3) {
      mask = Ops.squeeze(mask, 2);
    }
    if (goBackwards) {
      x = Ops.flip(x, 1);
      mask = mask == null ? null : Ops.flip(mask, 1);
    }
    Walk walk = walk(call, x, mask, begin, begun);
    if (stateful) {
      List<Weight> kept = states.of(shapes);
      for (int i = 0; i < kept.size(); i++) {
        call.update(kept.get(i), walk.states().get(i));
      }
    }
    List<Value> out = new ArrayList<>();
    out.add(returnSequences ? walk.outputs() : walk.last());
    if (returnState) {
      out.addAll(walk.states());
    }
    return out;
  }

  /** Returns placeholders for the results if not all extents are known yet. */
  private List<Value> unknown(Shape x) {
    Shape batch = x.slice(0, 1);
    Shape step = x.drop(1);
    List<Shape> shapes = new ArrayList<>();
    shapes.add((returnSequences ? x.slice(0, 2) : batch).concat(outputShape(step)));
    if (returnState) {
      shapes.addAll(KeptStates.batched(x.dim(0), stateShapes(step)));
    }
    return shapes.stream().map(s -> StandIn.of(Type.floats(s))).toList();
  }

  /**
   * Processes the steps from the first to the last.
   *
   * @param mask or null
   * @param begun whether the states to begin with may be other than zero
   */
  Walk walk(Call call, Value x, Value mask, List<Value> begin, boolean begun) {
    List<Value> shared = cell().shared(call, Walk.at(x, 0), begin);
    return steps(x, mask, begin, (now, states) -> cell().step(call, now, states, shared));
  }

  /**
   * Processes the steps one by one.
   *
   * @param mask or null
   * @param step returns the output and the new states, given an input and the states before it
   */
  final Walk steps(
      Value x, Value mask, List<Value> begin, BiFunction<Value, List<Value>, List<Value>> step) {
    int time = x.shape().dim(1);
    List<Value> states = begin;
    List<Value> outputs = new ArrayList<>();
    for (int t = 0; t < time; t++) {
      List<Value> next = step.apply(Walk.at(x, t), states);
      Value output = next.get(0);
      List<Value> after = next.subList(1, next.size());
      if (mask != null) {
        Value keep = Ops.slice(mask, 1, t, 1);
        while (keep.shape().rank() < output.shape().rank()) {
          keep = Ops.expandDims(keep, -1);
        }
        Value otherwise =
            zeroOutputForMask || t == 0 ? Ops.constant(0) : outputs.get(outputs.size() - 1);
        output = Ops.where(keep, output, otherwise);
        List<Value> kept = new ArrayList<>();
        for (int i = 0; i < after.size(); i++) {
          kept.add(Ops.where(keep, after.get(i), states.get(i)));
        }
        after = kept;
      }
      states = after;
      outputs.add(output);
    }
    return new Walk(Ops.stack(outputs, 1), outputs.get(time - 1), states);
  }

  /** Corrects the outputs of masked steps: carried-over states are not always returned. */
  final Walk masked(Walk walk, Value mask, boolean begun) {
    if (mask == null || (!zeroOutputForMask && !begun)) {
      return walk;
    }
    return walk.zeroedUnless(zeroOutputForMask ? mask : Walk.seen(mask));
  }

  @Override
  protected Value computeMask(Call call, List<Value> inputs, int output) {
    return output == 0 && returnSequences ? call.mask(inputs.get(0)) : null;
  }

  @Override
  protected boolean supportsMasking() {
    return true;
  }

  @Override
  protected Map<String, Object> buildForm(List<List<Integer>> shapes) {
    if (shapes.size() == 1) {
      return super.buildForm(shapes);
    }
    Map<String, Object> each = new LinkedHashMap<>();
    each.put("sequences_shape", shapes.get(0));
    each.put("initial_state_shape", states(shapes));
    return Map.of("shapes_dict", each);
  }

  @Override
  protected List<String> argumentNames() {
    return List.of("sequences", "initial_state", "mask");
  }

  /** Returns the operands after the first one: a list, or a single operand, as Keras writes it. */
  private static Object states(List<?> all) {
    return all.size() == 2 ? all.get(1) : all.subList(1, all.size());
  }

  @Override
  public Map<String, Object> callForm(List<Object> operands) {
    Map<String, Object> form = new LinkedHashMap<>(super.callForm(operands.subList(0, 1)));
    if (operands.size() > 1) {
      form.put("kwargs", Map.of("initial_state", states(operands)));
    }
    return form;
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("return_sequences", returnSequences);
    config.put("return_state", returnState);
    config.put("go_backwards", goBackwards);
    config.put("stateful", stateful);
    config.put("unroll", unroll);
    config.put("zero_output_for_mask", zeroOutputForMask);
    return config;
  }
}
