// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.recurrent;

import io.nyala.layers.base.Call;
import io.nyala.layers.base.ChainedLayer;
import io.nyala.layers.base.LayerRegistry;
import io.nyala.layers.support.Require;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Runs two recurrent layers over the same sequence, one forward and one backward, and merges their
 * outputs step by step. Further inputs are the initial states: those of the forward layer, then
 * those of the backward layer. With {@code returnState}, the final states are returned in the same
 * order.
 */
public final class Bidirectional extends ChainedLayer<Bidirectional> {
  private static final String ZERO_OUTPUT = "zero_output_for_mask";

  /** How the outputs of the two layers are merged. */
  public enum MergeMode {
    /** Concatenated along the last axis. */
    CONCAT,
    /** Added. */
    SUM,
    /** Multiplied. */
    MUL,
    /** Averaged. */
    AVE,
    /** Not merged: two outputs. */
    NONE
  }

  private final Recurrent<?> forward;
  private final Recurrent<?> backward;
  private MergeMode mergeMode = MergeMode.CONCAT;
  private boolean repeatsOutput;
  private boolean masked;

  /**
   * Creates the wrapper from an unbuilt layer and a copy of it that runs in the opposite direction.
   */
  public Bidirectional(Recurrent<?> layer) {
    this(layer, turned(Require.given("Bidirectional", "layer", layer)));
  }

  /**
   * Creates the wrapper from two unbuilt layers that run in opposite directions.
   *
   * @throws IllegalArgumentException if both run in the same direction, or only one returns
   *     sequences or states
   */
  public Bidirectional(Recurrent<?> layer, Recurrent<?> backwardLayer) {
    Require.given("Bidirectional", "layer", layer);
    Require.given("Bidirectional", "backward_layer", backwardLayer);
    if (layer.goesBackwards() == backwardLayer.goesBackwards()
        || layer.returnsSequences() != backwardLayer.returnsSequences()
        || layer.returnsState() != backwardLayer.returnsState()
        || layer.isStateful() != backwardLayer.isStateful()) {
      throw new IllegalArgumentException(
          ("Bidirectional: %s and %s must have opposite directions (goBackwards) and the same "
                  + "returnSequences, returnState and stateful")
              .formatted(layer, backwardLayer));
    }
    this.forward = add(renamed(layer, "forward_"));
    this.backward = add(backwardLayer);
    if (!forward.isBuilt() && !backward.isBuilt()) {
      // As in Keras, so that padding does not repeat the last output of either direction.
      forward.zeroOutputForMask(forward.returnsSequences());
      backward.zeroOutputForMask(backward.returnsSequences());
    }
  }

  private static Recurrent<?> renamed(Recurrent<?> layer, String prefix) {
    if (!layer.isBuilt() && !layer.name().startsWith(prefix)) {
      layer.named(prefix + layer.name());
    }
    return layer;
  }

  /** Returns a layer with the same settings that runs in the opposite direction. */
  private static Recurrent<?> turned(Recurrent<?> layer) {
    Map<String, Object> config = new LinkedHashMap<>(layer.config());
    config.put("go_backwards", !layer.goesBackwards());
    String name = layer.name();
    config.put("name", "backward_" + (name.startsWith("forward_") ? name.substring(8) : name));
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("class_name", layer.className());
    form.put("config", config);
    return (Recurrent<?>) LayerRegistry.fromConfig(form);
  }

  static Bidirectional from(Settings s) {
    Recurrent<?> layer = recurrent(s.get("layer"));
    Bidirectional made =
        s.has("backward_layer")
            ? new Bidirectional(layer, recurrent(s.get("backward_layer")))
            : new Bidirectional(layer);
    if (s.has(ZERO_OUTPUT)) {
      made.zeroOutput(s.getBoolean(ZERO_OUTPUT, true));
    }
    if (s.contains("merge_mode")) {
      Object mode = s.get("merge_mode");
      made.mergeMode = mode == null ? MergeMode.NONE : s.getEnum("merge_mode", MergeMode.CONCAT);
    }
    return made;
  }

  /**
   * Reverts the changes of the constructor; layers that are already built throw an exception
   * instead.
   */
  private void zeroOutput(boolean zero) {
    repeatsOutput = !zero;
    for (Recurrent<?> way : List.of(forward, backward)) {
      if (!way.isBuilt()) {
        way.zeroOutputForMask(zero && way.returnsSequences());
      }
    }
  }

  private static Recurrent<?> recurrent(Object form) {
    if (LayerRegistry.inner(form) instanceof Recurrent<?> layer) {
      return layer;
    }
    throw new IllegalArgumentException("Bidirectional: expected a recurrent layer, got " + form);
  }

  /** Sets how the outputs are merged; default concatenation. */
  public Bidirectional mergeMode(MergeMode newMergeMode) {
    unbuilt().mergeMode = Require.given(className(), "merge_mode", newMergeMode);
    return this;
  }

  @Override
  protected void build(List<Shape> inputShapes) {
    forward.buildOn(inputShapes.subList(0, 1));
    backward.buildOn(inputShapes.subList(0, 1));
  }

  @Override
  protected List<Value> call(Call call, List<Value> inputs) {
    masked |= call.mask(inputs.get(0)) != null;
    int states = inputs.size() - 1;
    if (states % 2 != 0) {
      throw new ShapeException(
          ("expected equal numbers of states for both directions, got %d in total")
              .formatted(states));
    }
    List<Value> first = new ArrayList<>(inputs.subList(0, 1 + states / 2));
    List<Value> second = new ArrayList<>(inputs.subList(0, 1));
    second.addAll(inputs.subList(1 + states / 2, inputs.size()));
    List<Value> there = forward.trace(call, first);
    List<Value> back = backward.trace(call, second);
    Value y = there.get(0);
    Value z = back.get(0);
    if (forward.returnsSequences() && z.shape().dim(1) != Shape.UNKNOWN) {
      z = Ops.flip(z, 1);
    }
    List<Value> out = new ArrayList<>();
    switch (mergeMode) {
      case CONCAT -> out.add(Ops.concatenate(List.of(y, z), -1));
      case SUM -> out.add(Ops.add(y, z));
      case MUL -> out.add(Ops.multiply(y, z));
      case AVE -> out.add(Ops.multiply(Ops.add(y, z), 0.5f));
      case NONE -> out.addAll(List.of(y, z));
    }
    out.addAll(there.subList(1, there.size()));
    out.addAll(back.subList(1, back.size()));
    return out;
  }

  @Override
  protected Value computeMask(Call call, List<Value> inputs, int output) {
    boolean sequence = output < (mergeMode == MergeMode.NONE ? 2 : 1);
    return sequence && forward.returnsSequences() ? call.mask(inputs.get(0)) : null;
  }

  @Override
  protected boolean supportsMasking() {
    return true;
  }

  @Override
  protected List<String> argumentNames() {
    return List.of("sequences", "initial_state", "mask");
  }

  @Override
  public Map<String, Object> callForm(List<Object> operands) {
    return forward.callForm(operands);
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put(
        "merge_mode",
        mergeMode == MergeMode.NONE ? null : mergeMode.name().toLowerCase(Locale.ROOT));
    if (repeatsOutput && masked) {
      // Written only if needed: Keras 3 does not know the setting.
      config.put(ZERO_OUTPUT, false);
    }
    config.put("layer", LayerRegistry.toConfig(forward));
    config.put("backward_layer", LayerRegistry.toConfig(backward));
    return config;
  }
}
