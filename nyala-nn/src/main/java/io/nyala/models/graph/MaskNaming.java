// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.graph;

import io.nyala.layers.attention.HeadedAttention;
import io.nyala.layers.attention.MultiHeadAttention;
import io.nyala.layers.base.Layer;
import io.nyala.layers.base.LayerCall;
import io.nyala.layers.base.MaskUse;
import io.nyala.layers.base.MaskUse.After;
import io.nyala.layers.merging.Concatenate;
import io.nyala.layers.recurrent.Bidirectional;
import io.nyala.layers.recurrent.Recurrent;
import io.nyala.ops.Node;
import io.nyala.ops.Op;
import io.nyala.ops.Value;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Makes masks explicit for Keras. In this library masks propagate with values, regardless of the
 * other arguments of a call. Keras 3 ignores propagated masks if a recurrent layer gets initial
 * states, and removes them from the results of multi-head attention. Where Keras would use
 * different masks, the call in the file gets explicit ones. The same applies to masks produced by
 * {@link Concatenate}: Keras would create an operation with the name that the layer often has.
 */
public final class MaskNaming {
  private static final System.Logger LOG = System.getLogger(MaskNaming.class.getPackageName());

  private final FunctionalGraph graph;
  private final Predicate<Layer> models;
  private final Map<Value, Value> changed = new IdentityHashMap<>();
  private final List<Layer> unnamed = new ArrayList<>();
  private final SymbolicMasks here = new SymbolicMasks();
  private final SymbolicMasks keras = new SymbolicMasks(here);

  private MaskNaming(FunctionalGraph graph, Predicate<Layer> models) {
    this.graph = graph;
    this.models = models;
  }

  /**
   * Makes the masks of a graph explicit where necessary.
   *
   * @param models returns whether a layer is a model
   */
  public static MaskNaming of(FunctionalGraph graph, Predicate<Layer> models) {
    MaskNaming naming = new MaskNaming(graph, models);
    if (graph.order().stream().anyMatch(MaskNaming::differs)
        || (graph.order().stream().anyMatch(n -> n.layer() instanceof Concatenate)
            && graph.order().stream().anyMatch(n -> SymbolicMasks.begin(n.layer())))) {
      graph.byDepth().stream().filter(n -> !n.isInput()).forEach(naming::visit);
    }
    return naming;
  }

  /**
   * Returns a graph that has the same meaning in Keras as the given one has in this library.
   * Returns the given graph if it already has.
   */
  public FunctionalGraph graph() {
    if (changed.isEmpty()) {
      return graph;
    }
    Ends ends = graph.outputEnds();
    return new FunctionalGraph(
        graph.inputEnds(),
        Ends.arranged(ends.arrange(ends.values().stream().map(this::now).toList())));
  }

  /** Logs once which masks used in this library are not visible to Keras. */
  public void warn() {
    for (Layer layer : unnamed) {
      LOG.log(
          Level.WARNING,
          "{0}: the mask that is passed to it has no name in files, so Keras will not use it",
          layer);
    }
    unnamed.clear();
  }

  /** Returns whether Keras has a special rule for the masks of a call. */
  private static boolean differs(GraphNode node) {
    return node.call() != null
        && (hasStates(node.call(), node.inputs())
            || (node.layer() instanceof MultiHeadAttention
                && node.call().masks().after() != After.TAKE)
            || (node.layer() instanceof GraphModel inner && needsNames(inner)));
  }

  /**
   * Returns whether a file must mark a call as propagating masks, although Keras ignores the mark.
   */
  public static boolean travels(GraphNode node) {
    MaskUse masks = node.call().masks();
    return node.layer() instanceof MultiHeadAttention
        ? masks.after() != After.TAKE
        : hasStates(node.call(), node.inputs()) && masks.equals(MaskUse.TRAVEL);
  }

  private static boolean hasStates(LayerCall call, List<Value> inputs) {
    return (call.layer() instanceof Recurrent<?> || call.layer() instanceof Bidirectional)
        && call.operands(inputs).size() > 1;
  }

  private static boolean needsNames(GraphModel inner) {
    return inner.graph().order().stream()
        .anyMatch(n -> differs(n) && n.call().masks().equals(MaskUse.TRAVEL));
  }

  private Value now(Value v) {
    return changed.getOrDefault(v, v);
  }

  private void visit(GraphNode step) {
    List<Value> inputs = new ArrayList<>();
    step.inputs().forEach(v -> inputs.add(now(v)));
    LayerCall call = step.call();
    if (call == null) {
      keep(step, step.node().op(), inputs);
      return;
    }
    List<Value> operands = call.operands(inputs);
    List<Value> used = new ArrayList<>();
    List<Value> usedByKeras = new ArrayList<>();
    boolean states = hasStates(call, inputs);
    for (int i = 0; i < operands.size(); i++) {
      Value given = call.given(inputs, i);
      boolean travels = call.masks().source(i) == MaskUse.TRAVELS;
      used.add(travels ? here.of(operands.get(i)) : given);
      boolean travelsInKeras = travels && !states;
      usedByKeras.add(travelsInKeras ? keras.of(operands.get(i)) : given);
    }
    List<Value> travelled = new ArrayList<>();
    operands.forEach(v -> travelled.add(here.of(v)));
    List<Value> travelledInKeras = new ArrayList<>();
    operands.forEach(v -> travelledInKeras.add(keras.of(v)));
    if (call.layer() instanceof GraphModel inner
        && needsNames(inner)
        && used.stream().anyMatch(mask -> mask != null)) {
      unnamed.add(call.layer());
    }
    LayerCall written = call;
    List<Value> writtenInputs = inputs;
    boolean named = false;
    boolean differ = !same(used, usedByKeras);
    if (differ && !canName(step, used)) {
      if (MaskNames.uses(step.layer(), models)) {
        unnamed.add(step.layer());
      }
    } else if (differ || (canName(step, used) && used.stream().anyMatch(SymbolicMasks::isJoined))) {
      MaskNames names = new MaskNames(call, operands, used, usedByKeras);
      written = names.call();
      writtenInputs = names.inputs();
      named = true;
    }
    List<Value> results = keep(step, written, writtenInputs);
    boolean pass = call.masks().after() != After.FOLLOW;
    here.call(call.layer(), operands, pass ? travelled : used, results);
    boolean heads = call.layer() instanceof HeadedAttention<?>;
    boolean passInKeras = pass || heads || (states && !named);
    keras.call(
        call.layer(),
        operands,
        passInKeras ? travelledInKeras : named ? used : usedByKeras,
        results);
    if (call.masks().after() == After.TAKE) {
      operands.forEach(here::take);
    }
    if (call.layer() instanceof MultiHeadAttention) {
      operands.forEach(keras::take);
    }
  }

  private static boolean same(List<Value> a, List<Value> b) {
    for (int i = 0; i < a.size(); i++) {
      if (a.get(i) != b.get(i)) {
        return false;
      }
    }
    return true;
  }

  private boolean canName(GraphNode step, List<Value> used) {
    return MaskNames.takes(step.layer(), models) && !used.contains(SymbolicMasks.HIDDEN);
  }

  /** Adds a step to the new graph, changed if necessary, and returns its results there. */
  private List<Value> keep(GraphNode step, Op op, List<Value> inputs) {
    List<Value> before = step.node().outputs();
    if (op == step.node().op() && same(inputs, step.inputs())) {
      return before;
    }
    List<Value> results = Node.apply(op, inputs);
    for (int i = 0; i < before.size(); i++) {
      changed.put(before.get(i), results.get(i));
    }
    return results;
  }
}
