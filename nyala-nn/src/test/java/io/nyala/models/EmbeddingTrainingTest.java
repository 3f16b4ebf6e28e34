// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.embedding;
import static io.nyala.layers.Layers.globalAveragePooling1D;
import static io.nyala.layers.Layers.input;
import static io.nyala.losses.Losses.meanSquaredError;
import static io.nyala.models.FitOptions.fit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nyala.batches.Batch;
import io.nyala.batches.BatchSource;
import io.nyala.initializers.Initializers;
import io.nyala.kernel.WorkerPool;
import io.nyala.layers.core.Embedding;
import io.nyala.models.training.Checkpointer;
import io.nyala.models.training.Progress;
import io.nyala.optimizers.Adagrad;
import io.nyala.optimizers.Adam;
import io.nyala.optimizers.Optimizer;
import io.nyala.optimizers.RMSprop;
import io.nyala.optimizers.SGD;
import io.nyala.regularizers.Regularizers;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.testing.Allocations;
import io.nyala.variables.Variable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables of vectors whose rows wait for updates, against tables that are updated as a whole. */
class EmbeddingTrainingTest {
  private static final int WORDS = 4200;
  private static final int WIDTH = 9;
  private static final int TIME = 6;
  private static final int BATCH = 8;

  private final int threadsBefore = WorkerPool.shared().threads();

  @AfterEach
  void give_the_threads_back() {
    WorkerPool.useThreads(threadsBefore);
  }

  private static Optimizer optimizer(String name) {
    return switch (name) {
      case "adam" -> new Adam(0.01);
      case "adam clipnorm" -> new Adam(0.01).clipNorm(0.02);
      case "adam global" -> new Adam(0.01).globalClipNorm(0.02);
      case "adam large epsilon" -> new Adam(0.01).epsilon(1e-3);
      case "amsgrad" -> new Adam(0.01).amsgrad(true);
      case "sgd" -> new SGD(0.5);
      case "momentum" -> new SGD(0.1).momentum(0.9);
      case "nesterov" -> new SGD(0.1).momentum(0.9).nesterov();
      case "rmsprop" -> new RMSprop(0.01);
      case "centered" -> new RMSprop(0.01).centered(true);
      case "adagrad" -> new Adagrad(0.1);
      default -> throw new IllegalArgumentException(name);
    };
  }

  /** A penalty of a hundredth of nothing reads the whole table, so that all of it is updated. */
  private static Model model(String name, boolean whole) {
    Embedding table =
        embedding(WORDS, WIDTH).embeddingsInitializer(Initializers.randomUniform(-0.5, 0.5));
    if (whole) {
      table.embeddingsRegularizer(Regularizers.l2(1e-30));
    }
    Model model =
        Sequential.of(input(DType.INT32, TIME), table, globalAveragePooling1D(), dense(1)).seed(3);
    model.compile(optimizer(name), meanSquaredError());
    return model;
  }

  /** Rare words and frequent ones. */
  private static Tensor words(int rows, long seed) {
    Random random = new Random(seed);
    int[] words =
        IntStream.range(0, rows * TIME)
            .map(i -> (int) (WORDS * Math.pow(random.nextDouble(), 3)))
            .toArray();
    return Tensor.ofInts(Shape.of(rows, TIME), words);
  }

  private static Tensor targets(int rows, long seed) {
    Random random = new Random(seed);
    float[] y = new float[rows];
    for (int i = 0; i < rows; i++) {
      y[i] = (float) random.nextGaussian();
    }
    return Tensor.of(Shape.of(rows, 1), y);
  }

  private static FitOptions options(int epochs) {
    return fit().batchSize(BATCH).epochs(epochs);
  }

