// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.checkpoint;

import static io.nyala.activations.Activations.RELU;
import static io.nyala.activations.Activations.TANH;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.dropout;
import static io.nyala.layers.Layers.input;
import static io.nyala.losses.Losses.huber;
import static io.nyala.losses.Losses.meanSquaredError;
import static io.nyala.metrics.Metrics.meanAbsoluteError;
import static io.nyala.metrics.Metrics.rootMeanSquaredError;
import static io.nyala.models.FitOptions.fit;
import static io.nyala.optimizers.Optimizers.adam;
import static io.nyala.optimizers.Optimizers.adamax;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.activations.ActivationFunction;
import io.nyala.batches.Batch;
import io.nyala.batches.BatchSource;
import io.nyala.callbacks.EarlyStopping;
import io.nyala.losses.Loss;
import io.nyala.losses.Measure;
import io.nyala.models.Callback;
import io.nyala.models.FitOptions;
import io.nyala.models.Model;
import io.nyala.models.Sequential;
import io.nyala.optimizers.Optimizer;
import io.nyala.saving.Weights;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.testing.ChildJvm;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A training that goes on only from what it would have come to itself; else nothing changes. */
class RefusedResumeTest {
  @TempDir Path folder;

  /** Everything that a training is begun with; each setter changes one thing. */
  private static final class Setup {
    private ActivationFunction activation = RELU;
    private double rate = 0.3;
    private Optimizer optimizer = adam(0.01);
    private Loss loss = meanSquaredError();
    private Measure metric = meanAbsoluteError();
    private Tensor x = numbers(1, 40, 3);
    private Tensor y = numbers(2, 40, 1);
    private Tensor held = numbers(3, 8, 3);
    private boolean stream;
    private Callback[] callbacks = {new EarlyStopping("val_loss").patience(9)};
    private FitOptions options = fit().epochs(4).batchSize(8);

    Model model() {
      Model model =
          Sequential.of(input(3), dense(4).activation(activation), dropout(rate), dense(1));
      model.seed(5);
      return model.compile(optimizer, loss, metric);
    }

    void train(Model model, Checkpoints checkpoints, Callback... more) {
      FitOptions all =
          options
              .validation(held, numbers(4, held.shape().dim(0), 1))
              .callbacks(callbacks)
              .callbacks(more);
      if (stream) {
        model.fit(batches(x, y), all.checkpoints(checkpoints));
      } else {
        model.fit(x, y, all.checkpoints(checkpoints));
      }
    }
  }

  private static Setup changed(Consumer<Setup> change) {
    Setup setup = new Setup();
    change.accept(setup);
    return setup;
  }

  private static Tensor numbers(long seed, int... dims) {
    Shape shape = Shape.of(dims);
    Random random = new Random(seed);
    float[] all = new float[shape.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = random.nextFloat();
    }
    return Tensor.of(shape, all);
  }

  private static BatchSource batches(Tensor x, Tensor y) {
    return pass ->
        new BatchSource.Pass() {
          private int next;

          @Override
          public Batch next() {
            if (next == 5) {
              return null;
            }
            int from = 8 * next++;
            int[] rows = new Random(pass).ints(8, from, from + 8).toArray();
            return Batch.of(x.rows(rows), y.rows(rows));
          }
        };
  }

  static Stream<Arguments> others() {
    return Stream.of(
        other(s -> s.optimizer = adam(0.02), "optimizer learning_rate 0.01, not 0.02;"),
        other(s -> s.optimizer = adam(0.01).beta1(0.8), "optimizer beta_1 0.9, not 0.8;"),
        other(s -> s.optimizer = adamax(0.01), "optimizer Adam, not Adamax;"),
        other(s -> s.loss = huber(), "loss mean_squared_error, not huber"),
        other(
            s -> s.metric = rootMeanSquaredError(),
            "metrics mean_absolute_error, not root_mean_squared_error;"),
        other(s -> s.activation = TANH, "layer 0, Dense, activation relu, not tanh;"),
        other(s -> s.rate = 0.4, "layer 1, Dropout, rate 0.3, not 0.4;"),
        other(s -> s.options = fit().epochs(4).batchSize(10), "batch size 8, not 10;"),
        other(s -> s.options.shuffle(false), "order of rows shuffled by seed 5, not as given;"),
        other(s -> s.options.seed(9), "order of rows shuffled by seed 5, not shuffled by seed 9;"),
        other(s -> s.x = numbers(9, 40, 3), "numbers of x "),
        other(s -> s.y = numbers(9, 40, 1), "numbers of y "),
        other(RefusedResumeTest::shorten, "x float32(40, 3), not float32(39, 3);"),
        other(s -> s.options.sampleWeight(Tensor.full(Shape.of(40), 2)), "no sample weights, not"),
        other(s -> s.callbacks = new Callback[0], "2 callbacks, but there are 1"));
  }

