// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.input;
import static io.nyala.losses.Losses.meanSquaredError;
import static io.nyala.models.FitOptions.fit;
import static io.nyala.optimizers.Optimizers.adam;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.nyala.batches.Batch;
import io.nyala.batches.BatchSource;
import io.nyala.models.training.Checkpointer;
import io.nyala.models.training.Progress;
import io.nyala.support.Data;
import io.nyala.tensor.Tensor;
import io.nyala.variables.Variable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code Thread.interrupt()} ends a run between two batches. */
class InterruptTest {
  private static final Tensor X = Data.normal(1, 40, 3);
  private static final Tensor Y = Data.target(X);

  @TempDir private Path folder;

  @AfterEach
  void clear_the_flag() {
    Thread.interrupted();
  }

  private static Model network() {
    Model model = Sequential.of(input(3), dense(4), dense(1));
    model.compile(adam(0.01), meanSquaredError());
    return model;
  }

  /** Interrupts after the third step of the second epoch; writes a file in the end. */
  private final class Interrupter extends Callback {
    private final List<String> told = new ArrayList<>();
    private int epoch;

    @Override
    public void onEpochBegin(int newEpoch) {
      epoch = newEpoch;
    }

    @Override
    public void onTrainBatchEnd(int batch, Map<String, Double> logs) {
      if (epoch == 1 && batch == 2) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void onTrainEnd(Map<String, Double> logs) {
      try (FileChannel channel =
          FileChannel.open(
              folder.resolve("log"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        channel.force(true);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      told.add("end");
    }
  }

  private static RunInterruptedException interruptionOf(ThrowingCallable run) {
    Throwable thrown = catchThrowable(run);
    assertThat(thrown).isInstanceOf(RunInterruptedException.class);
    assertThat(thrown.getSuppressed()).isEmpty();
    assertThat(Thread.interrupted()).as("the flag is kept").isTrue();
    return (RunInterruptedException) thrown;
  }

  @Test
  void fit_ends_after_the_step_and_tells_callbacks() {
    Model model = network();
    Interrupter interrupter = new Interrupter();
    FitOptions options = fit().epochs(9).batchSize(8).callbacks(interrupter);
    RunInterruptedException e = interruptionOf(() -> model.fit(X, Y, options));
    assertThat(e).hasMessageContaining("fit was interrupted in epoch 2 after 3 steps");
    assertThat(e.epoch()).isEqualTo(1);
    assertThat(e.step()).isEqualTo(3);
    assertThat(interrupter.told).containsExactly("end");
    assertThat(model.optimizer().iterations()).isEqualTo(5 + 3);
    model.fit(X, Y); // nothing of the run is left
  }

  /** Keeps what was saved last in memory. */
  private static final class Keeper implements Checkpointer {
    private Progress progress;
    private List<Tensor> numbers;

    @Override
    public Progress restore(List<Variable> variables, Consumer<Progress> check) {
      if (progress != null) {
        check.accept(progress);
      }
      for (int i = 0; progress != null && i < variables.size(); i++) {
        variables.get(i).set(numbers.get(i));
      }
      return progress;
    }

    @Override
    public boolean isDue(long steps, boolean epochEnds) {
      return epochEnds;
    }

    @Override
    public void save(Progress newProgress, List<Variable> variables) {
      progress = newProgress;
      numbers = variables.stream().map(Variable::get).toList();
    }
  }

  @Test
  void the_same_fit_goes_on_from_the_very_step() {
    Model straight = network();
    straight.fit(X, Y, fit().epochs(4).batchSize(8).callbacks(new Callback() {}));
    Keeper keeper = new Keeper();
    Model model = network();
    interruptionOf(
        () ->
            model.fit(
                X,
                Y,
                fit().epochs(4).batchSize(8).checkpoints(keeper).callbacks(new Interrupter())));
    assertThat(keeper.progress.batch()).isEqualTo(3);
    Model resumed = network();
    resumed.fit(
        X, Y, fit().epochs(4).batchSize(8).checkpoints(keeper).callbacks(new Callback() {}));
    assertThat(resumed.getWeights()).isEqualTo(straight.getWeights());
  }

  @Test
  void a_fit_of_an_interrupted_thread_trains_nothing() {
    Model model = network();
    List<Tensor> before = model.getWeights();
    Thread.currentThread().interrupt();
    interruptionOf(() -> model.fit(X, Y));
    assertThat(model.getWeights()).isEqualTo(before);
  }

  /** Interrupts when the third batch is asked for, as if somebody had meanwhile. */
  private static BatchSource source(boolean fails) {
    return pass -> {
      int[] given = new int[1];
      return () -> {
        if (given[0]++ == 2) {
          Thread.currentThread().interrupt();
          if (fails) {
            throw new IllegalStateException("no data", new InterruptedException());
          }
        }
        return Batch.of(X.rows(0, 8), Y.rows(0, 8));
      };
    };
  }

  @Test
  void evaluation_and_prediction_of_long_data_end_too() {
    for (boolean fails : new boolean[] {false, true}) {
      assertThat(interruptionOf(() -> network().evaluate(source(fails))))
          .hasMessageContaining("evaluate was interrupted after 2 batches");
      assertThat(interruptionOf(() -> network().predict(source(fails))))
          .hasMessageContaining("predict was interrupted after 2 batches");
      assertThat(interruptionOf(() -> network().fit(source(fails))))
          .hasMessageContaining("fit was interrupted in epoch 1 after")
          .hasMessageContaining("steps");
    }
    Thread.currentThread().interrupt();
    interruptionOf(() -> network().predict(Data.normal(1, 3_000, 3)));
  }

  @Test
  void a_validation_ends_with_its_fit() {
    RunInterruptedException e =
        interruptionOf(() -> network().fit(X, Y, fit().epochs(3).validation(source(false))));
    assertThat(e.epoch()).isZero();
  }

  @Test
  void a_single_batch_is_predicted_all_the_same() {
    Model model = network();
    Tensor expected = model.predict(X.rows(0, 8));
    Thread.currentThread().interrupt();
    assertThat(model.predict(X.rows(0, 8))).isEqualTo(expected);
    assertThat(Thread.interrupted()).isTrue();
  }
}
