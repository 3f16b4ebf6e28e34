// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import static io.nyala.layers.Layers.RELU;
import static io.nyala.layers.Layers.TANH;
import static io.nyala.layers.Layers.batchNormalization;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.embedding;
import static io.nyala.layers.Layers.input;
import static io.nyala.layers.Layers.lstm;
import static io.nyala.losses.Losses.meanSquaredError;
import static io.nyala.optimizers.Optimizers.sgd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.layers.base.Layer;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.support.Data;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class ComputationTest {
  private static final Tensor X = Data.normal(1, 7, 3);
  private static final Tensor Y = Data.normal(2, 7, 3);

  @Test
  void computes_outputs_by_name_from_inputs_by_name() {
    Value x = input("x", 3);
    Value y = input("y", 3);
    Value sum = Ops.add(x, y);
    Computation c =
        Computation.of(List.of(x, y), Map.of("sum", sum, "half", Ops.multiply(sum, 0.5f)));

    Map<String, Tensor> out = c.run(Map.of("x", X, "y", Y));

    assertThat(out).containsOnlyKeys("sum", "half");
    for (int i = 0; i < X.size(); i++) {
      assertThat(out.get("sum").at(i)).isEqualTo(X.at(i) + Y.at(i));
      assertThat(out.get("half").at(i)).isEqualTo(0.5f * (X.at(i) + Y.at(i)));
    }
  }

  @Test
  void computes_outputs_in_order_from_inputs_in_order() {
    Value x = input("x", 3);
    Value y = input("y", 3);
    Computation c =
        Computation.of(List.of(x, y), List.of(Ops.subtract(x, y), Ops.subtract(y, x), y));

    List<Tensor> out = c.run(X, Y);

    assertThat(out).hasSize(3);
    assertThat(out.get(0).at(4)).isEqualTo(X.at(4) - Y.at(4));
    assertThat(out.get(1).at(4)).isEqualTo(Y.at(4) - X.at(4));
    assertThat(out.get(2)).isEqualTo(Y);
    assertThat(c.run(Map.of("x", X, "y", Y))).hasSize(3).containsEntry("y", Y);
  }

  @Test
  void computes_as_predict_does_whatever_the_size_of_the_batch() {
    Value x = input(3);
    Value hidden = batchNormalization().apply(dense(8).activation(TANH).apply(x));
    Value end = dense(2).apply(hidden);
    Model model = Model.of(x, end);
    Model upToHidden = Model.of(x, hidden);
    Computation c = Computation.of(List.of(x), List.of(hidden, end));

    for (int rows : new int[] {7, 2, 7}) {
      List<Tensor> out = c.run(X.rows(0, rows));
      assertThat(out.get(0)).isEqualTo(upToHidden.predictOnBatch(X.rows(0, rows)));
      assertThat(out.get(1)).isEqualTo(model.predictOnBatch(X.rows(0, rows)));
    }
  }

  @Test
  void sees_weights_that_were_trained_since() {
    Model model = Sequential.of(input(3), dense(3));
    model.compile(sgd(0.1), meanSquaredError());
    Computation c =
        Computation.of(List.of("x"), tape -> Map.of("y", tape.call(model, tape.input("x"))));
    Tensor before = c.run(X).getFirst();

    model.fit(X, Y);

    assertThat(c.run(X).getFirst()).isNotEqualTo(before).isEqualTo(model.predictOnBatch(X));
  }

  @Test
  void lets_masks_travel_from_layer_to_layer() {
    Value words = input("words", DType.INT32, 4);
    Value end = lstm(3).apply(embedding(5, 2).maskZero(true).apply(words));
    Model model = Model.of(words, end);
    Tensor ids = Tensor.ofInts(Shape.of(2, 4), new int[] {1, 2, 0, 0, 3, 4, 1, 2});

    assertThat(Computation.of(words, end).run(ids).getFirst()).isEqualTo(model.predictOnBatch(ids));
  }

  /** The slope of {@code sum(x^2 + 3x)} is {@code 2x + 3}. */
  @Test
  void gives_gradients_where_a_function_writes_it() {
    Computation slope =
        Computation.of(
            List.of("x"),
            tape -> {
              Value x = tape.input("x");
              Value sum = Ops.sum(Ops.add(Ops.square(x), Ops.multiply(x, 3)));
              return Map.of("slope", tape.gradients(sum, x).getFirst());
            });

    Tensor got = slope.run(Map.of("x", X)).get("slope");

    for (int i = 0; i < X.size(); i++) {
      assertThat(got.at(i)).isEqualTo(2 * X.at(i) + 3);
    }
  }

  @Test
  void takes_integers_for_floats_where_they_were_declared() {
    Value x = input("x", 2);
    Tensor ints = Tensor.ofInts(Shape.of(1, 2), new int[] {3, 4});

    assertThat(Computation.of(x, Ops.square(x)).run(ints).getFirst().floats())
        .containsExactly(9, 16);
  }

  @Test
  void computes_scalars_and_constants() {
    Computation c =
        Computation.of(
            List.of("a"),
            tape -> Map.of("double", Ops.multiply(tape.input("a"), 2), "one", Ops.constant(1)));

    Map<String, Tensor> out = c.run(Map.of("a", Tensor.scalar(21)));

    assertThat(out.get("double").at(0)).isEqualTo(42);
    assertThat(out.get("one").at(0)).isEqualTo(1);
  }

  @Test
  void serves_several_threads_at_once() throws Exception {
    Value x = input(3);
    Computation c = Computation.of(x, dense(16).activation(RELU).apply(x));
    Tensor expected = c.run(X).getFirst();
    Callable<Tensor> work = () -> c.run(X).getFirst();
    try (ExecutorService pool = Executors.newFixedThreadPool(4)) {
      List<Future<Tensor>> results = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        results.add(pool.submit(work));
      }
      for (Future<Tensor> result : results) {
        assertThat(result.get()).isEqualTo(expected);
      }
    }
  }

  @Test
  void names_what_is_wrong_with_its_inputs() {
    Value x = input("x", 3);
    Value y = input("y", 3);
    Computation c = Computation.of(List.of(x, y), List.of(Ops.add(x, y)));

    assertThatThrownBy(() -> c.run(X))
        .hasMessage("computation of [x, y] takes 2 inputs [x, y], got 1");
    assertThatThrownBy(() -> c.run(Map.of("x", X)))
        .hasMessage("computation of [x, y]: input \"y\" is missing; got [x]");
    assertThatThrownBy(() -> c.run(Map.of("x", X, "z", Y)))
        .hasMessage("computation of [x, y] has no input \"z\"; its inputs are [x, y]");
    assertThatThrownBy(() -> c.run(X, Data.normal(2, 7, 4)))
        .isInstanceOf(ShapeException.class)
        .hasMessage("computation of [x, y]: input \"y\" must be (batch, 3), got (7, 4)");
  }

  @Test
  void names_what_is_wrong_with_its_description() {
    Value x = input("x", 3);
    Value y = input("y", 3);

    assertThatThrownBy(() -> Computation.of(x, Ops.add(x, y)))
        .hasMessageContaining("need input \"y\"");
    assertThatThrownBy(() -> Computation.of(List.of(x, input("x", 3)), List.of(x)))
        .hasMessage("the inputs of a computation must have different names, got [x, x]");
    assertThatThrownBy(
            () -> Computation.of(List.of("a"), tape -> Map.of("b", tape.input("b"))).run(X))
        .hasMessage("computation of [a] has no input \"b\"; its inputs are [a]");
  }

  @Test
  void refuses_layers_that_keep_states() {
    Value x = input("x", 4, 2);
    Layer stateful = lstm(3).stateful(true).named("kept");

    assertThatThrownBy(
            () -> Computation.of(x, stateful.apply(x)).run(Tensor.zeros(Shape.of(1, 4, 2))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("kept (LSTM) keeps states between batches");
  }
}
