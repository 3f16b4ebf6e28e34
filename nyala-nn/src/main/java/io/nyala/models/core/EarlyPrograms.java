// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.core;

import io.nyala.graph.Graph;
import io.nyala.graph.Topology;
import io.nyala.layers.base.Call;
import io.nyala.ops.Leaf;
import io.nyala.ops.Node;
import io.nyala.ops.Value;
import io.nyala.plan.Execution;
import io.nyala.plan.Program;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.tensor.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What ordinary layers compute for layers that work on data before the program, such as bins of
 * numbers that are then crossed with words. Each is a small program of its own.
 */
final class EarlyPrograms {
  private static final int MOST = 32;

  /** Traces a model whose inputs have the given values; returns the calls that work on data. */
  @FunctionalInterface
  interface Trace {
    List<Call.HostCall> calls(Value[] slots);
  }

  /** The types of the known slots determine a program; null for slots that are not known yet. */
  private record Key(int step, int input, List<Type> slots) {}

  /** A program with the slots that it reads, and executions that no thread uses. */
  private record Early(Program program, int[] reads, Type type, Queue<Execution> idle) {}

  private final Trace trace;
  private final Map<Key, Early> programs = new ConcurrentHashMap<>();

  EarlyPrograms(Trace trace) {
    this.trace = trace;
  }

  /**
   * Computes an input of a call.
   *
   * @param step the number of the call
   * @param input the number of its input
   * @param content the slots that are known
   */
  Tensor run(ModelCore model, int step, int input, Tensor[] content) {
    List<Type> types = new ArrayList<>();
    for (Tensor t : content) {
      types.add(
          t == null ? new Type(Shape.scalar(), DType.STRING) : new Type(t.shape(), t.dtype()));
    }
    Key key = new Key(step, input, types);
    Early early = programs.get(key);
    if (early == null) {
      if (programs.size() >= MOST) {
        programs.clear(); // of other sizes of batches; they are small
      }
      early = Tracing.alone(() -> compile(key, content));
      programs.put(key, early);
    }
    Execution pooled = early.idle.poll();
    Execution execution = pooled == null ? early.program.newExecution() : pooled;
    for (int i = 0; i < early.reads.length; i++) {
      execution.input(i, content[early.reads[i]]);
    }
    ConsistentRead.once(model).run(Placed.of(execution));
    Shape shape = early.type.shape();
    Tensor result =
        switch (early.type.dtype()) {
          case INT32 -> Tensor.ofInts(shape, new int[shape.size()]);
          case BOOL -> Tensor.ofBools(shape, new float[shape.size()]);
          case FLOAT32, STRING -> Tensor.zeros(shape);
        };
    execution.output(0, result);
    early.idle.add(execution);
    return result;
  }

  private Early compile(Key key, Tensor[] content) {
    Value[] slots = new Value[content.length];
    Map<Value, Integer> places = new LinkedHashMap<>();
    for (int i = 0; i < slots.length; i++) {
      if (content[i] != null) {
        slots[i] = Node.apply(new Leaf.Input("input", key.slots.get(i)));
        places.put(slots[i], i);
      }
    }
    Value wanted = trace.calls(slots).get(key.step).inputs().get(key.input);
    List<Value> read = new ArrayList<>();
    for (Node node : Topology.order(List.of(wanted))) {
      if (places.containsKey(node.output(0))) {
        read.add(node.output(0));
      }
    }
    Program program = Engines.engine().compile(Graph.of(read, List.of(wanted)));
    int[] reads = read.stream().mapToInt(places::get).toArray();
    return new Early(program, reads, wanted.type(), new ConcurrentLinkedQueue<>());
  }
}
