// SPDX-License-Identifier: Apache-2.0
package io.nyala.features.layers;

import io.nyala.settings.Settings;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * A vocabulary as files have it.
 *
 * @param words the words, without those for masks and unknown words
 * @param idf the TF-IDF weights of these words, or null
 */
record StoredVocabulary(List<String> words, double[] idf) {
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
  static float[] weights(double[] idf, int unknown, int depth) {
    float[] weights = new float[depth];
    float mean = (float) Arrays.stream(idf).map(w -> (float) w).average().orElse(0);
    Arrays.fill(weights, 0, unknown, mean);
    for (int i = 0; i < idf.length; i++) {
      weights[unknown + i] = (float) idf[i];
    }
    return weights;
  }

  /** Returns the weights for settings, or null where they have no effect. */
  static List<Double> listed(IndexOutput mode, double[] idf) {
    return mode == IndexOutput.TF_IDF && idf != null ? Arrays.stream(idf).boxed().toList() : null;
  }

  /** Returns weights as Keras stores them, next to those of trained layers. */
  static Tensor stored(float[] weights) {
    return Tensor.of(Shape.of(weights.length), weights);
  }
}
