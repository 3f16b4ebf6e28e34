// SPDX-License-Identifier: Apache-2.0
package io.nyala.features.layers;

import static io.nyala.features.layers.FeatureLayers.hashedCrossing;
import static io.nyala.features.layers.FeatureLayers.hashing;
import static io.nyala.features.layers.FeatureLayers.stringLookup;
import static io.nyala.features.layers.FeatureLayers.textVectorization;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.data.DataException;
import io.nyala.layers.base.LayerRegistry;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What layers for text and categories refuse. */
class SettingsTest {
  private static final Tensor WORDS = Tensor.ofStrings(Shape.of(2, 1), "a", "z");

  private static void refused(ThrowingCallable work, String message) {
    assertThatThrownBy(work).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }

  private static void unreadable(String className, Map<String, Object> config, String message) {
    refused(
        () -> LayerRegistry.fromConfig(Map.of("class_name", className, "config", config)), message);
  }

  @Test
  void settings_are_checked() {
    refused(
        () -> textVectorization().maxTokens(0),
        "TextVectorization: max_tokens must be positive, got 0");
    refused(
        () -> textVectorization().outputSequenceLength(-1),
        "TextVectorization: output_sequence_length must be positive, got -1");
    refused(
        () -> textVectorization().outputMode(IndexOutput.ONE_HOT),
        "TextVectorization: output_mode must be int, multi_hot, count or tf_idf, got one_hot");
    refused(
        () -> hashing(3).outputMode(IndexOutput.TF_IDF),
        "Hashing: output_mode must be int, one_hot, multi_hot or count, got tf_idf");
    refused(
        () -> hashedCrossing(3).outputMode(IndexOutput.COUNT),
        "HashedCrossing: output_mode must be int or one_hot, got count");
    refused(() -> hashing(0), "Hashing: bins must be at least 1, got 0");
    refused(
        () -> stringLookup().vocabulary(List.of("a"), 1, 2),
        "StringLookup: got 1 words, 2 weights");
    refused(
        () -> stringLookup().named("s").maxTokens(2).vocabulary(List.of("a", "b")).transform(WORDS),
        "s (StringLookup): a vocabulary of 3 words, with mask and unknown ones, is larger than"
            + " max_tokens 2");
  }

  @Test
  void what_keras_has_and_this_library_has_not_is_refused() {
    unreadable(
        "TextVectorization",
        Map.of("ragged", true),
        "TextVectorization: ragged=true is not supported; rows are padded to one length");
    unreadable(
        "StringLookup",
        Map.of("sparse", true),
        "StringLookup: sparse=true is not supported; the results are dense");
    unreadable(
        "StringLookup",
        Map.of("encoding", "latin-1"),
        "StringLookup: encoding must be utf-8, got latin-1");
    unreadable(
        "StringLookup",
        Map.of("vocabulary", "words.txt"),
        "StringLookup: the vocabulary is in another file, words.txt; put the words into the model");
    unreadable(
        "StringLookup",
        Map.of(
            "vocabulary",
            List.of("a", "b", "c"),
            "idf_weights",
            List.of(1.0, 2.0),
            "output_mode",
            "tf_idf"),
        "StringLookup: 3 words have 2 weights (idf_weights)");
  }

  @Test
  void inputs_are_checked() {
    assertThatThrownBy(() -> textVectorization().named("words").transform(WORDS))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "words (TextVectorization) has no vocabulary yet; call adapt(texts) with the training"
                + " texts first");
    assertThatThrownBy(
            () -> stringLookup().named("s").vocabulary(List.of("a")).transform(Tensor.vector(1f)))
        .isInstanceOf(ShapeException.class)
        .hasMessage("s (StringLookup) on input (?,): expected strings, got float32");
    assertThatThrownBy(
            () -> stringLookup().numOovIndices(0).vocabulary(List.of("a")).transform(WORDS))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("StringLookup: \"z\" is not in the vocabulary");
    assertThatThrownBy(() -> hashedCrossing(3).named("x").transform(WORDS))
        .hasMessage("x (HashedCrossing) on input (?, 1): takes at least two inputs, got 1");
    assertThatThrownBy(() -> textVectorization().adapt(List.of("", "!")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no token in 2 texts");
  }
}
