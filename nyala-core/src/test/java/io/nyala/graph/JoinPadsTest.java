// SPDX-License-Identifier: Apache-2.0
package io.nyala.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.grad.Gradients;
import io.nyala.ops.Ops;
import io.nyala.ops.Primitive;
import io.nyala.ops.Value;
import io.nyala.plan.Execution;
import io.nyala.plan.cpu.CpuEngine;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.testing.GradientCheck;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class JoinPadsTest {
  private static final Tensor X = GradientCheck.normal(Shape.of(3, 6, 4), new SplittableRandom(1));

  private static Value part(int axis, int begin, int size) {
    Value part = Ops.input("part", Shape.of(3, 6, 4).with(axis, size));
    return Ops.pad(part, axis, begin, Shape.of(3, 6, 4).dim(axis) - begin - size, 0);
  }

  private static Value joined(Value v) {
    List<Value> inputs =
        Topology.order(List.of(v)).stream()
            .filter(n -> n.inputs().isEmpty())
            .map(n -> n.output(0))
            .toList();
    return JoinPads.apply(Graph.of(inputs, List.of(v))).outputs().get(0);
  }

  private static long count(Value v, Class<?> kind) {
    return Topology.order(List.of(v)).stream().filter(n -> kind.isInstance(n.op())).count();
  }

  @Test
  void parts_side_by_side_become_one_concatenation_in_any_order() {
    List<Value> steps = new ArrayList<>();
    for (int t = 0; t < 6; t++) {
      steps.add(part(1, t, 1));
    }
    for (int seed = 0; seed < 20; seed++) {
      Collections.shuffle(steps, new java.util.Random(seed));
      Value sum = steps.stream().reduce(Ops::add).orElseThrow();
      Value all = joined(sum);
      assertThat(all.node().op()).isEqualTo(new Primitive.Concat(1));
      assertThat(all.node().inputs()).hasSize(6);
      for (Value step : steps) {
        int t = ((Primitive.Pad) step.node().op()).before().get(1);
        assertThat(all.node().input(t)).isSameAs(step.node().input(0));
      }
    }
  }

  @Test
  void parts_of_a_part_become_one_padded_concatenation() {
    Value all = joined(Ops.add(part(2, 1, 1), part(2, 2, 1)));
    assertThat(all.shape()).isEqualTo(Shape.of(3, 6, 4));
    assertThat(count(all, Primitive.Pad.class)).isEqualTo(1);
    assertThat(count(all, Primitive.Binary.class)).isZero();
  }

  @Test
  void other_sums_stay() {
    for (Value v :
        List.of(
            Ops.add(part(1, 0, 3), part(1, 2, 4)), // overlapping
            Ops.add(part(1, 0, 3), part(2, 2, 2)), // along two axes
            Ops.add(part(1, 0, 2), part(1, 3, 3)), // with a gap
            Ops.add(part(1, 0, 3), Ops.input("x", Shape.of(3, 6, 4))),
            Ops.subtract(part(1, 0, 3), part(1, 3, 3)))) {
      assertThat(count(joined(v), Primitive.Binary.class)).isEqualTo(1);
    }
  }

  /** A sum with a gap that is needed itself is not computed twice. */
  @Test
  void a_sum_with_another_use_stays() {
    Value open = Ops.add(part(1, 0, 2), part(1, 4, 2));
    Value v = Ops.multiply(Ops.add(open, part(1, 2, 2)), open);
    assertThat(count(joined(v), Primitive.Binary.class)).isEqualTo(3);
  }

  // Numbers

  private static void agrees(UnaryOperator<Value> function) {
    Value x = Ops.input("x", X.shape());
    Value loss = Ops.sum(Ops.square(function.apply(x)), false, 0);
    Graph graph = Graph.of(List.of(x), Gradients.of(Ops.sum(loss, false), List.of(x)));
    List<Tensor> results = new ArrayList<>();
    for (CpuEngine engine : List.of(CpuEngine.shared(), CpuEngine.shared().unoptimised())) {
      Execution run = engine.compile(graph).newExecution();
      run.input(0, X);
      run.run();
      Tensor result = Tensor.zeros(X.shape());
      run.output(0, result);
      results.add(result);
    }
    assertThat(results.get(0)).isEqualTo(results.get(1));
    GradientCheck.check(in -> function.apply(in.get(0)), X);
  }

  @Test
  void gradients_of_slices_are_the_same() {
    agrees(
        x -> {
          Value sum = Ops.constant(0);
          for (int t = 0; t < 6; t++) {
            Value step = Ops.squeeze(Ops.slice(x, 1, t, 1), 1);
            sum = Ops.add(Ops.multiply(sum, Ops.slice(step, -1, 1, 1)), step);
          }
          return sum;
        });
    agrees(x -> Ops.multiply(Ops.slice(x, 1, 1, 2), Ops.slice(x, 1, 3, 2)));
    agrees(x -> Ops.multiply(Ops.slice(x, 1, 0, 3, 2), Ops.slice(x, 1, 1, 3, 2)));
  }
}
