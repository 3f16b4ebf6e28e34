// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.programs;

import io.nyala.doctor.Examination;
import io.nyala.doctor.Examination.Head;
import io.nyala.doctor.Examination.Kernel;
import io.nyala.doctor.Examination.Reading;
import io.nyala.graph.Graph;
import io.nyala.layers.base.Call;
import io.nyala.layers.base.Layer;
import io.nyala.layers.base.Weight;
import io.nyala.layers.recurrent.Recurrent;
import io.nyala.losses.Loss;
import io.nyala.models.core.ConsistentRead;
import io.nyala.models.core.Engines;
import io.nyala.models.core.Inputs;
import io.nyala.models.core.ModelCore;
import io.nyala.models.core.Placed;
import io.nyala.models.core.States;
import io.nyala.models.core.Tracing;
import io.nyala.models.core.Turn;
import io.nyala.ops.Leaf;
import io.nyala.ops.Node;
import io.nyala.ops.Value;
import io.nyala.plan.Execution;
import io.nyala.settings.Arguments;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.tensor.Type;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Collects the doctor's measurements of a model by running some rows, without changing the model.
 */
public final class Checkup {
  private static final int MOST_ROWS = 256;
  private static final int FEWEST_ROWS = 32;

  /** The number of input elements to examine. For images, fewer rows are sufficient. */
  private static final int NUMBERS = 1 << 15;

  private final ModelCore model;
  private final Predicate<Layer> models;
  private final Objective objective;
  private final Parameters parameters;
  private final Map<Value, String> activations = new IdentityHashMap<>();
  private final List<Layer> called = new ArrayList<>();
  private final List<Value> results = new ArrayList<>();
  private ConsistentRead reading;

  /**
   * Prepares the examination of a model.
   *
   * @param models returns whether a layer is a model
   */
  public Checkup(
      ModelCore model, Predicate<Layer> models, Objective objective, Parameters parameters) {
    this.model = model;
    this.models = models;
    this.objective = objective;
    this.parameters = parameters;
  }

  public Examination examine(List<Tensor> x, List<Tensor> y) {
    Arguments.allGiven("y", y);
    List<Tensor> program = Inputs.ofProgram(model, "", x);
    Rows all = new Rows(Rows.cast(program, model.programTypes()), y, List.of());
    List<Recurrent<?>> stateful = States.of(model.layer());
    List<List<Tensor>> states = stateful.stream().map(Recurrent::states).toList();
    long width = program.stream().mapToLong(t -> t.size() / all.count()).sum();
    int n = Math.clamp(NUMBERS / Math.max(1, width), FEWEST_ROWS, MOST_ROWS);
    if (states.stream().anyMatch(s -> !s.isEmpty())) {
      n = States.batch(model, stateful, 0);
    }
    Rows some = spread(all, Math.min(n, all.count()));
    try (Turn _ = Turn.of(model);
        ConsistentRead open = ConsistentRead.open(model)) {
      reading = open;
      return examine(all, some, y);
    } finally {
      // States created by the checkup would fix the size of all future batches.
      for (int i = 0; i < stateful.size(); i++) {
        if (states.get(i).isEmpty()) {
          stateful.get(i).setStates(List.of());
        }
      }
    }
  }

  /**
   * Returns {@code count} rows, spread from the first to the last because the rows may be sorted.
   */
  private static Rows spread(Rows all, int count) {
    int[] which = new int[count];
    for (int i = 0; i < count; i++) {
      which[i] = (int) ((long) i * all.count() / count);
    }
    return new Rows(
        all.x().stream().map(t -> t.rows(which)).toList(),
        all.y().stream().map(t -> t.rows(which)).toList(),
        List.of());
  }

  private Examination examine(Rows all, Rows some, List<Tensor> y) {
    List<Value> predictions = new ArrayList<>();
    List<Reading> readings = readings(some, predictions);
    List<Head> heads = heads(y, predictions);
    boolean sound = heads.stream().allMatch(h -> h.refusal() == null);
    List<Kernel> kernels = kernels(sound ? some : null);
    return new Examination(all.x(), heads, readings, kernels);
  }

  // Outputs of layers

