// SPDX-License-Identifier: Apache-2.0
package io.nyala.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.graph.Graph;
import io.nyala.graph.Graph.Assignment;
import io.nyala.kernel.KernelProvider;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.plan.cpu.CpuEngine;
import io.nyala.plan.reference.ReferenceEngine;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Tensor;
import io.nyala.variables.Variable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What any engine must do for runs that are parts of a batch. */
class PartTest {
  private static final int WIDTH = 37;

  static Stream<Engine> engines() {
    return Stream.of(
        CpuEngine.shared(),
        CpuEngine.shared().with(KernelProvider.scalar()),
        CpuEngine.shared().unoptimised(),
        new ReferenceEngine());
  }

  /** Draws uniform, normal and dropped numbers, and seven that belong to no row. */
  private static Program drawing(Engine engine, int rows) {
    Value x = Ops.input("x", Shape.of(rows, WIDTH));
    return engine.compile(
        Graph.of(
            List.of(x),
            List.of(
                Ops.dropout(x, 0.5f, 11),
                Ops.randomUniform(Shape.of(rows, 3), 12),
                Ops.randomNormal(Shape.of(rows, 5, 2), 13),
                Ops.randomNormal(Shape.of(7), 14))));
  }

  private static Tensor draw(Execution e, int rows, int output, int... shape) {
    float[] ones = new float[rows * WIDTH];
    Arrays.fill(ones, 1);
    e.input(0, ones, 0);
    e.step(5);
    e.run();
    Tensor drawn = Tensor.zeros(Shape.of(shape));
    e.output(output, drawn);
    return drawn;
  }

  @ParameterizedTest
  @MethodSource("engines")
  void a_part_draws_what_the_whole_draws_for_its_rows(Engine engine) {
    Execution whole = drawing(engine, 12).newExecution();
    Execution part = drawing(engine, 5).newExecution();
    part.part(4, 5);
    assertThat(draw(part, 5, 0, 5, WIDTH)).isEqualTo(draw(whole, 12, 0, 12, WIDTH).rows(4, 9));
    assertThat(draw(part, 5, 1, 5, 3)).isEqualTo(draw(whole, 12, 1, 12, 3).rows(4, 9));
    assertThat(draw(part, 5, 2, 5, 5, 2)).isEqualTo(draw(whole, 12, 2, 12, 5, 2).rows(4, 9));
    assertThat(draw(part, 5, 3, 7)).isEqualTo(draw(whole, 12, 3, 7));
  }

  @ParameterizedTest
  @MethodSource("engines")
  void an_execution_may_have_variables_of_its_own(Engine engine) {
    Variable a = new Variable("a", Shape.of(2));
    Variable sum = new Variable("sum", Shape.of(2));
    a.set(Tensor.vector(1, 2));
    Value read = Ops.read(a);
    Value more = Ops.add(Ops.read(sum), Ops.multiply(read, 10));
    Program program =
        engine.compile(new Graph(List.of(), List.of(), List.of(new Assignment(sum, more))));
    Variable own = new Variable("own", Shape.of(2));
    own.set(Tensor.vector(5, 5));
    program.newExecution(v -> v == sum ? own : v).run();
    assertThat(own.get().floats()).containsExactly(15, 25);
    assertThat(sum.get().floats()).containsExactly(0, 0);
    program.newExecution().run();
    assertThat(sum.get().floats()).containsExactly(10, 20);
  }

  @ParameterizedTest
  @MethodSource("engines")
  void a_variable_of_another_shape_is_refused(Engine engine) {
    Variable a = new Variable("a", Shape.of(2));
    Program program =
        engine.compile(
            new Graph(
                List.of(), List.of(), List.of(new Assignment(a, Ops.multiply(Ops.read(a), 2)))));
    Variable other = new Variable("other", Shape.of(3));
    assertThatThrownBy(() -> program.newExecution(v -> other).run())
        .isInstanceOf(ShapeException.class)
        .hasMessage("variable other(3,) cannot replace a(2,)");
  }
}
