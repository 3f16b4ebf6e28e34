// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import static io.nyala.layers.Layers.RELU;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.dropout;
import static io.nyala.layers.Layers.input;
import static io.nyala.losses.Losses.meanSquaredError;
import static io.nyala.metrics.Metrics.meanAbsoluteError;
import static io.nyala.models.EvaluateOptions.evaluate;
import static io.nyala.models.FitOptions.fit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nyala.batches.Batch;
import io.nyala.batches.BatchSource;
import io.nyala.optimizers.Adam;
import io.nyala.support.Data;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Training, evaluation and prediction with data that come batch by batch. */
class FitStreamTest {
  private static final int ROWS = 20;
  private static final Tensor X = Data.normal(1, ROWS, 3);
  private static final Tensor Y = Data.target(X);
  private static final Tensor WEIGHTS = weights();

  private static Tensor weights() {
    float[] w = new float[ROWS];
    for (int i = 0; i < ROWS; i++) {
      w[i] = 0.5f + i % 3;
    }
    return Tensor.of(Shape.of(ROWS), w);
  }

  private static Model network() {
    Model model = Sequential.of(input(3), dense(4).activation(RELU), dropout(0.2), dense(1));
    model.compile(new Adam(0.01), meanSquaredError(), meanAbsoluteError());
    return model;
  }

  /** Rows 0 to 7, 8 to 15, 16 to 19, whatever the pass. */
  private static class Batches implements BatchSource {
    private final long size;
    private final List<Long> opened = new ArrayList<>();
    private int open;

    Batches(long size) {
      this.size = size;
    }

    @Override
    public long size() {
      return size;
    }

    @Override
    public Pass open(long pass) {
      opened.add(pass);
      open++;
      return new Pass() {
        private int next;
        private boolean closed;

        @Override
        public Batch next() {
          if (next >= ROWS) {
            return null;
          }
          int to = Math.min(ROWS, next + 8);
          Batch batch =
              new Batch(
                  List.of(X.rows(next, to)),
                  List.of(Y.rows(next, to)),
                  List.of(WEIGHTS.rows(next, to)));
          next = to;
          return batch;
        }

        @Override
        public void close() {
          open -= closed ? 0 : 1;
          closed = true;
        }
      };
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {3, BatchSource.UNKNOWN})
  void learns_the_same_from_batches_as_from_tensors(long size) {
    FitOptions byRow =
        fit().epochs(3).batchSize(8).shuffle(false).sampleWeight(WEIGHTS).validation(X, Y);
    Model expected = network();
    History wanted = expected.fit(X, Y, byRow);
    Batches batches = new Batches(size);

    Model model = network();
    History got = model.fit(batches, fit().epochs(3).validation(X, Y).validationBatchSize(8));

    assertThat(model.getWeights()).isEqualTo(expected.getWeights());
    assertThat(got.values()).isEqualTo(wanted.values());
    assertThat(got.params()).isEqualTo(new Callback.Run(3, 3));
    assertThat(batches.opened).containsExactly(0L, 1L, 2L);
    assertThat(batches.open).isZero();
  }

  @Test
  void an_epoch_of_told_steps_goes_on_where_the_one_before_ended() {
    Model expected = network();
    expected.fit(
        X, Y, fit().epochs(3).batchSize(8).stepsPerEpoch(2).shuffle(false).sampleWeight(WEIGHTS));
    Batches whole = new Batches(3);
    Model model = network();
    model.fit(whole, fit().epochs(3).stepsPerEpoch(2));
    assertThat(model.getWeights()).isEqualTo(expected.getWeights());
    assertThat(whole.opened).containsExactly(0L, 1L);

    Model resumed = network();
    resumed.fit(new Batches(3), fit().epochs(1).stepsPerEpoch(2));
    resumed.fit(new Batches(3), fit().initialEpoch(1).epochs(2).stepsPerEpoch(2));
    Batches unknown = new Batches(BatchSource.UNKNOWN);
    resumed.fit(unknown, fit().initialEpoch(2).epochs(3).stepsPerEpoch(2));
    assertThat(resumed.getWeights()).isEqualTo(expected.getWeights());
    assertThat(unknown.open).isZero();
  }

