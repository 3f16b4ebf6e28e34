// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import static io.nyala.initializers.Initializers.ones;
import static io.nyala.layers.Layers.additiveAttention;
import static io.nyala.layers.Layers.attention;
import static io.nyala.layers.Layers.bidirectional;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.embedding;
import static io.nyala.layers.Layers.globalAveragePooling1D;
import static io.nyala.layers.Layers.globalMaxPooling1D;
import static io.nyala.layers.Layers.groupQueryAttention;
import static io.nyala.layers.Layers.gru;
import static io.nyala.layers.Layers.input;
import static io.nyala.layers.Layers.lstm;
import static io.nyala.layers.Layers.multiHeadAttention;
import static io.nyala.layers.Layers.simpleRNN;
import static io.nyala.losses.Losses.meanSquaredError;
import static io.nyala.models.FitOptions.fit;
import static io.nyala.optimizers.Optimizers.sgd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nyala.layers.base.Layer;
import io.nyala.ops.Value;
import io.nyala.saving.Weights;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts without words, and words that the vocabulary does not have. */
class BadSequencesTest {
  private static final int WORDS = 5;

  /** An empty text, and one of two words. */
  private static final Tensor TEXTS = Tensor.ofInts(Shape.of(2, 4), 0, 0, 0, 0, 1, 2, 0, 0);

  static List<Layer> recurrent() {
    return List.of(
        lstm(3).biasInitializer(ones()),
        gru(3).biasInitializer(ones()),
        simpleRNN(3).biasInitializer(ones()),
        bidirectional(lstm(3).biasInitializer(ones())));
  }

  private static Model model(Layer layer) {
    return Sequential.of(input(DType.INT32, -1), embedding(WORDS, 2).maskZero(true), layer).seed(3);
  }

  /** Keras 3.15.1 says zeros too: no step counts, and states begin as zeros. */
  @ParameterizedTest
  @MethodSource("recurrent")
  void a_text_of_padding_alone_leaves_states_as_they_begin(Layer layer) {
    Model model = model(layer);

    assertThat(model.predict(TEXTS.rows(0, 1)).floats()).containsOnly(0);
    Tensor both = model.predict(TEXTS);
    assertThat(both.rows(0, 1).floats()).containsOnly(0);
    assertThat(both.rows(1, 2).floats()).doesNotContain(0);
  }

  @ParameterizedTest
  @MethodSource("recurrent")
  void a_text_of_padding_alone_teaches_no_more_than_the_last_bias(Layer layer) {
    Model words = model(layer);
    Model model = Sequential.of(words, dense(1)).seed(3);
    String before = Weights.sha256(words);
    model.compile(sgd(0.1), meanSquaredError());

    Evaluation step = model.trainOnBatch(TEXTS.rows(0, 1), Tensor.matrix(new float[] {1}));

    // (0 - 1)^2, and its slope, -2, a tenth of which the bias goes.
    assertThat(step.loss()).isEqualTo(1);
    assertThat(model.getWeights().getLast().at(0)).isCloseTo(0.2f, within(1e-6f));
    assertThat(Weights.sha256(words)).isEqualTo(before);
  }

  /** As in Keras. Its training goes on with NaN; ours says so and keeps the weights. */
  @Test
  void the_mean_of_no_words_is_no_number_and_training_says_so() {
    Model model = model(globalAveragePooling1D());
    Tensor table = model.getWeights().get(0);
    float first = (table.at(2) + table.at(4)) / 2;
    float second = (table.at(3) + table.at(5)) / 2;

    assertThat(model.predict(TEXTS).floats()).containsExactly(Float.NaN, Float.NaN, first, second);
    model.compile(sgd(0.1), meanSquaredError());
    assertThatThrownBy(() -> model.fit(TEXTS, Tensor.zeros(Shape.of(2, 2)), fit()))
        .isInstanceOf(TrainingDivergedException.class)
        .hasMessageContaining("NaN in epoch 1, step 1");
    assertThat(model.getWeights().get(0)).isEqualTo(table);
  }

  @Test
  void attention_to_a_text_of_padding_alone_stays_finite() {
    Value in = input(DType.INT32, -1);
    Value words = embedding(WORDS, 2).maskZero(true).apply(in);
    Value heads = multiHeadAttention(2, 3).apply(words, words);
    Value grouped = groupQueryAttention(3, 2, 1).apply(heads, heads);
    Value y = additiveAttention().apply(grouped, attention().apply(words, grouped));
    Model model = Model.of(in, dense(1).apply(y)).seed(3);
    model.compile(sgd(0.1), meanSquaredError());

    assertThat(model.predict(TEXTS).rows(0, 1).floats()).containsOnly(0);
    assertThat(model.trainOnBatch(TEXTS, Tensor.zeros(Shape.of(2, 4, 1))).loss()).isFinite();
    for (Tensor weight : model.getWeights()) {
      assertThat(weight.floats()).doesNotContain(Float.NaN);
    }
  }

  static List<Layer> wantingSteps() {
    return List.of(
        lstm(3), gru(3), simpleRNN(3), globalAveragePooling1D(), globalMaxPooling1D().named("max"));
  }

  /** What texts without a word become where nothing says to which length they are padded. */
  @ParameterizedTest
  @MethodSource("wantingSteps")
  void sequences_of_no_steps_are_refused_by_name(Layer layer) {
    Model model = model(layer);

    assertThatThrownBy(() -> model.predict(Tensor.ofInts(Shape.of(2, 0))))
        .hasMessageContaining(layer + " on input (2, 0, 2): ")
        .hasMessageMatching(
            "(?s).*(a sequence needs at least one step|cannot pool over zero positions).*");
  }

  /** Tables from 32,768 numbers on are trained row by row. */
  @ParameterizedTest
  @ValueSource(ints = {WORDS, 20_000})
  void a_number_outside_the_vocabulary_is_named_and_changes_nothing(int words) {
    Model model =
        Sequential.of(input(DType.INT32, 3), embedding(words, 2), lstm(2), dense(1)).seed(1);
    model.compile(sgd(0.1), meanSquaredError());
    Tensor y = Tensor.zeros(Shape.of(2, 1));
    String before = Weights.sha256(model);
    for (int bad : new int[] {words, -1, Integer.MAX_VALUE}) {
      Tensor x = Tensor.ofInts(Shape.of(2, 3), 1, 2, 3, 4, bad, 0);
      List<ThrowingCallable> uses =
          List.of(
              () -> model.predict(x),
              () -> model.evaluate(x, y),
              () -> model.fit(x, y, fit().shuffle(false)),
              () -> model.trainOnBatch(x, y));
      for (ThrowingCallable use : uses) {
        assertThatThrownBy(use)
            .hasMessageContaining(
                "from embeddings: index %d at position 4 is outside [0, %d)".formatted(bad, words));
      }
    }
    assertThat(Weights.sha256(model)).isEqualTo(before);
    model.fit(Tensor.ofInts(Shape.of(2, 3), 1, 2, 3, 4, 0, 0), y, fit());
    assertThat(Weights.sha256(model)).isNotEqualTo(before);
  }
}
