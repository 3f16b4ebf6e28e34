// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import io.nyala.graph.FoldIntoConvolutions;
import io.nyala.graph.Graph;
import io.nyala.layers.base.Call;
import io.nyala.models.core.ConsistentRead;
import io.nyala.models.core.Engines;
import io.nyala.models.core.Holdings;
import io.nyala.models.core.Inputs;
import io.nyala.models.core.Tracing;
import io.nyala.models.graph.Ends;
import io.nyala.models.graph.FunctionalGraph;
import io.nyala.models.programs.PredictionProgram;
import io.nyala.models.programs.ProgramCache;
import io.nyala.ops.Value;
import io.nyala.plan.Program;
import io.nyala.settings.Arguments;
import io.nyala.tensor.DType;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Tensor;
import io.nyala.tensor.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A compiled function from tensors to tensors, with named inputs and outputs. It is built from
 * symbolic values, or from a function that creates them:
 *
 * <pre>{@code
 * Value x = input("x", 784);
 * Value hidden = encoder.apply(x);
 * Computation c = Computation.of(List.of(x), Map.of("code", hidden, "image", decoder.apply(hidden)));
 * Map<String, Tensor> out = c.run(Map.of("x", images));
 * }</pre>
 *
 * <p>Layers run in inference mode, as in {@code predict}, with their current weights: the next run
 * sees weights that are trained or set later. A computation is safe for use by multiple threads,
 * even while one of its models is being trained; each run sees a consistent snapshot of the weights
 * between two steps. One program is compiled per combination of input shapes, and the 16 most
 * recently used are cached.
 */
public final class Computation {
  private static final int PROGRAMS = 16;

  private final List<String> names;
  private final List<Type> declared; // null accepts any type
  private final Function<Tape, Map<String, Value>> body;
  private final ProgramCache<List<Type>, Compiled> programs =
      new ProgramCache<>(PROGRAMS, this::compile, compiled -> compiled.program().slots().clear());

  /**
   * A program for inputs of known shapes, with the names of its outputs and the variables it reads.
   */
  private record Compiled(PredictionProgram program, List<String> outputs, Holdings holdings) {}

  private Computation(
      List<String> names, List<Type> declared, Function<Tape, Map<String, Value>> body) {
    this.names = List.copyOf(names);
    this.declared = declared;
    this.body = body;
    if (names.stream().distinct().count() != names.size()) {
      throw new IllegalArgumentException(
          "the inputs of a computation must have different names, got " + names);
    }
  }

  /**
   * Returns a computation with one input and one output.
   *
   * @throws IllegalArgumentException if {@code output} depends on other inputs
   */
  public static Computation of(Value input, Value output) {
    return of(List.of(Arguments.given("input", input)), List.of(Arguments.given("output", output)));
  }

  /**
   * Returns a computation from inputs to outputs. Inputs are named by {@code input("x", ...)}.
   * Outputs are named after the layers or operations that compute them; repeated names get the
   * suffix {@code _1}, {@code _2} and so on.
   *
   * @throws IllegalArgumentException if the outputs depend on an input that is not in {@code
   *     inputs}, or two inputs have the same name
   */
  public static Computation of(List<Value> inputs, List<Value> outputs) {
    Map<String, Value> named = new LinkedHashMap<>();
    for (Value output : Arguments.allGiven("outputs", outputs)) {
      String name = FunctionalGraph.nameOf(output);
      String unique = name;
      for (int n = 1; named.containsKey(unique); n++) {
        unique = name + "_" + n;
      }
      named.put(unique, output);
    }
    return of(inputs, named);
  }

  /**
   * Returns a computation from inputs to named outputs. Inputs are named by {@code input("x",
   * ...)}.
   *
   * @throws IllegalArgumentException if the outputs depend on an input that is not in {@code
   *     inputs}, or two inputs have the same name
   */
  public static Computation of(List<Value> inputs, Map<String, Value> outputs) {
    Arguments.allGiven("inputs", inputs);
    List<String> outputNames = List.copyOf(Arguments.given("outputs", outputs).keySet());
    List<Value> ends = outputNames.stream().map(outputs::get).toList();
    FunctionalGraph graph =
        new FunctionalGraph(Ends.list(inputs), Ends.list(Arguments.allGiven("outputs", ends)));
    return new Computation(
        inputs.stream().map(FunctionalGraph::nameOf).toList(),
        inputs.stream().map(Value::type).toList(),
        tape -> {
          List<Value> results = tape.trace(graph);
          Map<String, Value> named = new LinkedHashMap<>();
          for (int i = 0; i < results.size(); i++) {
            named.put(outputNames.get(i), results.get(i));
          }
          return named;
        });
  }