  private List<Reading> readings(Rows rows, List<Value> predictions) {
    List<Value> inputs = new ArrayList<>();
    for (Type t : rows.spec(rows.count()).x()) {
      inputs.add(Node.apply(new Leaf.Input("input", t)));
    }
    Call call = Call.inference();
    call.watch(this::note);
    predictions.addAll(Tracing.alone(() -> model.trace(call, inputs)));
    Graph graph = Graph.of(inputs, results);
    List<Tensor> outputs = run(graph, rows);
    List<Reading> readings = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      Value result = results.get(i);
      boolean last = predictions.contains(result);
      readings.add(new Reading(called.get(i), activations.get(result), last, outputs.get(i)));
    }
    return readings;
  }

  private void note(Layer layer, List<Value> inputs, List<Value> outputs) {
    Value out = outputs.get(0);
    boolean usable = out.dtype() == DType.FLOAT32 && out.shape().rank() > 0;
    if (models.test(layer) || !usable || results.contains(out)) {
      return; // the inner layers have already been reported
    }
    called.add(layer);
    results.add(out);
    String own = activation(layer);
    // Layers that only move elements, such as Flatten or Reshape, pass on the preceding activation.
    boolean moves = own == null && layer.weights().isEmpty() && !inputs.isEmpty();
    String before = moves ? activations.get(inputs.get(0)) : null;
    activations.put(out, own != null ? own : before != null ? before : "linear");
  }

  private static String activation(Layer layer) {
    return switch (layer.className()) {
      case "ReLU" -> "relu";
      case "Softmax" -> "softmax";
      default -> {
        Object named = layer.config().get("activation");
        yield named instanceof String s ? s : named == null ? null : "another";
      }
    };
  }

  /** Runs a graph once on rows and returns its outputs. */
  private List<Tensor> run(Graph graph, Rows rows) {
    Execution execution = Engines.engine().compile(graph).newExecution();
    List<Type> types = rows.spec(rows.count()).all();
    for (int i = 0; i < graph.inputs().size(); i++) {
      Tensor part = StepProgram.empty(types.get(i));
      rows.gather(i, null, 0, rows.count(), part);
      execution.input(i, part);
    }
    reading.run(Placed.of(execution));
    List<Tensor> outputs = new ArrayList<>();
    for (Value output : graph.outputs()) {
      Tensor content = StepProgram.empty(output.type());
      execution.output(outputs.size(), content);
      outputs.add(content);
    }
    return outputs;
  }

  // Losses

  private List<Head> heads(List<Tensor> y, List<Value> predictions) {
    List<Head> heads = new ArrayList<>();
    for (int i = 0; i < predictions.size(); i++) {
      Loss loss = objective.loss(i);
      if (loss == null) {
        continue;
      }
      Shape s = predictions.get(i).shape();
      String activation = activations.getOrDefault(predictions.get(i), "another");
      String refusal = null;
      try {
        loss.checkShapes(y.get(i).shape(), s.with(0, y.get(i).shape().dim(0)));
        loss.check(y.get(i), s);
      } catch (IllegalArgumentException e) {
        refusal = e.getMessage();
      }
      String name = model.outputNames().get(i);
      heads.add(new Head(name, loss, activation, s.last(), y.get(i), refusal));
    }
    return heads;
  }

  // Gradients

  /**
   * Returns the kernels, with gradients unless the rows are null.
   *
   * @param rows some rows, or null
   */
  private List<Kernel> kernels(Rows rows) {
    List<Weight> weights =
        parameters.weights().stream()
            .filter(w -> w.shape().rank() >= 2 && w.name().endsWith("kernel"))
            .toList();
    List<Kernel> kernels = new ArrayList<>();
    if (rows == null || weights.isEmpty()) {
      weights.forEach(w -> kernels.add(new Kernel(w.path(), w.get(), null)));
      return kernels;
    }
    BatchSpec spec = rows.spec(rows.count());
    Graph graph = Tracing.alone(() -> StepGraph.gradients(model, objective, spec, weights));
    List<Tensor> outputs = run(graph, rows);
    for (int i = 0; i < weights.size(); i++) {
      Weight w = weights.get(i);
      kernels.add(new Kernel(w.path(), w.get(), outputs.get(1 + i)));
    }
    return kernels;
  }
}
