// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import static io.nyala.layers.Layers.RELU;
import static io.nyala.layers.Layers.SIGMOID;
import static io.nyala.layers.Layers.SOFTMAX;
import static io.nyala.layers.Layers.activityRegularization;
import static io.nyala.layers.Layers.batchNormalization;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.dropout;
import static io.nyala.layers.Layers.embedding;
import static io.nyala.layers.Layers.gaussianNoise;
import static io.nyala.layers.Layers.globalAveragePooling1D;
import static io.nyala.layers.Layers.input;
import static io.nyala.layers.Layers.lstm;
import static io.nyala.losses.Losses.binaryCrossentropy;
import static io.nyala.losses.Losses.meanSquaredError;
import static io.nyala.losses.Losses.sparseCategoricalCrossentropy;
import static io.nyala.metrics.Metrics.accuracy;
import static io.nyala.metrics.Metrics.meanAbsoluteError;
import static io.nyala.models.FitOptions.fit;
import static io.nyala.optimizers.Optimizers.adam;
import static io.nyala.optimizers.Optimizers.sgd;
import static io.nyala.regularizers.Regularizers.l2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.kernel.WorkerPool;
import io.nyala.layers.normalization.BatchNormalization;
import io.nyala.losses.Loss;
import io.nyala.losses.Reduction;
import io.nyala.ops.Value;
import io.nyala.saving.Weights;
import io.nyala.support.Data;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.testing.Allocations;
import io.nyala.testing.TensorAssert;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Several workers train as one does. */
class DataParallelTest {
  private static final Tensor X = Data.normal(1, 108, 40);
  private static final Tensor Y = Data.target(X);

  private static Model network() {
    Model model =
        Sequential.of(
            input(40),
            dense(60).activation(RELU),
            dropout(0.3),
            batchNormalization(),
            dense(30).activation(RELU),
            gaussianNoise(0.1),
            dense(1));
    model.compile(adam(1e-3), meanSquaredError(), meanAbsoluteError());
    return model;
  }

  /** Two epochs with batches of 64, of which the last has 44 rows: no multiple of the shards. */
  private static String train(Model model, int replicas) {
    model.distribute(DataParallel.replicas(replicas).shards(5));
    History history = model.fit(X, Y, fit().epochs(2).batchSize(64).validation(X, Y));
    return Weights.sha256(model) + history.values();
  }

  @Test
  void the_numbers_of_replicas_and_threads_do_not_matter() {
    int threads = WorkerPool.shared().threads();
    try {
      WorkerPool.useThreads(1);
      String alone = train(network(), 1);
      for (int replicas = 2; replicas <= 4; replicas++) {
        assertThat(train(network(), replicas)).isEqualTo(alone);
      }
      WorkerPool.useThreads(3);
      for (int replicas = 1; replicas <= 5; replicas++) {
        assertThat(train(network(), replicas)).isEqualTo(alone);
      }
    } finally {
      WorkerPool.useThreads(threads);
    }
  }

  /** Compares a step with and without shards: losses, metrics, gradients. */
  private static void check(Model model, List<Tensor> x, List<Tensor> y, List<Tensor> weights) {
    List<Tensor> start = model.getWeights();
    model.trainOnBatch(x, y, weights); // makes the weights where no input was declared
    if (!start.isEmpty()) {
      model.setWeights(start);
    }
    model.optimizer().iterations(0);
    start = model.getWeights();
    Evaluation whole = model.trainOnBatch(x, y, weights);
    var gradients = model.gradients();
    Evaluation tested = model.testOnBatch(x, y, weights);

    model.setWeights(start);
    model.optimizer().iterations(0);
    model.distribute(DataParallel.replicas(2).shards(3));
    Evaluation sharded = model.trainOnBatch(x, y, weights);
    model.gradients().forEach((w, g) -> TensorAssert.assertClose(g, gradients.get(w), 2e-7, 1e-5));
    Evaluation shardsTested = model.testOnBatch(x, y, weights);
    whole.names().forEach(n -> close(sharded.get(n), whole.get(n)));
    tested.names().forEach(n -> close(shardsTested.get(n), tested.get(n)));
  }

  private static void close(double actual, double expected) {
    TensorAssert.assertClose(
        Tensor.vector((float) actual), Tensor.vector((float) expected), 1e-7, 3e-6);
  }

