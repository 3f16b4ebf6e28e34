// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.text;

import io.nyala.data.DataException;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Pretrained word vectors. Read them with {@link WordVectorFiles}; {@link #matrix} builds the
 * weights of an embedding layer.
 */
public final class WordVectors {
  private final List<String> words;
  private final Map<String, Integer> index;
  private final float[] data;
  private final int dimension;

  /**
   * A word and its similarity.
   *
   * @param word the word
   * @param similarity the cosine similarity, 1 for the same direction
   */
  public record Near(String word, double similarity) {}

  /**
   * Vectors for a vocabulary.
   *
   * @param matrix float32 {@code (rows, dimension)}, zeros for words without a vector
   * @param words the number of words in the vocabulary
   * @param found the number of words with a vector
   * @param missing the words without a vector, in the order of their indices
   */
  public record Coverage(Tensor matrix, int words, int found, List<String> missing) {
    /** Formats as {@code 5,996 of 19,999 words have a vector (30.0 %)}. */
    @Override
    public String toString() {
      return String.format(
          java.util.Locale.ROOT,
          "%,d of %,d words have a vector (%.1f %%)",
          found,
          words,
          100.0 * found / Math.max(1, words));
    }
  }

  /**
   * Creates vectors from an array.
   *
   * @param words the words; if a word occurs twice, its last vector is used
   * @param dimension the length of a vector
   * @param data the vectors, one after the other
   * @throws DataException if the sizes do not match
   */
  public WordVectors(List<String> words, int dimension, float[] data) {
    if (dimension < 1 || (long) words.size() * dimension != data.length) {
      throw new DataException(
          "WordVectors: %d words of dimension %d, but %d numbers"
              .formatted(words.size(), dimension, data.length));
    }
    this.words = List.copyOf(words);
    this.dimension = dimension;
    this.data = data;
    this.index = new HashMap<>();
    for (int i = 0; i < words.size(); i++) {
      index.put(words.get(i), i);
    }
  }

  /** Returns the length of a vector. */
  public int dimension() {
    return dimension;
  }

  /** Returns the number of different words. */
  public int size() {
    return index.size();
  }

  /** Returns the words in the order of the file. */
  public List<String> words() {
    return words;
  }

  /** Returns the vector of a word, if it has one. */
  public Optional<float[]> vector(String word) {
    return Optional.ofNullable(index.get(word))
        .map(i -> Arrays.copyOfRange(data, i * dimension, (i + 1) * dimension));
  }

  /**
   * Returns the weights of an embedding layer.
   *
   * @param wordIndex the index of each word, as returned by {@link Tokenizer#wordIndex}
   * @param rows the number of rows; words with a higher index are left out
   */
  public Coverage matrix(Map<String, Integer> wordIndex, int rows) {
    float[] table = new float[Math.multiplyExact(rows, dimension)];
    List<Map.Entry<String, Integer>> asked =
        wordIndex.entrySet().stream()
            .filter(entry -> entry.getValue() < rows)
            .sorted(Map.Entry.comparingByValue())
            .toList();
    List<String> missing = new ArrayList<>();
    for (Map.Entry<String, Integer> entry : asked) {
      Integer from = index.get(entry.getKey());
      if (from == null) {
        missing.add(entry.getKey());
      } else {
        System.arraycopy(data, from * dimension, table, entry.getValue() * dimension, dimension);
      }
    }
    return new Coverage(
        Tensor.of(Shape.of(rows, dimension), table),
        asked.size(),
        asked.size() - missing.size(),
        List.copyOf(missing));
  }

  /**
   * Like {@link #matrix(Map, int)}, for a list as returned by {@link TextVectorization#vocabulary}.
   */
  public Coverage matrix(List<String> vocabulary) {
    Map<String, Integer> numbers = new HashMap<>();
    for (int i = 0; i < vocabulary.size(); i++) {
      String token = vocabulary.get(i);
      if (!token.isEmpty() && !token.equals(TextVectorization.UNKNOWN)) {
        numbers.put(token, i);
      }
    }
    return matrix(numbers, vocabulary.size());
  }

  /**
   * Returns the words with the most similar vectors, most similar first, excluding the word itself.
   *
   * @throws DataException if the word has no vector
   */
  public List<Near> nearest(String word, int count) {
    float[] vector =
        vector(word).orElseThrow(() -> new DataException("no vector for \"" + word + "\""));
    return nearest(vector, count + 1).stream()
        .filter(near -> !near.word().equals(word))
        .limit(count)
        .toList();
  }

  /** Returns the words with vectors most similar to this one, most similar first. */
  public List<Near> nearest(float[] vector, int count) {
    double[] similarity = new double[words.size()];
    IntStream.range(0, similarity.length)
        .parallel()
        .forEach(i -> similarity[i] = cosine(vector, i * dimension));
    return index.values().stream()
        .sorted(
            Comparator.comparingDouble((Integer i) -> -similarity[i])
                .thenComparing(Comparator.naturalOrder()))
        .limit(count)
        .map(i -> new Near(words.get(i), similarity[i]))
        .toList();
  }

  private double cosine(float[] a, int b) {
    double dot = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < dimension; i++) {
      dot += (double) a[i] * data[b + i];
      aa += (double) a[i] * a[i];
      bb += (double) data[b + i] * data[b + i];
    }
    return aa == 0 || bb == 0 ? 0 : dot / Math.sqrt(aa * bb);
  }
}