  private static void shorten(Setup setup) {
    setup.x = setup.x.rows(0, 39);
    setup.y = setup.y.rows(0, 39);
  }

  private static Arguments other(Consumer<Setup> change, String message) {
    return Arguments.of(changed(change), message);
  }

  @ParameterizedTest
  @MethodSource("others")
  void refuses_another_training_and_changes_nothing(Setup other, String message) {
    interrupt(new Setup());
    Model model = other.model();
    String before = Weights.sha256(model);

    assertThatThrownBy(() -> other.train(model, Checkpoints.in(folder), new Callback() {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the checkpoint was made with " + message);

    assertThat(Weights.sha256(model)).isEqualTo(before);
    assertThat(model.optimizer().iterations()).isZero();
    goesOn();
  }

  private static void stream(Setup setup) {
    setup.stream = true;
    setup.options = fit().epochs(4);
  }

  @Test
  void refuses_other_batches() {
    interrupt(changed(RefusedResumeTest::stream));
    Setup other = changed(RefusedResumeTest::stream);
    other.y = numbers(9, 40, 1);
    Model model = other.model();
    String before = Weights.sha256(model);

    assertThatThrownBy(() -> other.train(model, Checkpoints.in(folder), new Callback() {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the checkpoint was made with numbers of y ");

    assertThat(Weights.sha256(model)).isEqualTo(before);
  }

  /** The state of one callback handed to another: found before a weight is changed. */
  @Test
  void refuses_callbacks_in_another_order() {
    Callback counter =
        new Callback() {
          @Override
          public Map<String, Object> state() {
            return Map.of("count", 1);
          }
        };
    interrupt(changed(s -> s.callbacks = new Callback[] {counter, new EarlyStopping("loss")}));
    Setup other = changed(s -> s.callbacks = new Callback[] {new EarlyStopping("loss"), counter});
    Model model = other.model();
    String before = Weights.sha256(model);

    assertThatThrownBy(() -> other.train(model, Checkpoints.in(folder), new Callback() {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("EarlyStopping cannot restore the state of [count]");

    assertThat(Weights.sha256(model)).isEqualTo(before);
  }

  /** In a process of its own, whose log can be read. */
  @Test
  void other_validation_is_told_and_more_epochs_are_taken() throws Exception {
    interrupt(new Setup());
    Setup straight = changed(s -> s.options = fit().epochs(6).batchSize(8));
    Model expected = straight.model();
    straight.train(expected, Checkpoints.in(folder.resolve("straight")), new Callback() {});

    Process child =
        ChildJvm.running(
                RefusedResumeTest.class.getName(),
                List.of("-XX:TieredStopAtLevel=1"),
                List.of(folder.toString()))
            .redirectErrorStream(true)
            .start();
    String told = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(child.waitFor()).as(told).isZero();
    assertThat(told)
        .contains("continues with other validation data than before: numbers of x ")
        .contains("continues to epoch 6, not 4 as before")
        .contains("weights " + Weights.sha256(expected));
  }

  public static void main(String[] arguments) {
    Setup more = changed(s -> s.options = fit().epochs(6).batchSize(8));
    more.held = numbers(9, 8, 3);
    Model model = more.model();
    more.train(model, Checkpoints.in(Path.of(arguments[0])), new Callback() {});
    System.out.println("weights " + Weights.sha256(model));
  }

  /** A reduced rate is the one to go on with, also for a program that trains on in one process. */
  @Test
  void the_rate_of_the_interruption_may_be_given() {
    Setup setup = new Setup();
    setup.callbacks = new Callback[] {halving()};
    Model model = setup.model();
    setup.train(model, Checkpoints.in(folder));
    assertThat(model.optimizer().learningRate()).isEqualTo(0.01 / 16);

    Setup more = changed(s -> s.options = fit().epochs(5).batchSize(8));
    more.callbacks = new Callback[] {halving()};
    more.train(model, Checkpoints.in(folder));

    assertThat(model.optimizer().learningRate()).isEqualTo(0.01 / 32);
  }

  private static Callback halving() {
    return new Callback() {
      @Override
      public void onEpochEnd(int epoch, Map<String, Double> logs) {
        model().optimizer().learningRate(model().optimizer().learningRate() / 2);
      }
    };
  }

  private static final class Interruption extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private void interrupt(Setup setup) {
    Callback bomb =
        new Callback() {
          private int steps;

          @Override
          public void onTrainBatchEnd(int batch, Map<String, Double> logs) {
            if (++steps > 7) {
              throw new Interruption();
            }
          }
        };
    assertThatThrownBy(() -> setup.train(setup.model(), Checkpoints.in(folder).everySteps(1), bomb))
        .isInstanceOf(Interruption.class);
  }

  private void goesOn() {
    Setup same = new Setup();
    Model model = same.model();
    same.train(model, Checkpoints.in(folder), new Callback() {});
    assertThat(model.optimizer().iterations()).isEqualTo(20);
  }
}
