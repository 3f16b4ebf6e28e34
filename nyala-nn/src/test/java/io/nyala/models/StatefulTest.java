// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import static io.nyala.layers.Layers.LINEAR;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.gru;
import static io.nyala.layers.Layers.input;
import static io.nyala.layers.Layers.lstm;
import static io.nyala.layers.Layers.simpleRNN;
import static io.nyala.losses.Losses.meanSquaredError;
import static io.nyala.models.FitOptions.fit;
import static io.nyala.optimizers.Optimizers.adam;
import static io.nyala.optimizers.Optimizers.sgd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.layers.recurrent.LSTM;
import io.nyala.models.programs.ProgramCache;
import io.nyala.ops.Value;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.testing.GradientCheck;
import io.nyala.testing.TensorAssert;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Recurrent layers that carry states from batch to batch. */
class StatefulTest {
  private static final int BATCH = 4;
  private static final Tensor X = normal(1, BATCH, 6, 2);

  private static Tensor normal(long seed, int... dims) {
    return GradientCheck.normal(Shape.of(dims), new SplittableRandom(seed));
  }

  private static Tensor steps(int from, int to) {
    float[] part = new float[BATCH * (to - from) * 2];
    for (int b = 0; b < BATCH; b++) {
      System.arraycopy(X.floats(), (b * 6 + from) * 2, part, b * (to - from) * 2, (to - from) * 2);
    }
    return Tensor.of(Shape.of(BATCH, to - from, 2), part);
  }

  private static Model model(LSTM layer) {
    return Sequential.of(input(-1, 2), layer, dense(1));
  }

  @Test
  void predicts_a_sequence_in_two_halves_as_in_one() {
    Model whole = model(lstm(3));
    LSTM layer = lstm(3).stateful();
    Model halves = model(layer);
    halves.setWeights(whole.getWeights());

    halves.predict(steps(0, 3));
    Tensor then = halves.predict(steps(3, 6));

    TensorAssert.assertSameBits(then, whole.predict(X));
    assertThat(layer.states()).hasSize(2);
  }

  @Test
  void begins_anew_after_a_reset_and_where_states_are_set() {
    LSTM layer = lstm(3).stateful();
    Model model = model(layer);
    Tensor first = model.predict(X);
    List<Tensor> after = layer.states();

    Tensor second = model.predict(X);
    assertThat(second.floats()).isNotEqualTo(first.floats());
    model.resetStates();
    assertThat(layer.states().get(0).floats()).containsOnly(0);
    TensorAssert.assertSameBits(model.predict(X), first);
    layer.setStates(after);
    TensorAssert.assertSameBits(model.predict(X), second);
  }

  @Test
  void advances_in_fit_and_evaluate_as_in_predict() {
    LSTM layer = lstm(3).stateful();
    Model model = model(layer);
    model.compile(sgd(0), meanSquaredError());
    Tensor y = normal(2, BATCH, 1);

    model.fit(X, y, fit().batchSize(BATCH).epochs(1).shuffle(false));
    Tensor afterOne = layer.states().get(1);
    model.evaluate(X, y, EvaluateOptions.evaluate().batchSize(BATCH));
    Tensor afterTwo = layer.states().get(1);
    model.resetStates();
    model.predict(X);
    TensorAssert.assertClose(layer.states().get(1), afterOne, 1e-6, 1e-6);
    model.predict(X);
    TensorAssert.assertClose(layer.states().get(1), afterTwo, 1e-6, 1e-6);
  }

  @Test
  void says_what_is_wrong_with_a_batch_of_another_size() {
    Model model = model(lstm(3).stateful().named("memory"));
    model.compile(adam(), meanSquaredError());
    model.trainOnBatch(X, normal(2, BATCH, 1));

    assertThatThrownBy(() -> model.trainOnBatch(X.rows(0, 3), normal(2, 3, 1)))
        .hasMessageContaining("memory (LSTM)")
        .hasMessageContaining("states of 4 sequences, got a batch of 3");
    assertThatThrownBy(() -> model.predict(X.rows(0, 3)))
        .hasMessageContaining("batches of 4; got 3 rows");
    assertThatThrownBy(() -> lstm(3).setStates(List.of(Tensor.zeros(Shape.of(1, 3)))))
        .hasMessageContaining("not stateful");
  }

  /** What a new model with the same weights predicts, which has seen no batch yet. */
  private static Tensor fresh(Model model, Tensor x) {
    Model other = model(lstm(3).stateful());
    other.setWeights(model.getWeights());
    return other.predict(x);
  }

