// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import static io.nyala.callbacks.Callbacks.learningRateScheduler;
import static io.nyala.layers.Layers.TANH;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.embedding;
import static io.nyala.layers.Layers.flatten;
import static io.nyala.layers.Layers.input;
import static io.nyala.losses.Losses.meanSquaredError;
import static io.nyala.models.FitOptions.fit;
import static io.nyala.optimizers.Optimizers.adam;
import static io.nyala.optimizers.Optimizers.multi;
import static io.nyala.optimizers.Optimizers.rmsprop;
import static io.nyala.optimizers.Optimizers.sgd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nyala.ops.Value;
import io.nyala.optimizers.MultiOptimizer;
import io.nyala.optimizers.Optimizer;
import io.nyala.optimizers.Optimizers;
import io.nyala.support.Data;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MultiOptimizerTest {
  private static final Tensor X = Data.normal(1, 40, 4);
  private static final Tensor Y = Data.target(X);

  private static Model network() {
    Model model =
        Sequential.of(
            input(4),
            dense(6).activation(TANH).named("body"),
            dense(5).activation(TANH).named("neck"),
            dense(1).named("head"));
    model.seed(3);
    return model;
  }

  private static Model fitted(Compile compile) {
    Model model = network();
    model.compile(compile);
    model.fit(X, Y, fit().epochs(3).batchSize(10).shuffle(false));
    return model;
  }

  @Test
  void equals_optimizers_that_a_step_applies_one_by_one() {
    Model fitted =
        fitted(
            Compile.with(
                    multi(adam(1e-2).clipNorm(0.1))
                        .with("^head/", sgd(0.1).momentum(0.9))
                        .with("bias$", rmsprop(1e-3)))
                .loss(meanSquaredError()));
    Model stepped = network();
    List<Optimizer> each = List.of(adam(1e-2).clipNorm(0.1), sgd(0.1).momentum(0.9), rmsprop(1e-3));
    TrainStep step =
        TrainStep.of(
            List.of("x", "y"),
            tape -> {
              Value predicted = tape.call(stepped, tape.input("x"));
              Value loss = tape.loss(meanSquaredError(), tape.input("y"), predicted);
              WeightGradients all = tape.gradients(loss, stepped);
              for (int i = 0; i < 3; i++) {
                int group = i;
                tape.apply(each.get(i), all.only(w -> group(w.path()) == group));
              }
            });
    for (int i = 0; i < 12; i++) {
      int from = i % 4 * 10;
      step.run(X.rows(from, from + 10), Y.rows(from, from + 10));
    }

    assertThat(fitted.getWeights()).isEqualTo(stepped.getWeights());
    assertThat(fitted.optimizer().iterations()).isEqualTo(12);
  }

  private static int group(String path) {
    return path.startsWith("head/") ? 1 : path.endsWith("bias") ? 2 : 0;
  }

  @Test
  void takes_layers_for_patterns() {
    Model byPattern =
        fitted(
            Compile.with(multi(adam(1e-2)).with("^(neck|head)/", sgd(0.1)))
                .loss(meanSquaredError()));
    Model model = network();
    model.compile(
        Compile.with(adam(1e-2))
            .optimizer(sgd(0.1), model.getLayer("neck"), model.getLayer("head"))
            .loss(meanSquaredError()));
    model.fit(X, Y, fit().epochs(3).batchSize(10).shuffle(false));

    assertThat(model.getWeights()).isEqualTo(byPattern.getWeights());
  }

  @Test
  void an_optimizer_at_rest_leaves_its_layers() {
    Model model =
        fitted(Compile.with(multi(sgd(0)).with("^head/", sgd(0.1))).loss(meanSquaredError()));
    List<Tensor> before = network().getWeights();

    assertThat(model.getWeights().subList(0, 4)).isEqualTo(before.subList(0, 4));
    assertThat(model.getWeights().get(4)).isNotEqualTo(before.get(4));
  }

  /** Rows of a large table wait for updates, by the optimizer whose they are. */
  @Test
  void keeps_rows_waiting_for_the_optimizer_of_the_table() {
    Tensor ids = Tensor.ofInts(Shape.of(4, 2), new int[] {1, 2, 3, 4, 1, 3, 2, 4});
    Tensor y = Data.normal(4, 4, 1);
    Model plain = words();
    plain.compile(adam(1e-2), meanSquaredError());
    plain.fit(ids, y, fit().epochs(5).batchSize(2).shuffle(false));
    Model grouped = words();
    grouped.compile(multi(sgd(0)).with("words|dense|head", adam(1e-2)), meanSquaredError());
    grouped.fit(ids, y, fit().epochs(5).batchSize(2).shuffle(false));

    for (int i = 0; i < 3; i++) {
      float[] expected = plain.getWeights().get(i).floats();
      float[] got = grouped.getWeights().get(i).floats();
      for (int k = 0; k < got.length; k++) {
        assertThat(got[k]).isCloseTo(expected[k], within(1e-6f));
      }
    }
  }

  private static Model words() {
    Model model =
        Sequential.of(
            input(DType.INT32, 2),
            embedding(5_000, 8).named("words"),
            flatten(),
            dense(1).named("head"));
    model.seed(9);
    return model;
  }

  @Test
  void is_the_same_after_it_was_written_and_read() {
    MultiOptimizer written =
        multi(adam(1e-2).beta1(0.8)).with("^head/", sgd(0.1)).with("bias", rmsprop(1e-3));
    Map<String, Object> form = Optimizers.toConfig(written);

    Optimizer read = Optimizers.fromConfig(form);

    assertThat(read).isInstanceOf(MultiOptimizer.class);
    assertThat(Optimizers.toConfig(read)).isEqualTo(form);
    assertThat(((MultiOptimizer) read).optimizers())
        .extracting(Optimizer::className)
        .containsExactly("Adam", "SGD", "RMSprop");
  }

  @Test
  void names_what_is_wrong() {
    assertThatThrownBy(
            () -> network().compile(multi(sgd(1)).with("^tail/", sgd(2)), meanSquaredError()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "optimizer \"multi_optimizer\": no weight is left for the pattern \"^tail/\" (sgd); there are"
                + " body/kernel(4, 6), body/bias(6,), neck/kernel(6, 5) and 3 more");
    Optimizer one = sgd(1);
    assertThatThrownBy(() -> multi(one).with("a", one)).hasMessageContaining("was already added");
    assertThatThrownBy(() -> multi(multi(one))).hasMessageContaining("cannot contain another one");
    MultiOptimizer used = multi(sgd(1));
    network().compile(used, meanSquaredError());
    assertThatThrownBy(() -> used.with("bias", sgd(1))).hasMessageContaining("is in use");
  }

  @Test
  void has_no_rate_that_could_be_set() {
    Model model = network();
    MultiOptimizer multi = multi(sgd(0.5)).with("bias", sgd(0.1));
    model.compile(multi, meanSquaredError());

    assertThat(multi.learningRate()).isEqualTo(0.5);
    assertThatThrownBy(() -> multi.learningRate(0.2))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("set those of optimizers()");
    assertThatThrownBy(
            () -> model.fit(X, Y, fit().callbacks(learningRateScheduler((epoch, rate) -> rate))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("LearningRateScheduler cannot set them all");
    multi.optimizers().getFirst().learningRate(0.25);
    assertThat(multi.learningRate()).isEqualTo(0.25);
  }
}
