// SPDX-License-Identifier: Apache-2.0
package io.nyala.features.layers;

import io.nyala.settings.Arguments;
import io.nyala.settings.Settings;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * A learned or given vocabulary, as files have it.
 *
 * @param words the words, without those for masks and unknown words
 * @param idf the TF-IDF weights of these words, or null
 */
record StoredVocabulary(List<String> words, double[] idf) {
  /**
   * Returns a vocabulary with weights.
   *
   * @param what the words in messages
   */
  static StoredVocabulary weighted(String layer, String what, List<String> words, double... idf) {
    List<String> given = Arguments.allGiven(layer + ": vocabulary", words);
    if (Arguments.given(layer + ": idf_weights", idf).length != given.size()) {
      throw new IllegalArgumentException(
          "%s: got %d %s, %d weights".formatted(layer, given.size(), what, idf.length));
    }
    return new StoredVocabulary(given, idf.clone());
  }

  /** Returns a vocabulary without weights. */
  static StoredVocabulary plain(String layer, List<String> words) {
    return new StoredVocabulary(Arguments.allGiven(layer + ": vocabulary", words), null);
  }

  /**
   * Reads the settings {@code vocabulary} and {@code idf_weights}; null if there is none.
   *
   * @param specials the special words with which it may begin
   */
  static StoredVocabulary read(Settings s, List<String> specials) {
    if (s.get("vocabulary") instanceof String path) {
      throw new IllegalArgumentException(
          "%s: the vocabulary is in another file, %s; put the words into the model"
              .formatted(s.className(), path));
    }
    if (!s.has("vocabulary") || s.getList("vocabulary").isEmpty()) {
      return null;
    }
    for (Object word : s.getList("vocabulary")) {
      if (!(word instanceof String)) {
        throw new IllegalArgumentException(
            "%s: expected words as the vocabulary, got %s".formatted(s.className(), word));
      }
    }
    List<String> words = s.getList("vocabulary").stream().map(String.class::cast).toList();
    int front = specials.size();
    boolean found = words.size() >= front && words.subList(0, front).equals(specials);
    words = found ? words.subList(front, words.size()) : words;
    double[] idf = s.has("idf_weights") ? s.getDoubles("idf_weights") : null;
    if (idf != null && idf.length != words.size() && idf.length < front + words.size()) {
      throw new IllegalArgumentException(
          "%s: %d words have %d weights (idf_weights)"
              .formatted(s.className(), words.size(), idf.length));
    }
    if (idf != null && idf.length > words.size()) {
      // With the weights of special words in front, and zeros behind.
      idf = Arrays.copyOfRange(idf, front, front + words.size());
    }
    return new StoredVocabulary(words, idf);
  }

  /**
   * Returns the weights of all indices: unknown words have the mean, indices without words 0.
   *
   * @param unknown the number of indices of unknown words
   */
  float[] weights(int unknown, int depth) {
    float[] weights = new float[depth];
    float mean = (float) Arrays.stream(idf).map(w -> (float) w).average().orElse(0);
    Arrays.fill(weights, 0, unknown, mean);
    for (int i = 0; i < idf.length; i++) {
      weights[unknown + i] = (float) idf[i];
    }
    return weights;
  }

  /** Returns whether there are weights, and the output uses them. */
  boolean weighs(IndexOutput mode) {
    return mode == IndexOutput.TF_IDF && idf != null;
  }

  /** Returns the weights for settings, or null where they have no effect. */
  List<Double> listed(IndexOutput mode) {
    return weighs(mode) ? Arrays.stream(idf).boxed().toList() : null;
  }

  /** Returns weights as Keras stores them, next to those of trained layers. */
  static Tensor stored(float[] weights) {
    return Tensor.of(Shape.of(weights.length), weights);
  }
}