  /**
   * Returns a computation defined by a function. The function is traced once for each combination
   * of input shapes. All shapes are known during tracing, so the function can take gradients:
   *
   * <pre>{@code
   * Computation saliency =
   *     Computation.of(
   *         List.of("x"),
   *         tape -> {
   *           Value x = tape.input("x");
   *           Value score = Ops.sum(tape.call(model, x));
   *           return Map.of("saliency", Ops.abs(tape.gradients(score, x).getFirst()));
   *         });
   * }</pre>
   *
   * @param inputs the names of the inputs; shapes and element types come from the tensors of each
   *     run
   * @param body returns the outputs by name, in the order of the map
   */
  public static Computation of(List<String> inputs, Function<Tape, Map<String, Value>> body) {
    return new Computation(
        Arguments.allGiven("inputs", inputs), null, Arguments.given("body", body));
  }

  /** Returns the names of the inputs, in the order expected by {@link #run(Tensor...)}. */
  public List<String> inputNames() {
    return names;
  }

  // Running

  /**
   * Computes the outputs.
   *
   * @param inputs in the order of {@link #inputNames}
   * @throws IllegalArgumentException if the number of tensors is wrong
   * @throws ShapeException if an input does not have the declared shape
   */
  public List<Tensor> run(Tensor... inputs) {
    return List.copyOf(run(Arguments.eachGiven("inputs", inputs)).values());
  }

  /**
   * Computes the outputs, by name.
   *
   * @param inputs by name
   * @throws IllegalArgumentException if an input is missing or a name is unknown
   * @throws ShapeException if an input does not have the declared shape
   */
  public Map<String, Tensor> run(Map<String, Tensor> inputs) {
    return run(inOrder(this, names, inputs));
  }

  private Map<String, Tensor> run(List<Tensor> inputs) {
    requireCount(this, names, inputs.size());
    List<Tensor> x = new ArrayList<>(inputs);
    for (int i = 0; declared != null && i < x.size(); i++) {
      x.set(i, checked(i, x.get(i)));
    }
    Compiled compiled = programs.get(x.stream().map(t -> new Type(t.shape(), t.dtype())).toList());
    PredictionProgram.Slot slot = compiled.program().slots().take();
    try {
      slot.load(x);
      ConsistentRead.once(compiled.holdings()).run(slot);
      Map<String, Tensor> results = new LinkedHashMap<>();
      for (int i = 0; i < compiled.outputs().size(); i++) {
        results.put(compiled.outputs().get(i), slot.read(i));
      }
      return results;
    } finally {
      compiled.program().slots().giveBack(slot);
    }
  }

  private Tensor checked(int i, Tensor given) {
    Type type = declared.get(i);
    if (!type.shape().accepts(given.shape())) {
      throw new ShapeException(
          "%s: input \"%s\" must be %s, got %s"
              .formatted(this, names.get(i), Inputs.withBatch(type.shape()), given.shape()));
    }
    return given.dtype() == type.dtype() || type.dtype() == DType.BOOL
        ? given
        : given.cast(type.dtype());
  }

  /** Throws if the number of tensors differs from the number of names. */
  static void requireCount(Object who, List<String> names, int count) {
    if (count != names.size()) {
      throw new IllegalArgumentException(
          "%s takes %d inputs %s, got %d".formatted(who, names.size(), names, count));
    }
  }

  /** Returns the tensors in the order of the names; every name must be present. */
  static List<Tensor> inOrder(Object who, List<String> names, Map<String, Tensor> inputs) {
    for (String name : Arguments.given("inputs", inputs).keySet()) {
      if (!names.contains(name)) {
        throw new IllegalArgumentException(
            "%s has no input \"%s\"; its inputs are %s".formatted(who, name, names));
      }
    }
    List<Tensor> ordered = new ArrayList<>();
    for (String name : names) {
      Tensor given = inputs.get(name);
      if (given == null) {
        throw new IllegalArgumentException(
            "%s: input \"%s\" is missing; got %s".formatted(who, name, inputs.keySet()));
      }
      ordered.add(given);
    }
    return ordered;
  }

  // Compiling

  private Compiled compile(List<Type> types) {
    return Tracing.alone(() -> traced(types));
  }

  private Compiled traced(List<Type> types) {
    Tape tape = new Tape(toString(), names, types, Call.inference());
    Map<String, Value> named =
        new LinkedHashMap<>(Arguments.given(this + ": outputs", body.apply(tape)));
    List<Value> outputs = Arguments.allGiven(this + ": outputs", named.values());
    Holdings holdings = Holdings.of(tape.variables(outputs));
    Graph graph = Graph.of(tape.inputs(), outputs);
    Program program = Engines.engine().compile(FoldIntoConvolutions.apply(graph));
    return new Compiled(
        new PredictionProgram(program, outputs.stream().map(Value::type).toList()),
        List.copyOf(named.keySet()),
        holdings);
  }

  @Override
  public String toString() {
    return "computation of " + names;
  }
}
