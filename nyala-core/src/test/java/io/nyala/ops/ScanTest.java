// SPDX-License-Identifier: Apache-2.0
package io.nyala.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Tensor;
import io.nyala.testing.GradientCheck;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ScanTest {
  private static final Tensor X = Tensor.matrix(new float[][] {{1, 2, 3}, {4, 5, 6}});

  private static Tensor normal(int... dims) {
    return GradientCheck.normal(Shape.of(dims), new SplittableRandom(3));
  }

  /** A state that halves and takes in what comes: 10, 6, 5, 5.5. */
  @Test
  void keeps_every_state() {
    Tensor first = Tensor.vector(10, 0);
    assertThat(
            Evaluate.of(
                in -> Ops.scan(in.get(0), in.get(1), 1, (state, x) -> state.dividedBy(2).plus(x)),
                first,
                X))
        .isEqualTo(Tensor.matrix(new float[][] {{6, 5, 5.5f}, {4, 7, 9.5f}}));
  }

  @Test
  void has_several_states_sequences_and_outputs() {
    List<Tensor> y =
        Evaluate.all(
            in -> {
              Scan scan =
                  Ops.scan(
                      List.of(in.get(0), in.get(1)),
                      List.of(in.get(2), in.get(3)),
                      0,
                      (states, at) -> {
                        Value sum = states.get(0).plus(at.get(0));
                        Value product = states.get(1).times(at.get(1));
                        return new Scan(List.of(sum, product), List.of(sum.minus(product)));
                      });
              return List.of(scan.states().get(0), scan.states().get(1), scan.outputs().get(0));
            },
            Tensor.scalar(0),
            Tensor.scalar(1),
            Tensor.vector(1, 2, 3),
            Tensor.vector(2, 2, -1));
    assertThat(y).containsExactly(Tensor.scalar(6), Tensor.scalar(-4), Tensor.vector(-1, -1, 10));
  }

  @Test
  void has_a_gradient_through_time() {
    GradientCheck.check(
        in -> Ops.scan(in.get(0), in.get(1), 1, (h, x) -> h.matmul(in.get(2)).plus(x).tanh()),
        normal(2, 3),
        normal(2, 4, 3),
        normal(3, 3));
  }

  @Test
  void needs_one_known_extent() {
    Value state = Ops.constant(0);
    Value known = Ops.input("x", Shape.of(3));
    Value unknown = Ops.input("x", Shape.of(Shape.UNKNOWN));
    assertThatThrownBy(() -> Ops.scan(state, unknown, 0, Ops::add))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "scan: expected sequences of equal, known extent of at least 1 along axis 0, got "
                + "[(?,)]");
    Value longer = Ops.input("x", Shape.of(4));
    assertThatThrownBy(
            () ->
                Ops.scan(
                    List.of(state),
                    List.of(known, longer),
                    0,
                    (states, at) -> new Scan(states, at)))
        .isInstanceOf(ShapeException.class)
        .hasMessageEndingWith("got [(3,), (4,)]");
  }

  @Test
  void cond_takes_one_branch() {
    for (float c : new float[] {1, 0}) {
      Tensor condition = Tensor.ofBools(Shape.of(1), c);
      assertThat(
              Evaluate.of(
                  in -> Ops.cond(in.get(0), () -> in.get(1).times(2), () -> in.get(1).negate()),
                  condition,
                  X))
          .isEqualTo(X.times(c == 1 ? 2 : -1));
    }
    GradientCheck.check(
        in -> Ops.cond(Ops.greater(Ops.sum(in.get(0)), 0), in.get(0)::square, in.get(0)::exp),
        normal(2, 3));
  }

  @Test
  void cond_asks_one_question() {
    Value many = Ops.input("c", Shape.of(2), DType.BOOL);
    assertThatThrownBy(() -> Ops.cond(many, () -> many, () -> many))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "cond: expected a single boolean, got bool(2,); where() chooses element by element");
  }
}
