// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.dropout;
import static io.nyala.layers.Layers.input;
import static io.nyala.losses.Losses.meanSquaredError;
import static io.nyala.models.FitOptions.fit;
import static io.nyala.optimizers.Optimizers.adam;
import static io.nyala.optimizers.Optimizers.sgd;
import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.batches.Batch;
import io.nyala.batches.BatchSource;
import io.nyala.layers.base.Layer;
import io.nyala.models.training.Checkpointer;
import io.nyala.models.training.Progress;
import io.nyala.support.Data;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.variables.Variable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A second fit goes on where the first one ended: in the order of rows and in dropout. */
class RepeatedFitTest {
  private static final int ROWS = 10;

  /** Rows that are their own numbers. */
  private static final Tensor X = numbers();

  private static final Tensor Y = Data.normal(2, ROWS, 1);

  private static Tensor numbers() {
    float[] x = new float[ROWS];
    for (int i = 0; i < ROWS; i++) {
      x[i] = i;
    }
    return Tensor.of(Shape.of(ROWS, 1), x);
  }

  private static Model network(Layer... more) {
    List<Layer> layers = new ArrayList<>(List.of(dense(4)));
    layers.addAll(List.of(more));
    layers.add(dense(1));
    Model model = Sequential.of(input(1), layers.toArray(Layer[]::new));
    model.compile(adam(0.01), meanSquaredError());
    return model;
  }

  /**
   * Hears which rows each step has: with a weight of zero, the loss is the mean of their targets.
   */
  private static final class Orders extends Callback {
    private final List<List<Double>> epochs = new ArrayList<>();
    private double before;

    @Override
    public void onEpochBegin(int epoch) {
      epochs.add(new ArrayList<>());
      before = 0;
    }

    @Override
    public void onTrainBatchEnd(int batch, Map<String, Double> logs) {
      double sum = logs.get("loss") * (batch + 1);
      epochs.getLast().add((double) Math.round(sum - before));
      before = sum;
    }
  }

  /** Squares of these are the losses of a model that predicts zero and does not learn. */
  private static final Tensor ROOTS = roots();

  private static Tensor roots() {
    float[] y = new float[ROWS];
    for (int i = 0; i < ROWS; i++) {
      y[i] = (float) Math.sqrt(i);
    }
    return Tensor.of(Shape.of(ROWS, 1), y);
  }

  private static Model silent() {
    Model model = Sequential.of(input(1), dense(1).useBias(false).kernelInitializer("zeros"));
    model.compile(sgd(0), meanSquaredError());
    return model;
  }

  private static List<List<Double>> orders(Model model, FitOptions options) {
    Orders heard = new Orders();
    model.fit(X, ROOTS, options.batchSize(1).callbacks(heard));
    return heard.epochs;
  }

  @Test
  void fits_one_after_the_other_take_rows_as_one_for_all_epochs() {
    List<List<Double>> whole = orders(silent(), fit().epochs(6));
    assertThat(new HashSet<>(whole)).hasSize(6);
    assertThat(whole.get(0)).contains(0.0, 1.0, 5.0, 9.0).hasSize(ROWS);
    Model model = silent();
    List<List<Double>> parts = new ArrayList<>(orders(model, fit().epochs(1)));
    parts.addAll(orders(model, fit().epochs(2)));
    parts.addAll(orders(model, fit().epochs(5).initialEpoch(3)));
    parts.addAll(orders(model, fit()));
    assertThat(parts).isEqualTo(whole);
  }

  @Test
  void weights_are_those_of_one_fit_with_dropout_too() {
    Model whole = network(dropout(0.5));
    whole.fit(X, Y, fit().epochs(5).batchSize(4));
    Model parts = network(dropout(0.5));
    parts.fit(X, Y, fit().epochs(3).batchSize(4));
    parts.fit(X, Y, fit().epochs(2).batchSize(4));
    assertThat(parts.getWeights()).isEqualTo(whole.getWeights());
  }

  @Test
  void steps_told_go_on_in_the_middle_of_a_pass() {
    List<List<Double>> whole = orders(silent(), fit().epochs(4).stepsPerEpoch(4));
    Model model = silent();
    List<List<Double>> parts = new ArrayList<>(orders(model, fit().epochs(3).stepsPerEpoch(4)));
    parts.addAll(orders(model, fit().stepsPerEpoch(4)));
    assertThat(parts).isEqualTo(whole);
    // A whole epoch then begins with a pass that nobody has seen.
    List<Double> next = orders(model, fit()).getFirst();
    assertThat(next).isEqualTo(orders(silent(), fit().initialEpoch(2).epochs(3)).getFirst());
  }

  @Test
  void a_fit_that_ended_early_does_not_repeat_the_order_it_had_begun() {
    Model model = silent();
    Callback stopper =
        new Callback() {
          @Override
          public void onTrainBatchEnd(int batch, Map<String, Double> logs) {
            model().stopTraining();
          }
        };
    model.fit(X, ROOTS, fit().batchSize(1).callbacks(stopper));
    List<Double> second = orders(model, fit()).getFirst();
    assertThat(second).isEqualTo(orders(silent(), fit().epochs(2)).getLast());
  }

  @Test
  void rows_that_are_not_shuffled_begin_with_the_first() {
    Model model = silent();
    FitOptions plain = fit().shuffle(false).stepsPerEpoch(3);
    assertThat(orders(model, plain)).containsExactly(List.of(0.0, 1.0, 2.0));
    assertThat(orders(model, fit().shuffle(false).stepsPerEpoch(3)))
        .containsExactly(List.of(0.0, 1.0, 2.0));
  }

