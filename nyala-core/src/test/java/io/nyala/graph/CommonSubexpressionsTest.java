// SPDX-License-Identifier: Apache-2.0
package io.nyala.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommonSubexpressionsTest {
  private final Value x = Ops.input("x", Shape.of(3));

  private List<Value> merged(Value... outputs) {
    return CommonSubexpressions.apply(Graph.of(List.of(x), List.of(outputs))).outputs();
  }

  private void same(Value a, Value b) {
    List<Value> now = merged(a, b);
    assertThat(now.get(0)).isSameAs(now.get(1)).isSameAs(a);
  }

  private void different(Value a, Value b) {
    assertThat(merged(a, b)).doesNotHaveDuplicates();
  }

  @Test
  void equal_operations_on_the_same_operands_are_one() {
    same(Ops.tanh(x), Ops.tanh(x));
    same(Ops.multiply(x, 2), Ops.multiply(x, 2));
    same(Ops.slice(x, 0, 1, 2), Ops.slice(x, 0, 1, 2));
  }

  @Test
  void what_is_equal_below_is_equal_above() {
    same(Ops.exp(Ops.add(Ops.tanh(x), 1)), Ops.exp(Ops.add(Ops.tanh(x), 1)));
  }

  @Test
  void other_operations_and_operands_stay() {
    different(Ops.tanh(x), Ops.exp(x));
    different(Ops.multiply(x, 2), Ops.multiply(x, 3));
    different(Ops.subtract(x, 2), Ops.subtract(2, x));
    different(Ops.slice(x, 0, 1, 2), Ops.slice(x, 0, 0, 2));
  }

  @Test
  void inputs_of_one_name_are_two() {
    Value other = Ops.input("x", Shape.of(3));
    different(Ops.tanh(x), Ops.tanh(other));
  }

  @Test
  void one_seed_is_one_draw() {
    same(Ops.randomNormal(Shape.of(3), 1), Ops.randomNormal(Shape.of(3), 1));
    different(Ops.randomNormal(Shape.of(3), 1), Ops.randomNormal(Shape.of(3), 2));
    different(Ops.randomNormal(Shape.of(3), 1), Ops.randomUniform(Shape.of(3), 1));
  }

  /** Large constants are not compared, which would take long. */
  @Test
  void small_constants_are_compared_by_content() {
    same(Ops.constant(Tensor.zeros(Shape.of(16))), Ops.constant(Tensor.zeros(Shape.of(16))));
    different(Ops.constant(Tensor.zeros(Shape.of(17))), Ops.constant(Tensor.zeros(Shape.of(17))));
    different(Ops.constant(0), Ops.constant(-0f));
  }

  @Test
  void results_stay_apart() {
    Value gamma = Ops.constant(Tensor.full(Shape.of(3), 2));
    Value beta = Ops.constant(Tensor.zeros(Shape.of(3)));
    Value rows = Ops.reshape(x, Shape.of(1, 3));
    List<Value> norm = Ops.batchNorm(rows, gamma, beta, 1e-3f);
    assertThat(merged(norm.get(0), norm.get(1), norm.get(2))).doesNotHaveDuplicates();
  }
}
