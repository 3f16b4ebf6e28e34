// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import static io.nyala.layers.Layers.additiveAttention;
import static io.nyala.layers.Layers.attention;
import static io.nyala.layers.Layers.bidirectional;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.einsumDense;
import static io.nyala.layers.Layers.embedding;
import static io.nyala.layers.Layers.globalAveragePooling1D;
import static io.nyala.layers.Layers.groupQueryAttention;
import static io.nyala.layers.Layers.gru;
import static io.nyala.layers.Layers.input;
import static io.nyala.layers.Layers.lstm;
import static io.nyala.layers.Layers.multiHeadAttention;
import static io.nyala.losses.Losses.meanSquaredError;
import static io.nyala.models.FitOptions.fit;
import static io.nyala.optimizers.Optimizers.adam;
import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.kernel.WorkerPool;
import io.nyala.ops.Value;
import io.nyala.saving.Weights;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Layers of sequences give the same bits on any number of threads, masks and dropout included. */
class SequenceThreadsTest {
  private static final int ROWS = 96;
  private static final int BATCH = 64; // enough work for several chunks in each step
  private static final int TIME = 24;
  private static final int WORDS = 3_000;
  private static final int WIDTH = 32; // with so many words, a table that is updated row by row

  private final int threadsBefore = WorkerPool.shared().threads();

  @AfterEach
  void give_the_threads_back() {
    WorkerPool.useThreads(threadsBefore);
  }

  private static Value layers(String name, Value x) {
    return switch (name) {
      case "embedding" -> x;
      case "attention" -> attention().useScale(true).dropout(0.1).useCausalMask(true).apply(x, x);
      case "additive attention" -> additiveAttention().dropout(0.1).apply(x, x);
      case "heads" -> multiHeadAttention(4, 16).useGate(true).dropout(0.1).apply(x, x);
      case "grouped heads" -> groupQueryAttention(16, 4, 2).useCausalMask(true).apply(x, x);
      case "einsum" ->
          einsumDense("bthd,hdo->bto", -1, 24)
              .apply(einsumDense("btm,mhd->bthd", -1, 4, 16).biasAxes("hd").apply(x));
      case "both ways, LSTM" -> bidirectional(lstm(32).returnSequences().dropout(0.1)).apply(x);
      case "both ways, GRU" -> bidirectional(gru(32).recurrentDropout(0.1)).apply(x);
      case "GRU of Keras 1" -> gru(48).resetAfter(false).apply(x);
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static String train(String name) {
    Value words = input(DType.INT32, TIME);
    Value y = layers(name, embedding(WORDS, WIDTH).maskZero(true).apply(words));
    Value flat = y.shape().rank() == 3 ? globalAveragePooling1D().apply(y) : y;
    Model model = Model.of(words, dense(1).apply(flat)).seed(5);
    model.compile(adam(0.01), meanSquaredError());
    SplittableRandom random = new SplittableRandom(11);
    int[] ids = new int[ROWS * TIME];
    for (int i = 0; i < ids.length; i++) {
      // Texts of different lengths.
      ids[i] = i % TIME <= i / TIME % TIME ? random.nextInt(1, WORDS) : 0;
    }
    float[] targets = new float[ROWS];
    for (int i = 0; i < ROWS; i++) {
      targets[i] = ids[i * TIME] % 7 - 3;
    }
    History history =
        model.fit(
            Tensor.ofInts(Shape.of(ROWS, TIME), ids),
            Tensor.of(Shape.of(ROWS, 1), targets),
            fit().epochs(2).batchSize(BATCH));
    List<Double> loss = history.get("loss");
    assertThat(loss.getLast()).isFinite().isNotEqualTo(loss.getFirst());
    return Weights.sha256(model);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "embedding",
        "attention",
        "additive attention",
        "heads",
        "grouped heads",
        "einsum",
        "both ways, LSTM",
        "both ways, GRU",
        "GRU of Keras 1",
      })
  void the_number_of_threads_does_not_matter(String name) {
    WorkerPool.useThreads(1);
    String alone = train(name);
    for (int threads : new int[] {2, 3}) {
      WorkerPool.useThreads(threads);
      assertThat(train(name)).as("%d threads", threads).isEqualTo(alone);
    }
  }
}