  /** A model that learns a little and is then compiled anew draws other dropout than before. */
  @Test
  void compiling_again_goes_on_and_a_seed_begins_anew() {
    Model model = dropping();
    List<Double> first = losses(model);
    model.compile(sgd(0), meanSquaredError());
    List<Double> second = losses(model);
    assertThat(second).doesNotContainAnyElementsOf(first);
    model.seed(0);
    model.compile(sgd(0), meanSquaredError());
    assertThat(losses(model)).isEqualTo(first);
    model.seed(0);
    assertThat(losses(model)).isEqualTo(first);
    Model straight = dropping();
    assertThat(losses(straight)).isEqualTo(first);
    assertThat(losses(straight)).isEqualTo(second);
  }

  private static Model dropping() {
    Model model = Sequential.of(input(20), dropout(0.5), dense(1));
    model.compile(sgd(0), meanSquaredError());
    return model;
  }

  private static List<Double> losses(Model model) {
    return model.fit(WIDE, Y, fit().epochs(3).shuffle(false)).get("loss");
  }

  private static final Tensor WIDE = Data.normal(5, ROWS, 20);

  /** Remembers which passes were opened. */
  private static final class Source implements BatchSource {
    private final long size;
    private final List<Long> opened = new ArrayList<>();

    Source(long size) {
      this.size = size;
    }

    @Override
    public long size() {
      return size;
    }

    @Override
    public Pass open(long pass) {
      opened.add(pass);
      int[] left = {size == INFINITE ? Integer.MAX_VALUE : 5};
      return () -> left[0]-- > 0 ? Batch.of(X, Y) : null;
    }
  }

  @Test
  void a_source_is_asked_for_passes_that_nobody_has_seen() {
    for (long size : new long[] {5, BatchSource.UNKNOWN}) {
      Source source = new Source(size);
      Model model = network();
      model.fit(source, fit().epochs(2));
      model.fit(source, fit().epochs(2));
      model.fit(source, fit().epochs(6).initialEpoch(4));
      assertThat(source.opened).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
    }
    Source finite = new Source(5);
    Model model = network();
    model.fit(finite, fit().epochs(1).stepsPerEpoch(7)); // ends in pass 1
    model.fit(finite, fit().epochs(1).stepsPerEpoch(7)); // goes on in it
    model.fit(finite, fit());
    assertThat(finite.opened).containsExactly(0L, 1L, 1L, 2L, 3L);

    Source endless = new Source(BatchSource.INFINITE);
    Model another = network();
    another.fit(endless, fit().epochs(2).stepsPerEpoch(3));
    another.fit(endless, fit().epochs(2).stepsPerEpoch(3));
    another.fit(endless, fit().epochs(4).initialEpoch(2).stepsPerEpoch(3));
    // Six batches may have been as many passes of what is repeated without end.
    assertThat(endless.opened).containsExactly(0L, 6L, 6L);
  }

  /** Keeps what was saved last in memory. */
  private static final class Keeper implements Checkpointer {
    private Progress progress;
    private List<Tensor> numbers;

    @Override
    public Progress restore(List<Variable> variables, Consumer<Progress> check) {
      if (progress != null) {
        check.accept(progress);
        for (int i = 0; i < variables.size(); i++) {
          variables.get(i).set(numbers.get(i));
        }
      }
      return progress;
    }

    @Override
    public boolean isDue(long steps, boolean epochEnds) {
      return true;
    }

    @Override
    public void save(Progress newProgress, List<Variable> variables) {
      progress = newProgress;
      numbers = variables.stream().map(Variable::get).toList();
    }
  }

  /** The second of three fits is interrupted, in another process; the first two are found done. */
  @Test
  void resuming_a_later_fit_gives_the_same_bits() {
    Model straight = network(dropout(0.3));
    straight.fit(X, Y, fit().epochs(2).batchSize(3));
    straight.fit(X, Y, fit().epochs(3).batchSize(3));
    straight.fit(X, Y, fit().epochs(2).batchSize(3));

    Keeper first = new Keeper();
    Keeper second = new Keeper();
    Model broken = network(dropout(0.3));
    broken.fit(X, Y, fit().epochs(2).batchSize(3).checkpoints(first));
    int[] steps = new int[1];
    Thread.interrupted();
    try {
      broken.fit(
          X, Y, fit().epochs(3).batchSize(3).checkpoints(second).callbacks(interrupterAfter(7)));
    } catch (RunInterruptedException e) {
      steps[0] = e.step();
    }
    Thread.interrupted();
    assertThat(steps[0]).isEqualTo(3);

    Model again = network(dropout(0.3));
    again.fit(X, Y, fit().epochs(2).batchSize(3).checkpoints(first));
    again.fit(
        X, Y, fit().epochs(3).batchSize(3).checkpoints(second).callbacks(interrupterAfter(-1)));
    again.fit(X, Y, fit().epochs(2).batchSize(3));
    assertThat(again.getWeights()).isEqualTo(straight.getWeights());
  }

  private static Callback interrupterAfter(int steps) {
    int[] left = {steps};
    return new Callback() {
      @Override
      public void onTrainBatchEnd(int batch, Map<String, Double> logs) {
        if (--left[0] == 0) {
          Thread.currentThread().interrupt();
        }
      }
    };
  }

  /** What a file tells of a model are the steps of its optimizer. */
  @Test
  void a_model_from_a_file_goes_on_behind_what_its_optimizer_has_seen() {
    Model saved = silent();
    saved.fit(X, ROOTS, fit().epochs(2).batchSize(1));
    Model loaded = silent();
    loaded.optimizer().iterations(saved.optimizer().iterations());
    assertThat(orders(loaded, fit())).isEqualTo(orders(saved, fit()));
  }
}
