// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import static io.nyala.layers.Layers.RELU;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.dropout;
import static io.nyala.layers.Layers.input;
import static io.nyala.losses.Losses.meanSquaredError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nyala.optimizers.SGD;
import io.nyala.support.Data;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.testing.Allocations;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class PredictTest {
  private static final int ROWS = 1000;
  private static final Tensor X = Data.normal(1, ROWS, 3);

  private static Model network() {
    return Sequential.of(input(3), dense(5).activation(RELU), dropout(0.5), dense(2));
  }

  /** The same network by loops in double precision. */
  private static double[] byLoops(Model model, Tensor x, int row) {
    List<Tensor> w = model.getWeights();
    double[] hidden = new double[5];
    double[] out = new double[2];
    for (int j = 0; j < 5; j++) {
      hidden[j] = w.get(1).at(j);
      for (int i = 0; i < 3; i++) {
        hidden[j] += (double) x.at(row * 3 + i) * w.get(0).at(i * 5 + j);
      }
      for (int k = 0; k < 2; k++) {
        out[k] += Math.max(hidden[j], 0) * w.get(2).at(j * 2 + k);
      }
    }
    out[0] += w.get(3).at(0);
    out[1] += w.get(3).at(1);
    return out;
  }

  @Test
  void computes_every_row_whatever_their_number() {
    Model model = network();
    for (int rows : new int[] {1, 2, 3, 31, 255, 256, 257, 511, 1000}) {
      Tensor p = model.predict(X.rows(0, rows));
      assertThat(p.shape()).isEqualTo(Shape.of(rows, 2));
      for (int r = 0; r < rows; r++) {
        double[] expected = byLoops(model, X, r);
        assertThat((double) p.at(2 * r)).isCloseTo(expected[0], within(1e-5));
        assertThat((double) p.at(2 * r + 1)).isCloseTo(expected[1], within(1e-5));
      }
    }
    assertThat(model.predict(X.rows(0, 0)).shape()).isEqualTo(Shape.of(0, 2));
  }

  @Test
  void one_batch_one_row_and_many_agree() {
    Model model = network();
    Tensor all = model.predict(X);
    Tensor asOne = model.predictOnBatch(X);
    Predictor predictor = model.predictor();
    float[] result = new float[2];
    for (int r = 0; r < 50; r++) {
      predictor.predict(X.rows(r, r + 1).floats(), result);
      assertThat(result[0]).isCloseTo(all.at(2 * r), within(1e-6f));
      assertThat(asOne.at(2 * r)).isCloseTo(all.at(2 * r), within(1e-6f));
    }
  }

  @Test
  void training_shows_in_predictors_that_exist_already() {
    Model model = network();
    Predictor predictor = model.predictor();
    float before = predictor.predict(1, 2, 3)[0];
    model.compile(new SGD(0.1), meanSquaredError());
    model.fit(X, Data.normal(2, ROWS, 2));
    float after = predictor.predict(1, 2, 3)[0];
    assertThat(after).isNotEqualTo(before);
    assertThat(after)
        .isCloseTo(model.predict(Tensor.matrix(new float[] {1, 2, 3})).at(0), within(1e-6f));
  }

  @Test
  void many_threads_may_predict_at_once() throws Exception {
    Model model = network();
    Tensor expected = model.predict(X);
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<Boolean>> results = new ArrayList<>();
      for (int t = 0; t < 8; t++) {
        int first = t * 100;
        Callable<Boolean> work =
            () -> {
              boolean same = true;
              for (int i = 0; i < 100; i++) {
                int rows = 1 + (first + i) % 200;
                Tensor p = model.predict(X.rows(first, first + rows));
                float[] one = model.predictor().predict(X.rows(first + i, first + i + 1).floats());
                same &= Math.abs(one[0] - expected.at(2 * (first + i))) < 1e-6f;
                for (int k = 0; k < p.size(); k++) {
                  same &= Math.abs(p.at(k) - expected.at(2 * first + k)) < 1e-6f;
                }
              }
              return same;
            };
        results.add(threads.submit(work));
      }
      for (Future<Boolean> result : results) {
        assertThat(result.get()).isTrue();
      }
    }
  }

  /** Once the kernels are compiled, which takes the virtual machine some thousand calls. */
  @Test
  void a_single_row_allocates_nothing() throws InterruptedException {
    Predictor predictor = network().predictor();
    float[] row = {1, 2, 3};
    float[] result = new float[2];
    double bytes = Double.MAX_VALUE;
    // The compiler works beside the program, and needs time rather than rounds.
    for (int round = 0; round < 1_000 && bytes > 0; round++) {
      Thread.sleep(10);
      bytes = Allocations.perRun(5_000, 2_000, () -> predictor.predict(row, result));
    }
    // A little below zero where asking itself, compiled meanwhile, costs less than the first time.
    assertThat(bytes).isLessThanOrEqualTo(0);
  }

  @Test
  void calls_leave_nothing_behind() {
    Model model = network();
    for (int i = 0; i < 3_000; i++) {
      model.predict(X.rows(0, 1 + i % 300));
    }
    long least = Long.MAX_VALUE;
    // What is left behind is left each time; buffers that idle for a second come and go.
    for (int round = 0; round < 5 && least >= 200_000; round++) {
      long before = used();
      for (int i = 0; i < 3_000; i++) {
        model.predict(X.rows(0, 1 + i % 300));
      }
      least = Math.min(least, used() - before);
    }
    assertThat(least).isLessThan(200_000);
  }

  private static long used() {
    Runtime runtime = Runtime.getRuntime();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }

  @Test
  void integers_are_taken_for_numbers() {
    Model model = network();
    Tensor ints = Tensor.ofInts(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
    assertThat(model.predict(ints)).isEqualTo(model.predict(ints.cast(DType.FLOAT32)));
  }

  @Test
  void single_rows_need_a_known_input_and_the_right_length() {
    Model lazy = Sequential.of(dense(2));
    assertThatThrownBy(lazy::predictor)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("has no input shape yet");
    lazy.predict(X);
    assertThat(lazy.predictor().inputs()).isEqualTo(3);
    assertThat(lazy.predictor().outputs()).isEqualTo(2);
    assertThatThrownBy(() -> lazy.predictRow(new float[4], new float[2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 elements and its result 2")
        .hasMessageContaining("4 and 2");
  }
}