  /** Ten rows in shards of 3, 3 and 4; dropout drops the same elements. */
  @Test
  void a_step_is_that_of_the_whole_batch() {
    Model model =
        Sequential.of(
            input(40),
            dense(30).activation(RELU).kernelRegularizer(l2(0.1)),
            activityRegularization(0, 0.01),
            dropout(0.4),
            gaussianNoise(0.5),
            dense(1));
    model.compile(sgd(0), meanSquaredError(), meanAbsoluteError());
    check(model, List.of(X.rows(0, 10)), List.of(Y.rows(0, 10)), List.of());
  }

  @ParameterizedTest
  @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void sample_weights_count_as_in_the_whole_batch(Reduction reduction) {
    Model model = Sequential.of(input(40), dense(1).activation(SIGMOID));
    Loss loss = binaryCrossentropy().reduction(reduction);
    model.compile(Compile.with(sgd(0)).loss(loss).weightedMetrics(accuracy()));
    Tensor labels = Tensor.of(Shape.of(10, 1), new float[] {1, 0, 1, 1, 0, 0, 1, 0, 1, 1});
    Tensor weights = Tensor.vector(0, 0, 0, 1, 2, 0.5f, 3, 1, 1, 9);
    check(model, List.of(X.rows(0, 10)), List.of(labels), List.of(weights));
  }

  private static Tensor words(int rows, int time, int kinds, int leastLength) {
    Random random = new Random(3);
    int[] words = new int[rows * time];
    for (int r = 0; r < rows; r++) {
      int length = leastLength + random.nextInt(time - leastLength + 1);
      for (int t = 0; t < length; t++) {
        words[r * time + t] = 1 + random.nextInt(kinds - 1);
      }
    }
    return Tensor.ofInts(Shape.of(rows, time), words);
  }

  /** The mean is over the words that count, of which each shard has another number. */
  @ParameterizedTest
  @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void masks_count_as_in_the_whole_batch(Reduction reduction) {
    Value in = input("words", DType.INT32, 6);
    Value h = lstm(7).returnSequences().apply(embedding(9, 5).maskZero(true).apply(in));
    Value tags = dense(9).activation(SOFTMAX).named("tag").apply(h);
    Value kind = dense(1).activation(SIGMOID).named("kind").apply(lstm(4).apply(h));
    Model model = Model.of(List.of(in), List.of(tags, kind));
    model.compile(
        Compile.with(sgd(0))
            .loss("tag", sparseCategoricalCrossentropy().reduction(reduction))
            .loss("kind", binaryCrossentropy())
            .lossWeight("tag", 0.3)
            .metrics("tag", accuracy())
            .metrics("kind", accuracy()));
    Tensor x = words(11, 6, 9, 1);
    Tensor labels = Tensor.of(Shape.of(11, 1), new float[] {1, 0, 1, 1, 0, 0, 1, 0, 1, 1, 0});
    check(model, List.of(x), List.of(x, labels), List.of());
  }

  @Test
  void a_shard_without_anything_that_counts_adds_nothing() {
    Model model = Sequential.of(input(40), dense(3));
    model.compile(
        sgd(0), sparseCategoricalCrossentropy().fromLogits(true).ignoreClass(2), accuracy());
    Tensor labels = Tensor.ofInts(Shape.of(10), new int[] {2, 2, 2, 0, 1, 2, 1, 2, 0, 0});
    check(model, List.of(X.rows(0, 10)), List.of(labels), List.of());
  }

  /**
   * Alone, only the rows of a large table are updated that a step names; shards update it whole.
   */
  @Test
  void workers_may_come_and_go_while_a_large_table_is_trained() {
    Tensor x = words(24, 6, 4200, 6);
    Model one = tableNetwork();
    Model other = tableNetwork();
    for (int step = 0; step < 6; step++) {
      other.distribute(step / 2 == 1 ? DataParallel.replicas(2).shards(3) : null);
      close(other.trainOnBatch(x, Y.rows(0, 24)).loss(), one.trainOnBatch(x, Y.rows(0, 24)).loss());
      if (step == 2) {
        List<Tensor> expected = List.copyOf(one.gradients().values());
        TensorAssert.assertClose(
            other.gradients().values().iterator().next(), expected.get(0), 1e-6, 1e-5);
      }
    }
    TensorAssert.assertClose(other.getWeights().get(0), one.getWeights().get(0), 2e-6, 1e-5);
  }