  private static List<float[]> state(Model model) {
    List<float[]> state = new ArrayList<>();
    model.weights().forEach(w -> state.add(w.get().floats()));
    for (Variable v : model.optimizer().variables()) {
      state.add(v.get().floats());
    }
    return state;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "adam",
        "adam clipnorm",
        "adam global",
        "adam large epsilon",
        "amsgrad",
        "sgd",
        "momentum",
        "nesterov",
        "rmsprop",
        "centered",
        "adagrad"
      })
  void rows_that_wait_end_where_rows_that_do_not_end(String name) {
    Tensor x = words(400, 1);
    Tensor y = targets(400, 2);
    Model waiting = model(name, false);
    Model whole = model(name, true);
    waiting.fit(x, y, options(4));
    whole.fit(x, y, options(4));
    List<float[]> a = state(waiting);
    List<float[]> b = state(whole);
    assertThat(a).hasSameSizeAs(b);
    for (int v = 0; v < a.size(); v++) {
      float largest = 0;
      for (float f : b.get(v)) {
        largest = Math.max(largest, Math.abs(f));
      }
      for (int i = 0; i < a.get(v).length; i++) {
        assertThat(a.get(v)[i])
            .as("%s: variable %d at %d", name, v, i)
            .isCloseTo(b.get(v)[i], within(2e-5f * largest));
      }
    }
  }

  @Test
  void same_bits_for_any_number_of_threads() {
    List<List<float[]>> results = new ArrayList<>();
    for (int threads : new int[] {1, 2, 5}) {
      WorkerPool.useThreads(threads);
      Model model = model("adam global", false);
      model.fit(words(200, 1), targets(200, 2), options(3));
      results.add(state(model));
    }
    for (int i = 0; i < results.get(0).size(); i++) {
      assertThat(results.get(1).get(i)).containsExactly(results.get(0).get(i));
      assertThat(results.get(2).get(i)).containsExactly(results.get(0).get(i));
    }
  }

  @Test
  void reading_between_epochs_changes_nothing() {
    Tensor x = words(200, 1);
    Tensor y = targets(200, 2);
    Model straight = model("adam", false);
    straight.fit(x, y, options(3));
    Model watched = model("adam", false);
    for (int epoch = 0; epoch < 3; epoch++) {
      watched.fit(x, y, options(epoch + 1).initialEpoch(epoch));
      watched.evaluate(words(20, 5), targets(20, 6));
      watched.predict(words(20, 7));
      state(watched);
    }
    List<float[]> a = state(straight);
    List<float[]> b = state(watched);
    for (int i = 0; i < a.size(); i++) {
      assertThat(b.get(i)).containsExactly(a.get(i));
    }
  }

  @Test
  void whoever_reads_in_the_middle_of_an_epoch_sees_all_updates() {
    Model waiting = model("adam", false);
    Model whole = model("adam", true);
    for (int step = 0; step < 30; step++) {
      Tensor x = words(BATCH, 100 + step);
      Tensor y = targets(BATCH, 200 + step);
      waiting.trainOnBatch(x, y);
      whole.trainOnBatch(x, y);
    }
    // All words, so that most have waited.
    int[] all = IntStream.range(0, WORDS).toArray();
    Tensor every = Tensor.ofInts(Shape.of(WORDS / TIME, TIME), all);
    float[] p = waiting.predict(every).floats();
    float[] q = whole.predict(every).floats();
    for (int i = 0; i < p.length; i++) {
      assertThat(p[i]).isCloseTo(q[i], within(1e-5f));
    }
  }

  @Test
  void gradients_of_other_rows_are_zero() {
    Model waiting = model("adam", false);
    Model whole = model("adam", true);
    for (int step = 0; step < 5; step++) {
      Tensor x = words(BATCH, 100 + step);
      Tensor y = targets(BATCH, 200 + step);
      waiting.trainOnBatch(x, y);
      whole.trainOnBatch(x, y);
    }
    float[] a = waiting.gradients().get(waiting.weights().get(0)).floats();
    float[] b = whole.gradients().get(whole.weights().get(0)).floats();
    for (int i = 0; i < a.length; i++) {
      assertThat(a[i]).isCloseTo(b[i], within(1e-5f));
    }
    assertThat(a).contains(0f);
  }

  @Test
  void goes_on_from_stored_state_as_if_nothing_had_happened() {
    Tensor x = words(200, 1);
    Tensor y = targets(200, 2);
    Model straight = model("adam", false);
    straight.fit(x, y, options(3));
    Model first = model("adam", false);
    first.fit(x, y, options(1));
    Model second = model("adam", false);
    second.trainOnBatch(words(BATCH, 9), targets(BATCH, 9)); // makes the rows wait
    for (int i = 0; i < first.weights().size(); i++) {
      second.weights().get(i).set(first.weights().get(i).get());
    }
    List<Variable> from = first.optimizer().variables();
    List<Variable> to = second.optimizer().variables();
    for (int i = 0; i < from.size(); i++) {
      to.get(i).set(from.get(i).get());
    }
    second.optimizer().iterations(first.optimizer().iterations());
    second.fit(x, y, options(3).initialEpoch(1));
    List<float[]> a = state(straight);
    List<float[]> b = state(second);
    for (int i = 0; i < a.size(); i++) {
      assertThat(b.get(i)).containsExactly(a.get(i));
    }
  }

  /** Always wants to save; keeps the first save of the middle of an epoch. */
  private static final class EagerKeeper implements Checkpointer {
    private final List<Integer> batches = new ArrayList<>();
    private Progress middle;
    private List<float[]> numbers;

    @Override
    public Progress restore(List<Variable> variables, Consumer<Progress> check) {
      if (middle != null) {
        check.accept(middle);
      }
      for (int i = 0; middle != null && i < variables.size(); i++) {
        Variable v = variables.get(i);
        v.set(Tensor.of(v.shape(), numbers.get(i)));
      }
      return middle;
    }

    @Override
    public boolean isDue(long steps, boolean epochEnds) {
      return true;
    }

    @Override
    public void save(Progress progress, List<Variable> variables) {
      batches.add(progress.batch());
      if (middle == null) {
        middle = progress;
        numbers = variables.stream().map(v -> v.get().floats().clone()).toList();
      }
    }
  }

  /**
   * The last batch of an epoch has fewer rows, and so a program of its own. That one is made in the
   * first epoch, or in a later one where training went on; which must not bring rows up to date.
   */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void a_program_that_is_made_later_changes_no_bit(boolean stream) {
    Model straight = model("adam", false);
    train(straight, stream, 2, null);
    EagerKeeper keeper = new EagerKeeper();
    Model kept = model("adam", false);
    train(kept, stream, 2, keeper);
    assertThat(keeper.middle.epoch()).isOne();
    Model resumed = model("adam", false);
    train(resumed, stream, 2, keeper);

    List<float[]> expected = state(straight);
    for (int i = 0; i < expected.size(); i++) {
      assertThat(state(kept).get(i)).containsExactly(expected.get(i));
      assertThat(state(resumed).get(i)).containsExactly(expected.get(i));
    }
  }

  /** Trains on eleven batches and a half. */
  private static void train(Model model, boolean stream, int epochs, Checkpointer keeper) {
    int rows = BATCH * 11 + BATCH / 2;
    Tensor x = words(rows, 1);
    Tensor y = targets(rows, 2);
    FitOptions options = stream ? fit().epochs(epochs) : options(epochs);
    if (keeper != null) {
      options.checkpoints(keeper);
    }
    if (stream) {
      model.fit(batches(x, y), options);
    } else {
      model.fit(x, y, options);
    }
  }

  private static BatchSource batches(Tensor x, Tensor y) {
    return pass ->
        new BatchSource.Pass() {
          private int next;

          @Override
          public Batch next() {
            int from = next;
            next = Math.min(from + BATCH, x.shape().dim(0));
            return from == next ? null : Batch.of(x.rows(from, next), y.rows(from, next));
          }
        };
  }

  @Test
  void keeping_changes_nothing_and_goes_on_in_the_middle_of_an_epoch() {
    Tensor x = words(BATCH * 600, 1);
    Tensor y = targets(BATCH * 600, 2);
    Model straight = model("adam", false);
    straight.fit(x, y, options(1));
    EagerKeeper keeper = new EagerKeeper();
    Model kept = model("adam", false);
    kept.fit(x, y, options(1).checkpoints(keeper));
    Model resumed = model("adam", false);
    resumed.fit(x, y, options(1).checkpoints(keeper));

    assertThat(keeper.batches).startsWith(256, 512, 0).hasSize(5);
    List<float[]> a = state(straight);
    for (int i = 0; i < a.size(); i++) {
      assertThat(state(kept).get(i)).containsExactly(a.get(i));
      assertThat(state(resumed).get(i)).containsExactly(a.get(i));
    }
  }

  @Test
  void more_updates_than_can_be_missed() {
    // The whole table is read after each step by the first model, after none by the second.
    Model often = model("adam", false);
    Model seldom = model("adam", false);
    Tensor first = words(BATCH, 1);
    int[] one = new int[BATCH * TIME];
    Arrays.fill(one, WORDS - 1);
    Tensor later = Tensor.ofInts(Shape.of(BATCH, TIME), one);
    Tensor y = targets(BATCH, 2);
    often.trainOnBatch(first, y);
    seldom.trainOnBatch(first, y);
    for (int step = 0; step < 600; step++) {
      often.trainOnBatch(later, y);
      if (step < 100) {
        often.weights().get(0).get();
      }
      seldom.trainOnBatch(later, y);
    }
    float[] a = often.weights().get(0).get().floats();
    float[] b = seldom.weights().get(0).get().floats();
    for (int i = 0; i < a.length; i++) {
      assertThat(b[i]).isCloseTo(a[i], within(1e-6f));
    }
  }

  @Test
  void a_step_allocates_no_more_than_one_of_a_small_table() {
    Map<Boolean, Double> bytes = new java.util.HashMap<>();
    for (boolean whole : new boolean[] {true, false}) {
      Model model = model("adam", whole);
      Tensor x = words(BATCH, 1);
      Tensor y = targets(BATCH, 1);
      bytes.put(whole, Allocations.perRun(200, 100, () -> model.trainOnBatch(x, y)));
    }
    // Beside what a call makes anyway: the list of gates behind which rows wait, and two lambdas,
    // 192 bytes where the compiler does not see that they stay inside. A table has 1 MB.
    assertThat(bytes.get(false)).isLessThan(bytes.get(true) + 200);
  }
}
