// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.graph;

import io.nyala.layers.base.Layer;
import io.nyala.layers.base.Weight;
import io.nyala.layers.core.InputLayer;
import io.nyala.models.operations.OpForms;
import io.nyala.models.operations.OpNames;
import io.nyala.ops.Node;
import io.nyala.ops.Value;
import io.nyala.optimizers.Optimizer;
import io.nyala.tensor.Shape;
import io.nyala.variables.Variable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Keras's table of a model's layers ({@code utils/summary_utils.py}), 80 columns wide. */
public final class Summary {
  private static final int LINE = 76;
  private static final double[] CHAIN = {0.45, 0.80, 1};
  private static final double[] BRANCHES = {0.3, 0.56, 0.74, 1};
  private static final String[] UNITS = {"B", "KB", "MB", "GB", "TB"};

  private final Layer model;
  private final FunctionalGraph graph;
  private final List<Layer> layers;
  private final List<Shape> shapes;
  private final Optimizer optimizer;
  private final OpNames opNames;
  private final boolean connected;

  /**
   * Creates the table.
   *
   * @param shapes the output shape of each layer of a chain, as far as known
   * @param optimizer the optimizer, or null
   */
  public Summary(Layer model, List<Layer> layers, List<Shape> shapes, Optimizer optimizer) {
    this.model = model;
    this.layers = layers;
    this.shapes = shapes;
    this.optimizer = optimizer;
    this.graph = model instanceof GraphModel g ? g.graph() : null;
    this.opNames = graph == null ? null : new OpNames(graph.operations());
    this.connected = graph != null && !graph.isChain();
  }

  @Override
  public String toString() {
    StringBuilder out = new StringBuilder("Model: \"" + model.name() + "\"\n");
    double[] positions = connected ? BRANCHES : CHAIN;
    int[] widths = new int[positions.length];
    int current = 0;
    for (int i = 0; i < widths.length; i++) {
      widths[i] = (int) (positions[i] * LINE) - current;
      current += widths[i];
    }
    TextTable table = new TextTable(LINE, widths, new boolean[] {false, false, true, false});
    addRow(table, "Layer (type)", "Output Shape", "Param #", "Connected to");
    if (graph == null) {
      addLayers(table);
    } else {
      graph.operations().forEach(o -> addOperation(table, o));
    }
    table.appendTo(out);
    appendTotals(out);
    return out.toString();
  }

  private void addRow(TextTable table, String name, String shape, String params, String from) {
    if (connected) {
      table.add(name, shape, params, from);
    } else {
      table.add(name, shape, params);
    }
  }

  private void addLayers(TextTable table) {
    for (int i = 0; i < layers.size(); i++) {
      String shape = i < shapes.size() ? format(shapes.get(i)) : "?";
      addRow(table, title(layers.get(i)), shape, params(layers.get(i)), "");
    }
  }

  private static String title(Layer layer) {
    return layer.name() + " (" + layer.className() + ")";
  }

  private static String params(Layer layer) {
    return layer.isBuilt() || layer instanceof InputLayer
        ? String.format(Locale.ROOT, "%,d", layer.countParams())
        : "0 (unbuilt)";
  }

  private void addOperation(TextTable table, Object operation) {
    List<GraphNode> calls = graph.callsOf(operation);
    GraphNode last = calls.get(calls.size() - 1);
    List<Shape> shapes =
        last.isInput()
            ? List.of(((InputLayer) operation).batchShape())
            : last.outputs().stream().map(Value::shape).toList();
    String shape =
        shapes.size() == 1
            ? format(shapes.get(0))
            : shapes.stream().map(Summary::format).collect(Collectors.joining(", ", "[", "]"));
    String from =
        calls.stream().flatMap(c -> sources(c).stream()).collect(Collectors.joining(", "));
    String name =
        operation instanceof Layer layer
            ? title(layer)
            : opNames.name((Node) operation) + " (" + OpForms.className((Node) operation) + ")";
    String params = operation instanceof Layer layer ? params(layer) : "0";
    addRow(table, name, shape, params, from.isEmpty() ? "-" : from);
  }

  private List<String> sources(GraphNode call) {
    List<String> sources = new ArrayList<>();
    for (Value v : call.inputs()) {
      GraphNode source = graph.nodeOf(v);
      if (source != null) {
        int index = graph.callsOf(source.operation()).indexOf(source);
        String name = source.layer() != null ? source.layer().name() : opNames.name(source.node());
        sources.add("%s[%d][%d]".formatted(name, index, source.isInput() ? 0 : v.index()));
      }
    }
    return sources;
  }

  private static String format(Shape shape) {
    return Arrays.stream(shape.dims())
        .mapToObj(d -> d == Shape.UNKNOWN ? "None" : Integer.toString(d))
        .collect(Collectors.joining(", ", "(", ")"));
  }

  private void appendTotals(StringBuilder out) {
    long trainable = count(true);
    long frozen = count(false);
    boolean used = optimizer != null && optimizer.iterations() > 0;
    long kept = used ? countOf(optimizer) : 0;
    appendTotal(out, "Total", trainable + frozen + kept);
    appendTotal(out, "Trainable", trainable);
    appendTotal(out, "Non-trainable", frozen);
    if (used) {
      appendTotal(out, "Optimizer", kept);
    }
  }

  private long count(boolean trainable) {
    return model.weights().stream()
        .filter(w -> w.trainable() == trainable)
        .map(Weight::variable)
        .mapToLong(Variable::size)
        .sum();
  }

  /** Keras includes the iteration count and the learning rate in the variables. */
  private static long countOf(Optimizer optimizer) {
    int scalars = optimizer.schedule() == null ? 2 : 1;
    return scalars + optimizer.variables().stream().mapToLong(Variable::size).sum();
  }

  private static void appendTotal(StringBuilder out, String what, long count) {
    double size = 4.0 * count;
    int unit = 0;
    while (size >= 1024 && unit < UNITS.length - 1) {
      size /= 1024;
      unit++;
    }
    out.append(
        String.format(Locale.ROOT, " %s params: %,d (%.2f %s)\n", what, count, size, UNITS[unit]));
  }
}