  private static Model tableNetwork() {
    Model model =
        Sequential.of(
            input(DType.INT32, 6), embedding(4200, 9), globalAveragePooling1D(), dense(1));
    model.compile(sgd(0.5).momentum(0.9), meanSquaredError());
    return model;
  }

  /** Moments by hand: shards {0, 2} and {10, 14} have means 1 and 12, variances 1 and 4. */
  @Test
  void batch_normalization_takes_the_moments_of_each_shard() {
    BatchNormalization norm = batchNormalization().momentum(0.5).epsilon(0);
    Model model = Sequential.of(input(1), norm);
    model.compile(sgd(0), meanSquaredError());
    model.distribute(DataParallel.replicas(2).shards(2));
    Tensor x = Tensor.of(Shape.of(4, 1), new float[] {0, 2, 10, 14});
    Tensor y = Tensor.of(Shape.of(4, 1), new float[] {-1, 1, -1, 3});
    Evaluation step = model.trainOnBatch(x, y);
    assertThat(step.loss()).isEqualTo(1); // (0 + 0 + 0 + 4) / 4
    assertThat(model.getWeights().get(2).floats()).containsExactly(3.25f); // (0 + (1 + 12) / 2) / 2
    assertThat(model.getWeights().get(3).floats()).containsExactly(1.75f); // (1 + (1 + 4) / 2) / 2
  }

  @Test
  void a_batch_smaller_than_the_shards_is_cut_into_rows() {
    Model model = Sequential.of(input(40), dense(1));
    model.compile(sgd(0.1), meanSquaredError());
    List<Tensor> start = model.getWeights();
    double whole = model.trainOnBatch(X.rows(0, 2), Y.rows(0, 2)).loss();
    model.setWeights(start);
    model.distribute(DataParallel.replicas(9).shards(9));
    close(model.trainOnBatch(X.rows(0, 2), Y.rows(0, 2)).loss(), whole);
  }

  @Test
  void what_diverges_changes_no_weight() {
    Model model = Sequential.of(input(40), batchNormalization(), dense(1));
    model.compile(sgd(1e30), meanSquaredError());
    model.distribute(DataParallel.replicas(2));
    model.trainOnBatch(X.rows(0, 20), Y.rows(0, 20));
    String before = Weights.sha256(model);
    assertThatThrownBy(() -> model.trainOnBatch(X.rows(0, 20), Y.rows(0, 20)))
        .isInstanceOf(TrainingDivergedException.class);
    assertThat(Weights.sha256(model)).isEqualTo(before);
  }

  @Test
  void null_trains_in_one_piece_again() {
    Model one = network();
    Model other = network();
    other.distribute(DataParallel.replicas(2)).distribute(null);
    one.fit(X, Y);
    other.fit(X, Y);
    assertThat(Weights.sha256(other)).isEqualTo(Weights.sha256(one));
    assertThat(other.distribution()).isNull();
  }

  @Test
  void states_cannot_be_cut() {
    Model model = Sequential.of(input(5, 2), lstm(3).stateful(true), dense(1));
    assertThatThrownBy(() -> model.distribute(DataParallel.replicas(2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("keeps the states of the sequences of a batch")
        .hasMessageContaining("4 shards");
    assertThatThrownBy(() -> DataParallel.replicas(0))
        .hasMessage("replicas and shards must be at least 1, got 0 and 4");
  }

  /** Once the kernels are compiled, which takes the virtual machine some thousand steps. */
  @Test
  void a_step_allocates_nothing() {
    Model model = Sequential.of(input(40), dense(8).activation(RELU), dense(1));
    model.compile(adam(1e-3), meanSquaredError());
    model.distribute(DataParallel.replicas(2));
    FitOptions few = fit().batchSize(8).stepsPerEpoch(100);
    FitOptions many = fit().batchSize(8).stepsPerEpoch(2_100);
    double perStep = Double.MAX_VALUE;
    long deadline = System.nanoTime() + 30_000_000_000L;
    while (perStep >= 1 && System.nanoTime() < deadline) {
      double more = Allocations.perRun(0, 1, () -> model.fit(X, Y, many));
      double less = Allocations.perRun(0, 1, () -> model.fit(X, Y, few));
      perStep = Math.abs(more - less) / 2_000;
    }
    assertThat(perStep).isLessThan(1);
  }
}
