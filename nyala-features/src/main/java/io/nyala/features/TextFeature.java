// SPDX-License-Identifier: Apache-2.0
package io.nyala.features;

import io.nyala.data.table.Table;

/**
 * Texts of several words. By default the TF-IDF values of the 1,000 most frequent words, in lower
 * case and without punctuation. A missing text has no words.
 */
public final class TextFeature extends Feature {
  /** How the words of a text become numbers. */
  enum Mode {
    TF_IDF,
    MULTI_HOT,
    EMBEDDING
  }

  private static final int MAX_WORDS = 1000;

  final Mode mode;
  final int maxWords;
  final int length;
  final int embedding;

  TextFeature(String name) {
    this(name, Mode.TF_IDF, MAX_WORDS, 0, 0);
  }

  private TextFeature(String name, Mode mode, int maxWords, int length, int embedding) {
    super(name);
    this.mode = mode;
    this.maxWords = positive("the number of words", maxWords, 2);
    this.length = length;
    this.embedding = embedding;
  }

  private int positive(String what, int number, int least) {
    if (number < least) {
      throw new IllegalArgumentException(
          "%s: %s must be at least %d, got %d".formatted(this, what, least, number));
    }
    return number;
  }

  /**
   * Counts each word, and multiplies by how few texts have it.
   *
   * @param words the most words to keep, and one place for all others
   */
  public TextFeature tfIdf(int words) {
    return new TextFeature(name(), Mode.TF_IDF, words, 0, 0);
  }

  /**
   * Marks each word that occurs.
   *
   * @param words the most words to keep, and one place for all others
   */
  public TextFeature multiHot(int words) {
    return new TextFeature(name(), Mode.MULTI_HOT, words, 0, 0);
  }

  /**
   * Gives each word a vector that is trained with the network, and takes their mean.
   *
   * @param words the most words to keep, with the places for padding and all other words
   * @param newLength how many words of a text are read
   * @param size the number of elements of a vector
   */
  public TextFeature embedding(int words, int newLength, int size) {
    return new TextFeature(
        name(),
        Mode.EMBEDDING,
        positive("the number of words", words, 3),
        positive("the length", newLength, 1),
        positive("the size of a vector", size, 1));
  }

  @Override
  String kind() {
    return "text";
  }

  @Override
  Learned fit(Table train) {
    return LearnedText.fit(this, train);
  }
}