  @Test
  void batches_of_another_size_may_follow_a_reset() {
    LSTM layer = lstm(3).stateful();
    Model model = model(layer);
    model.compile(sgd(0.1), meanSquaredError());
    Tensor three = X.rows(0, 3);
    Tensor y = normal(2, BATCH, 1);
    model.fit(X, y, fit().batchSize(BATCH).shuffle(false));
    assertThatThrownBy(() -> model.predict(three)).hasMessageContaining("Call resetStates()");

    model.resetStates();
    TensorAssert.assertSameBits(model.predict(three), fresh(model, three));
    assertThat(layer.states().get(0).shape()).isEqualTo(Shape.of(3, 3));
    assertThatThrownBy(() -> model.predict(X)).hasMessageContaining("Call resetStates()");
    model.resetStates();
    TensorAssert.assertSameBits(model.predict(X), fresh(model, X));
    model.resetStates();
    TensorAssert.assertSameBits(model.predictOnBatch(three), fresh(model, three));

    model.resetStates();
    double loss = model.evaluate(X, y).loss();
    model.resetStates();
    assertThat(model.trainOnBatch(three, y.rows(0, 3)).loss()).isFinite();
    model.resetStates();
    model.fit(X, y, fit().batchSize(2).shuffle(false));
    assertThat(layer.states().get(0).shape()).isEqualTo(Shape.of(2, 3));
    model.resetStates();
    assertThat(model.evaluate(X, y).loss()).isLessThan(loss);
  }

  /** The batch of two and the rest of one would each have states of their own. */
  @Test
  void a_rest_in_the_middle_of_a_training_is_no_new_beginning() {
    Model model = model(lstm(3).stateful());
    model.compile(sgd(0), meanSquaredError());
    Tensor x = Tensor.zeros(Shape.of(3, 2, 2));
    assertThatThrownBy(
            () -> model.fit(x, Tensor.zeros(Shape.of(3, 1)), fit().batchSize(2).shuffle(false)))
        .hasMessageContaining("states of 2 sequences, got a batch of 1");
  }

  @Test
  void a_predictor_of_single_rows_knows_when_it_is_too_old() {
    Model model = Sequential.of(input(2, 2), lstm(3).stateful(), dense(1));
    Predictor single = model.predictor();
    float[] row = {1, 2, 3, 4};
    float first = single.predict(row)[0];
    assertThat(single.predict(row)[0]).isNotEqualTo(first);
    model.resetStates();
    assertThat(single.predict(row)[0]).isEqualTo(first);
    model.resetStates();
    model.predictOnBatch(normal(7, 2, 2, 2));
    assertThatThrownBy(() -> single.predict(row))
        .hasMessageContaining("request its predictor again");
    model.resetStates();
    assertThat(model.predictOnBatch(Tensor.of(Shape.of(1, 2, 2), row)).item()).isEqualTo(first);
  }

  @Test
  void begins_with_the_states_of_another_layer() {
    Value source = input(6, 2);
    List<Value> encoded = lstm(3).returnState().applyAll(List.of(source));
    Value target = input(5, 2);
    LSTM decoder = lstm(3).returnSequences();
    Value decoded = decoder.applyAll(List.of(target, encoded.get(1), encoded.get(2))).get(0);
    Model training = Model.of(List.of(source, target), List.of(decoded));
    Model encoder = Model.of(List.of(source), encoded.subList(1, 3));
    Value h = input(3);
    Value c = input(3);
    Model inference =
        Model.of(List.of(target, h, c), decoder.applyAll(List.of(target, h, c)).subList(0, 1));

    Tensor y = normal(3, BATCH, 5, 2);
    List<Tensor> states = encoder.predict(List.of(X));
    Tensor inTwoParts = inference.predict(List.of(y, states.get(0), states.get(1))).get(0);

    TensorAssert.assertClose(inTwoParts, training.predict(List.of(X, y)).get(0), 1e-6, 1e-6);
  }

  @Test
  void clipping_tames_a_sequence_that_explodes() {
    // A linear memory that grows by a tenth at each step: after 200 steps gradients overflow.
    Tensor x = normal(4, 8, 200, 1);
    Tensor y = Tensor.zeros(Shape.of(8, 1));

    assertThatThrownBy(() -> exploding().fit(x, y, fit().epochs(20)))
        .isInstanceOf(TrainingDivergedException.class);
    Model tamed = exploding();
    tamed.compile(sgd(0.01).globalClipNorm(1.0), meanSquaredError());
    History history = tamed.fit(x, y, fit().epochs(60));
    List<Double> loss = history.get("loss");
    assertThat(loss.getLast()).isFinite().isLessThan(loss.getFirst());
  }

  private static Model exploding() {
    Model model =
        Sequential.of(input(200, 1), simpleRNN(1).activation(LINEAR).useBias(false), dense(1));
    List<Tensor> w = model.getWeights();
    w.get(1).floats()[0] = 1.1f;
    model.setWeights(w);
    model.compile(sgd(0.01), meanSquaredError());
    return model;
  }

  @Test
  void keeps_few_programs_however_lengths_vary() {
    Model model = Sequential.of(input(-1, 2), gru(2), dense(1));
    model.compile(adam(), meanSquaredError());
    for (int time = 1; time <= 40; time++) {
      Tensor x = normal(time, 2, time, 2);
      assertThat(model.predict(x).shape()).isEqualTo(Shape.of(2, 1));
      assertThat(model.trainOnBatch(x, Tensor.zeros(Shape.of(2, 1))).loss()).isFinite();
    }
    ProgramCache<Integer, String> cache = new ProgramCache<>(16, String::valueOf, p -> {});
    for (int time = 1; time <= 40; time++) {
      cache.get(time);
    }
    assertThat(cache.size()).isEqualTo(16);
  }
}
