// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.samples;

import io.nyala.data.text.LabelledTexts;
import io.nyala.data.text.WordVectors;
import io.nyala.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Synthetic texts of invented words on invented topics. Most words are common to all texts; a few
 * belong to a topic and identify it.
 */
public final class TopicTexts {
  private static final int COMMON = 400; // words
  private static final int OWN = 25; // words of each topic
  private static final double OWN_PART = 0.12; // fraction of the words of a text
  private static final int SHORTEST = 30;
  private static final int LENGTHS = 60;
  private static final String CONSONANTS = "bdfgklmnprstvz";
  private static final String VOWELS = "aeiou";

  private TopicTexts() {}

  /**
   * Generates texts; the same for the same seed.
   *
   * @param rows the number of texts, at least 1
   * @param topics the names of the topics; texts cycle through them
   * @param seed the random seed
   */
  public static LabelledTexts generate(int rows, List<String> topics, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<String> texts = new ArrayList<>();
    List<String> names = new ArrayList<>();
    int[] labels = new int[rows];
    for (int i = 0; i < rows; i++) {
      labels[i] = i % topics.size();
      texts.add(text(labels[i], random));
      names.add(topics.get(labels[i]) + "/" + i);
    }
    return new LabelledTexts(texts, Tensor.vectorOfInts(labels), topics, names);
  }

  private static String text(int topic, SplittableRandom random) {
    int words = SHORTEST + random.nextInt(LENGTHS);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < words; i++) {
      boolean own = random.nextDouble() < OWN_PART;
      // Squaring makes the first words more frequent, as in real languages.
      double rank = Math.pow(random.nextDouble(), 2);
      int word = own ? ownWord(topic, (int) (rank * OWN)) : (int) (rank * COMMON);
      text.append(i == 0 ? "" : " ").append(word(word));
      text.append(random.nextInt(12) == 0 ? "." : "");
    }
    return text.toString();
  }

  private static int ownWord(int topic, int word) {
    return COMMON + topic * OWN + word;
  }

  /** Returns word number {@code n}: syllables, the same for the same number. */
  private static String word(int n) {
    int syllables = CONSONANTS.length() * VOWELS.length();
    StringBuilder word = new StringBuilder();
    for (int rest = n + syllables; rest > 0; rest /= syllables) {
      int syllable = rest % syllables;
      word.append(CONSONANTS.charAt(syllable / VOWELS.length()));
      word.append(VOWELS.charAt(syllable % VOWELS.length()));
    }
    return word.toString();
  }

  /**
   * Generates vectors for the words; those of a topic have similar directions.
   *
   * @param topics the number of topics
   * @param dimension the length of a vector
   * @param seed the random seed
   */
  public static WordVectors vectors(int topics, int dimension, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<String> words = new ArrayList<>();
    float[] data = new float[(COMMON + topics * OWN) * dimension];
    double[] direction = new double[dimension];
    for (int word = 0; word < COMMON + topics * OWN; word++) {
      words.add(word(word));
      boolean topicBegins = word >= COMMON && (word - COMMON) % OWN == 0;
      for (int d = 0; d < dimension; d++) {
        direction[d] = topicBegins ? random.nextGaussian() : direction[d];
        data[word * dimension + d] = (float) (direction[d] + 0.4 * random.nextGaussian());
      }
    }
    return new WordVectors(words, dimension, data);
  }
}
