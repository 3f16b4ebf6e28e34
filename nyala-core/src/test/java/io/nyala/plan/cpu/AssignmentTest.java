// SPDX-License-Identifier: Apache-2.0
package io.nyala.plan.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.grad.Gradients;
import io.nyala.graph.Graph;
import io.nyala.graph.Graph.Assignment;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.plan.Execution;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Tensor;
import io.nyala.variables.Variable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AssignmentTest {
  static Stream<CpuEngine> engines() {
    return Stream.of(CpuEngine.shared(), CpuEngine.shared().unoptimised());
  }

  private static Variable variable(float... content) {
    Variable v = new Variable("v", Shape.of(content.length));
    v.set(Tensor.vector(content));
    return v;
  }

  private static void run(CpuEngine engine, Assignment... assignments) {
    engine.compile(new Graph(List.of(), List.of(), List.of(assignments))).newExecution().run();
  }

  @ParameterizedTest
  @MethodSource("engines")
  void variables_change_places_at_once(CpuEngine engine) {
    Variable a = variable(1, 2);
    Variable b = variable(3, 4);
    run(engine, new Assignment(a, Ops.read(b)), new Assignment(b, Ops.read(a)));
    assertThat(a.get().floats()).containsExactly(3, 4);
    assertThat(b.get().floats()).containsExactly(1, 2);
  }

  @ParameterizedTest
  @MethodSource("engines")
  void a_moving_average_reads_its_old_content(CpuEngine engine) {
    Variable a = variable(1, 2);
    Variable copy = variable(0, 0);
    Value old = Ops.read(a);
    run(
        engine,
        new Assignment(a, Ops.add(Ops.multiply(old, 0.5f), 1)),
        new Assignment(copy, Ops.multiply(old, 10)));
    assertThat(a.get().floats()).containsExactly(1.5f, 2);
    assertThat(copy.get().floats()).containsExactly(10, 20);
  }

  /** Each variable is told once, with its new content. */
  @ParameterizedTest
  @MethodSource("engines")
  void a_listener_learns_what_is_assigned_while_the_rest_is_computed(CpuEngine engine) {
    Variable last = variable(0, 0);
    Variable first = variable(0, 0);
    Variable average = variable(4, 8);
    Value x = Ops.input("x", Shape.of(2));
    Value y = Ops.sum(Ops.multiply(x, x), true, 0);
    Value z = Ops.add(Ops.multiply(x, y), 1);
    Execution execution =
        engine
            .compile(
                new Graph(
                    List.of(x),
                    List.of(),
                    List.of(
                        new Assignment(last, Ops.add(x, y)),
                        new Assignment(first, z),
                        new Assignment(average, Ops.multiply(Ops.read(average), 0.5f)))))
            .newExecution();
    List<String> told = new ArrayList<>();
    execution.onAssigned(
        v -> {
          String name = v == last ? "last" : v == first ? "first" : "average";
          told.add(name + Arrays.toString(v.get().floats()));
        });
    execution.input(0, Tensor.vector(1, 2));
    execution.run();
    assertThat(told)
        .containsExactlyInAnyOrder("last[6.0, 7.0]", "first[6.0, 11.0]", "average[2.0, 4.0]");
    execution.onAssigned(null);
    execution.run();
    assertThat(told).hasSize(3);
  }

  @ParameterizedTest
  @MethodSource("engines")
  void one_value_may_go_to_two_variables_and_an_output(CpuEngine engine) {
    Variable a = variable(0, 0);
    Variable b = variable(0, 0);
    Variable c = new Variable("c", Shape.of(1, 2));
    Value x = Ops.input("x", Shape.of(2));
    Value y = Ops.multiply(x, 2);
    Graph graph =
        new Graph(
            List.of(x),
            List.of(y, x),
            List.of(
                new Assignment(a, y),
                new Assignment(b, y),
                new Assignment(c, Ops.reshape(y, Shape.of(1, 2)))));
    Execution e = engine.compile(graph).newExecution();
    e.input(0, Tensor.vector(5, 6));
    e.run();
    assertThat(a.get().floats()).containsExactly(10, 12);
    assertThat(b.get().floats()).containsExactly(10, 12);
    assertThat(c.get().floats()).containsExactly(10, 12);
    assertThat(e.scalar(0)).isEqualTo(10);
    assertThat(e.scalar(1)).isEqualTo(5);
  }

  @ParameterizedTest
  @MethodSource("engines")
  void a_program_follows_a_variable_that_moves(CpuEngine engine) {
    Variable a = variable(1, 2);
    Graph graph =
        new Graph(List.of(), List.of(), List.of(new Assignment(a, Ops.multiply(Ops.read(a), 3))));
    Execution e = engine.compile(graph).newExecution();
    e.run();
    float[] flat = new float[10];
    a.moveTo(flat, 7);
    e.run();
    assertThat(flat).containsExactly(0, 0, 0, 0, 0, 0, 0, 9, 18, 0);
  }

  @ParameterizedTest
  @MethodSource("engines")
  void gradients_of_a_variable_that_is_read_twice_add_up(CpuEngine engine) {
    Variable w = variable(2, 3);
    Variable gradient = variable(0, 0);
    Value read = Ops.read(w);
    Value loss = Ops.sum(Ops.multiply(read, Ops.multiply(read, read)));
    run(engine, new Assignment(gradient, Gradients.of(loss, List.of(read)).get(0)));
    assertThat(gradient.get().floats()).containsExactly(12, 27);
  }

  @Test
  void shapes_of_assignments_are_checked() {
    assertThatThrownBy(() -> new Assignment(variable(1, 2), Ops.constant(1)))
        .isInstanceOf(ShapeException.class)
        .hasMessage("cannot assign float32() to variable v(2,)");
  }

  @Test
  void inputs_are_checked() {
    Value x = Ops.input("x", Shape.of(2));
    Execution e = CpuEngine.shared().compile(Graph.of(List.of(x), List.of(x))).newExecution();
    assertThatThrownBy(e::run).hasMessageContaining("input 0 of the program was not given");
    assertThatThrownBy(() -> e.input(0, Tensor.vector(1, 2, 3)))
        .hasMessage("input 0 must be float32(2,), got float32(3,)");
    assertThatThrownBy(
            () ->
                CpuEngine.shared()
                    .compile(Graph.of(List.of(), List.of(Ops.input("x", Shape.of(-1))))))
        .hasMessageContaining("known shapes");
  }
}
