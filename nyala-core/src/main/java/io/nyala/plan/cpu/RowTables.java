// SPDX-License-Identifier: Apache-2.0
package io.nyala.plan.cpu;

import io.nyala.graph.Graph;
import io.nyala.kernel.MoveKernels;
import io.nyala.ops.Leaf;
import io.nyala.ops.Node;
import io.nyala.ops.Primitive;
import io.nyala.ops.Value;
import io.nyala.variables.LateRows;
import io.nyala.variables.Variable;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Tables with late rows (see {@link LateRows}) that a program reads by one gather and whose
 * gradient is one scatter by the same index: only the rows that the index names are accessed.
 */
final class RowTables {
  /**
   * The number of parts into which the rows of a plan are split, independent of the number of rows.
   */
  private static final int PARTS = 16;

  private final Map<Node, LateRows> gathers = new IdentityHashMap<>();
  private final Map<Node, LateRows> scatters = new IdentityHashMap<>();
  private final Map<Variable, LateRows> variables = new IdentityHashMap<>();

  /**
   * Finds the tables of a program.
   *
   * @param roots the values that the program computes
   * @param direct the assignments whose values are computed in the memory of the variable
   * @param source returns the value whose memory a reshaped value shares
   */
  RowTables(
      List<Node> order,
      List<Value> roots,
      List<Graph.Assignment> direct,
      Function<Value, Value> source) {
    Map<Variable, List<Node>> readers = readers(order);
    readers.keySet().removeIf(table -> roots.stream().anyMatch(v -> reads(v, table)));
    for (Graph.Assignment a : direct) {
      Node scatter = source.apply(a.value()).node();
      if (scatter.op() instanceof Primitive.ScatterAdd) {
        readers.forEach((table, users) -> match(table, users, scatter, a.variable()));
      }
    }
  }

  private static boolean reads(Value v, Variable table) {
    return v.node().op() instanceof Leaf.Read read && read.variable() == table;
  }

  /** Returns the operations that read each variable with late rows. */
  private static Map<Variable, List<Node>> readers(List<Node> order) {
    Map<Variable, List<Node>> readers = new IdentityHashMap<>();
    for (Node node : order) {
      for (int i = 0; i < node.inputs().size(); i++) {
        if (node.input(i).node().op() instanceof Leaf.Read read
            && read.variable().upkeep() instanceof LateRows) {
          readers.computeIfAbsent(read.variable(), v -> new ArrayList<>()).add(node);
        }
      }
    }
    return readers;
  }

  private void match(Variable table, List<Node> users, Node scatter, Variable gradient) {
    LateRows late = (LateRows) table.upkeep();
    if (users.size() == 1
        && late.isGradient(gradient)
        && users.get(0).op() instanceof Primitive.Gather
        && users.get(0).input(1) == scatter.input(1)) {
      gathers.put(users.get(0), late);
      scatters.put(scatter, late);
      variables.put(table, late);
      variables.put(gradient, late);
    }
  }

  /** Returns whether a program accesses only the planned rows of a variable. */
  boolean has(Variable variable) {
    return variables.containsKey(variable);
  }

  boolean isGather(Node node) {
    return gathers.containsKey(node);
  }

  boolean isScatter(Node node) {
    return scatters.containsKey(node);
  }

  /** Plans the step and brings the planned rows up to date, before the gather. */
  void beforeGather(List<Instruction> program, Node gather, Ref index) {
    LateRows late = gathers.get(gather);
    String what = Indexing.what(gather);
    program.add(
        new RowInstruction(
            index.size,
            Long.MAX_VALUE,
            List.of(index),
            List.of(),
            (m, a, b) -> {
              Indexing.check(index.in(m), index.at(m), a, b, late.rows(), what);
              late.plan(index.in(m), index.at(m), b);
            }));
    program.add(
        new RowInstruction(
            PARTS,
            1,
            List.of(),
            List.of(),
            (m, a, b) -> late.refresh(place(late, a), place(late, b))));
  }

  /** Writes the gradients of the planned rows. */
  Instruction scatter(MoveKernels kernels, Node node, Ref x, Ref y) {
    LateRows late = scatters.get(node);
    int width = y.size / late.rows();
    return new RowInstruction(
        PARTS,
        1,
        List.of(x),
        List.of(y),
        (m, a, b) -> {
          int[] which = late.positions();
          int end = place(late, b);
          for (int p = place(late, a); p < end; p++) {
            kernels.sumRows(
                x.in(m),
                x.at(m),
                width,
                which,
                late.begin(p),
                late.begin(p + 1),
                y.in(m),
                y.at(m) + late.row(p) * width);
          }
        });
  }

  private static int place(LateRows late, int part) {
    return (int) ((long) late.count() * part / PARTS);
  }
}