  @Test
  void evaluates_and_predicts_a_pass() {
    Model model = network();
    Evaluation expected = model.evaluate(X, Y, evaluate().batchSize(8).sampleWeight(WEIGHTS));
    Batches batches = new Batches(BatchSource.UNKNOWN);
    assertThat(model.evaluate(batches).values()).isEqualTo(expected.values());
    assertThat(model.evaluate(batches, evaluate().steps(1)).loss()).isNotEqualTo(expected.loss());
    assertThat(model.predict(batches)).containsExactly(model.predict(X));
    assertThat(batches.open).isZero();
  }

  @Test
  void validates_on_a_stream() {
    Model expected = network();
    History wanted = expected.fit(X, Y, fit().epochs(2).validation(X, Y).validationBatchSize(8));
    Model model = network();
    BatchSource plain =
        source(
            List.of(
                Batch.of(X.rows(0, 12), Y.rows(0, 12)), Batch.of(X.rows(12, 20), Y.rows(12, 20))));
    History got = model.fit(X, Y, fit().epochs(2).validation(plain));
    assertThat(got.get("val_mean_absolute_error").get(1))
        .isCloseTo(wanted.get("val_mean_absolute_error").get(1), within(1e-6));
  }

  @Test
  void learns_the_types_from_the_first_batch() {
    Model model = Sequential.of(dense(1));
    model.compile(new Adam(0.01), meanSquaredError());
    model.fit(source(List.of(Batch.of(X, Y))));
    assertThat(model.outputShapes()).containsExactly(Shape.of(-1, 1));
  }

  @Test
  void tells_callbacks_of_each_step_and_how_many_there_were() {
    List<String> seen = new ArrayList<>();
    Callback recorder =
        new Callback() {
          @Override
          public void onTrainBatchEnd(int batch, Map<String, Double> logs) {
            seen.add(batch + " of " + run().steps());
          }
        };
    network().fit(new Batches(-1), fit().epochs(2).callbacks(recorder));
    assertThat(seen).containsExactly("0 of -1", "1 of -1", "2 of -1", "0 of 3", "1 of 3", "2 of 3");
  }

  @Test
  void says_what_is_wrong_with_the_data() {
    Model model = network();
    assertThatThrownBy(() -> model.fit(source(List.of())))
        .hasMessageContaining("no batch in pass 0");
    assertThatThrownBy(() -> model.fit(new Batches(BatchSource.INFINITE)))
        .hasMessageContaining("infinite")
        .hasMessageContaining("stepsPerEpoch");
    assertThatThrownBy(() -> model.predict(new Batches(BatchSource.INFINITE)))
        .hasMessageContaining("take(n)");
    assertThatThrownBy(() -> model.fit(new Batches(3), fit().batchSize(8)))
        .hasMessageContaining("batchSize cannot be set");
    assertThatThrownBy(() -> model.fit(new Batches(3), fit().validationSplit(0.2)))
        .hasMessageContaining("validationSplit needs tensors");
    assertThatThrownBy(() -> model.fit(new Batches(3), fit().sampleWeight(WEIGHTS)))
        .hasMessageContaining("twice");
    assertThatThrownBy(
            () -> model.fit(source(List.of(Batch.of(Data.normal(1, 4, 2), Y.rows(0, 4))))))
        .hasMessageContaining("expected input (batch, 3), got (4, 2)");
    Tensor bad = Data.normal(1, 4, 3);
    bad.floats()[4] = Float.NaN;
    assertThatThrownBy(() -> model.fit(source(List.of(Batch.of(bad, Y.rows(0, 4))))))
        .hasMessageContaining("x has NaN in row 1, column 1");
  }

  private static BatchSource source(List<Batch> batches) {
    return pass -> {
      var iterator = batches.iterator();
      return () -> iterator.hasNext() ? iterator.next() : null;
    };
  }
}
