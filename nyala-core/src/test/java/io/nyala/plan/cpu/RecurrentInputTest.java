// SPDX-License-Identifier: Apache-2.0
package io.nyala.plan.cpu;

import static io.nyala.plan.cpu.AgreementCase.normal;
import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.graph.Graph;
import io.nyala.graph.Uses;
import io.nyala.ops.Node;
import io.nyala.ops.Ops;
import io.nyala.ops.Recurrence;
import io.nyala.ops.Recurrence.Cell;
import io.nyala.ops.Value;
import io.nyala.ops.kinds.FusedActivation;
import io.nyala.plan.Execution;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.testing.TensorAssert;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A recurrence computes the same bits whether it multiplies its input itself or not. */
@Tag("kernel")
class RecurrentInputTest {
  private static final int UNITS = 21;

  private final Value x = Ops.input("x", Shape.of(29, 6, 13));
  private final Value h0 = Ops.input("h0", Shape.of(29, UNITS));

  @ParameterizedTest
  @EnumSource(Cell.class)
  void gives_the_same_bits(Cell cell) {
    int columns = UNITS * cell.gates();
    Value kernel = Ops.input("kernel", Shape.of(13, columns));
    Value recurrent = Ops.input("recurrent", Shape.of(UNITS, columns));
    Value bias = Ops.input("bias", Shape.of(columns));
    Value dense = Ops.dense(x, kernel, bias, FusedActivation.LINEAR);
    List<Value> operands = new ArrayList<>(List.of(dense, recurrent, h0));
    if (cell.hasCellState()) {
      operands.add(h0);
    }
    if (cell.hasRecurrentBias()) {
      operands.add(bias);
    }
    Value h = Node.apply(new Recurrence(cell, FusedActivation.TANH, false), operands).getFirst();
    List<Value> inputs = List.of(x, kernel, recurrent, bias, h0);
    Graph together = Graph.of(inputs, List.of(h));
    // As a result of the program, the product exists in memory.
    Graph apart = Graph.of(inputs, List.of(h, dense));
    assertThat(RecurrentInput.isPartOfStep(dense.node(), new Uses(together))).isTrue();
    assertThat(RecurrentInput.isPartOfStep(dense.node(), new Uses(apart))).isFalse();
    List<Tensor> at = inputs.stream().map(v -> normal(v.shape().dims())).toList();
    TensorAssert.assertSameBits(run(together, at), run(apart, at));
  }

  private static Tensor run(Graph graph, List<Tensor> at) {
    Execution e = CpuEngine.shared().compile(graph).newExecution();
    for (int i = 0; i < at.size(); i++) {
      e.input(i, at.get(i));
    }
    e.run();
    Tensor h = Tensor.zeros(graph.outputs().getFirst().shape());
    e.output(0, h);
    return h;
  }
}
