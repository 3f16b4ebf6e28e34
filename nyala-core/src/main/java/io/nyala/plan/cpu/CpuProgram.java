// SPDX-License-Identifier: Apache-2.0
package io.nyala.plan.cpu;

import io.nyala.graph.Graph;
import io.nyala.kernel.WorkerPool;
import io.nyala.plan.Execution;
import io.nyala.plan.Program;
import io.nyala.variables.Variable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Instructions with a memory layout for all of their operands. */
final class CpuProgram implements Program {
  final Graph graph;
  final List<Instruction> instructions;
  final int slots;
  final int arena;
  final int[] inputSlots;
  final Variable[] variables;
  final int[] variableSlots;
  final boolean[] byRows;
  final Map<Integer, float[]> constants;
  final List<Ref> outputs;
  final Supplier<WorkerPool> pool;

  /** By instruction, the variables that have their new content after it; null for none. */
  final Variable[][] assigned;

  CpuProgram(
      Graph graph,
      List<Instruction> instructions,
      int slots,
      int arena,
      int[] inputSlots,
      Variable[] variables,
      int[] variableSlots,
      boolean[] byRows,
      Map<Integer, float[]> constants,
      List<Ref> outputs,
      Supplier<WorkerPool> pool) {
    this.graph = graph;
    this.instructions = instructions;
    this.slots = slots;
    this.arena = arena;
    this.inputSlots = inputSlots;
    this.variables = variables;
    this.variableSlots = variableSlots;
    this.byRows = byRows;
    this.constants = constants;
    this.outputs = outputs;
    this.pool = pool;
    this.assigned = assigned();
  }

  private Variable[][] assigned() {
    Map<Integer, Variable> targets = new HashMap<>();
    for (int i = 0; i < variables.length; i++) {
      targets.put(variableSlots[i], variables[i]);
    }
    Set<Variable> open = Collections.newSetFromMap(new IdentityHashMap<>());
    graph.assignments().forEach(a -> open.add(a.variable()));
    Variable[][] assigned = new Variable[instructions.size()][];
    for (int i = assigned.length - 1; i >= 0; i--) {
      List<Variable> last = new ArrayList<>();
      for (Ref written : instructions.get(i).writes()) {
        Variable v = targets.get(written.buffer.slot);
        if (v != null && open.remove(v)) {
          last.add(v);
        }
      }
      assigned[i] = last.isEmpty() ? null : last.toArray(Variable[]::new);
    }
    return assigned;
  }

  @Override
  public Execution newExecution(UnaryOperator<Variable> places) {
    return new CpuExecution(this, placed(places));
  }

  /** Returns the variables that replace those of the graph, in the same order. */
  Variable[] placed(UnaryOperator<Variable> places) {
    Variable[] placed = new Variable[variables.length];
    for (int i = 0; i < placed.length; i++) {
      placed[i] = Program.place(places, variables[i]);
    }
    return placed;
  }

  @Override
  public long bufferBytes() {
    return 4L * arena;
  }
}
