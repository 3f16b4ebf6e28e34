// SPDX-License-Identifier: Apache-2.0
package io.nyala.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.graph.Graph;
import io.nyala.plan.Execution;
import io.nyala.plan.cpu.CpuEngine;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.tensor.Type;
import io.nyala.testing.GradientCheck;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** The snippets of docs/how-to-add-an-operation.md. */
class OwnOperationTest {
  // snippet:composite
  /** {@code log(cosh(x))}: near zero like half a square, far out like |x|. */
  record LogCosh() implements Composite {
    @Override
    public List<Type> infer(List<Type> inputs) {
      return List.of(inputs.get(0));
    }

    @Override
    public List<Value> decompose(List<Value> inputs) {
      Value x = inputs.get(0);
      return List.of(x.plus(Ops.softplus(x.times(-2))).minus((float) Math.log(2)));
    }
  }

  // end:composite

  @Test
  void an_own_operation_has_a_gradient() {
    // snippet:check
    Tensor x = Tensor.vector(-2, -0.5f, 0.3f, 4);
    GradientCheck.check(in -> Node.apply(new LogCosh(), in.get(0)), x);
    // end:check
  }

  /** {@code sqrt(x^2 + y^2)}. */
  record Hypotenuse() implements Composite {
    @Override
    public List<Type> infer(List<Type> inputs) {
      return List.of(inputs.get(0));
    }

    @Override
    public List<Value> decompose(List<Value> inputs) {
      Value squares = Ops.add(Ops.square(inputs.get(0)), Ops.square(inputs.get(1)));
      return List.of(Ops.sqrt(squares));
    }
  }

  @Test
  void operands_that_depend_on_each_other_or_are_the_same_count_once_each() {
    Tensor x = Tensor.vector(-2, -0.5f, 0.3f, 4);
    Hypotenuse op = new Hypotenuse();
    GradientCheck.check(in -> Node.apply(op, in.get(0), Ops.exp(in.get(0))), x);
    GradientCheck.check(in -> Node.apply(op, Ops.exp(in.get(0)), in.get(0)), x);
    GradientCheck.check(in -> Node.apply(op, in.get(0), in.get(0)), x);
  }

  @Test
  void an_own_operation_is_compiled_like_ours() {
    // snippet:run
    Value x = Ops.input("x", Shape.of(3));
    Value y = Node.apply(new LogCosh(), x);
    Execution run = CpuEngine.shared().compile(Graph.of(List.of(x), List.of(y))).newExecution();
    run.input(0, Tensor.vector(-1, 0, 10));
    run.run();
    Tensor result = Tensor.zeros(y.shape());
    run.output(0, result);
    // end:run
    for (int i = 0; i < 3; i++) {
      double want = Math.log(Math.cosh(new double[] {-1, 0, 10}[i]));
      assertThat((double) result.at(i)).isCloseTo(want, Offset.offset(2e-6));
    }
  }
}
