// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.text;

import io.nyala.data.DataException;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Maps single words (names, categories) to indices and back. Defaults and results match Keras's
 * layer of the same name.
 *
 * <p>Index 0 is the mask if one is set, followed by the out-of-vocabulary indices (one by default)
 * and the vocabulary, either in the given order or, if learned by {@link #adapt}, most frequent
 * words first. The mask has an index only if the output is indices.
 */
public final class StringLookup {
  private int unknown = 1;
  private String mask;
  private String oov = TextVectorization.UNKNOWN;
  private long[] salt;
  private int maxTokens;
  private List<String> learnt;
  private double[] idf;
  private Map<String, Integer> index;

  /** Creates an instance with one out-of-vocabulary index, no mask and no vocabulary. */
  public StringLookup() {}

  /**
   * Sets the number of out-of-vocabulary indices; with more than one, unknown words are hashed.
   * With {@code 0}, an unknown word is an error.
   */
  public StringLookup numOovIndices(int places) {
    if (places < 0) {
      throw new IllegalArgumentException(
          "StringLookup: numOovIndices must be at least 0, got " + places);
    }
    unknown = places;
    return this;
  }

  /** Sets the mask token, often the empty word; none by default. */
  public StringLookup maskToken(String word) {
    mask = word;
    return this;
  }

  /** Sets the word that stands for unknown ones; {@code [UNK]} by default. */
  public StringLookup oovToken(String word) {
    oov = word;
    return this;
  }

  /** Hashes unknown words with this key, so that collisions cannot be provoked. */
  public StringLookup salt(long first, long second) {
    salt = new long[] {first, second};
    return this;
  }

  /**
   * Sets the maximum size of the learned vocabulary, including mask and unknown words; default no
   * limit.
   */
  public StringLookup maxTokens(int most) {
    maxTokens = most;
    return this;
  }

  /** Learns the vocabulary, most frequent words first; ties are in reverse alphabetical order. */
  public StringLookup adapt(List<String> words) {
    return adapt(TokenCounts.of(words, List::of), words.size());
  }

  /** Same as {@link #adapt}, from rows of words; the weights for TF-IDF count rows. */
  public StringLookup adaptRows(List<List<String>> rows) {
    return adapt(TokenCounts.of(rows, row -> row), rows.size());
  }

  private StringLookup adapt(TokenCounts counts, int rows) {
    counts.counts().remove(mask);
    counts.counts().remove(oov);
    List<String> found = TextVectorization.ranked(counts);
    int most = maxTokens > 0 ? Math.max(0, maxTokens - first()) : found.size();
    List<String> kept = found.subList(0, Math.min(most, found.size()));
    vocabulary(kept);
    idf = counts.idf(kept, rows);
    return this;
  }

  /**
   * Sets the vocabulary, without mask and unknown words.
   *
   * @throws DataException if a word occurs twice
   */
  public StringLookup vocabulary(List<String> words) {
    Map<String, Integer> found = new HashMap<>();
    for (String word : words) {
      if (found.put(word, found.size()) != null) {
        throw new DataException("StringLookup: the vocabulary has \"" + word + "\" twice");
      }
    }
    learnt = List.copyOf(words);
    index = found;
    idf = null;
    return this;
  }

  /** Returns the vocabulary without mask and unknown words. */
  public List<String> learnt() {
    return known();
  }

  /**
   * Returns the TF-IDF weights of the {@linkplain #learnt} words; null if they were not learned.
   */
  public double[] idfWeights() {
    return idf == null ? null : idf.clone();
  }

  /** Returns the word for each index; the token of unknown words for their indices. */
  public List<String> vocabulary() {
    List<String> all = new ArrayList<>();
    if (mask != null) {
      all.add(mask);
    }
    all.addAll(Collections.nCopies(unknown, oov));
    all.addAll(known());
    return all;
  }

  private List<String> known() {
    if (learnt == null) {
      throw new IllegalStateException(
          "StringLookup has no vocabulary yet; call adapt(words) with the training words first");
    }
    return learnt;
  }

  private int first() {
    return unknown + (mask == null ? 0 : 1);
  }

  /**
   * Returns the indices of words, int32 {@code (words)}.
   *
   * @throws DataException if a word is unknown and there is no out-of-vocabulary index; the word is
   *     named
   */
  public Tensor transform(List<String> words) {
    return Tensor.ofInts(Shape.of(words.size()), words.stream().mapToInt(this::index).toArray());
  }

  /** Returns the index of a word. */
  public int index(String word) {
    return word.equals(mask) ? 0 : place(word) + (mask == null ? 0 : 1);
  }

  /** Returns the position of a word among the out-of-vocabulary indices and the vocabulary. */
  private int place(String word) {
    known();
    Integer found = index.get(word);
    if (found != null) {
      return unknown + found;
    }
    if (unknown == 0) {
      throw new DataException(
          ("StringLookup: \"%s\" is not in the vocabulary; hint: numOovIndices(1) adds an index "
                  + "for unknown words")
              .formatted(word));
    }
    return unknown == 1 ? 0 : hashing().bin(word);
  }

  private Hashing hashing() {
    Hashing made = new Hashing(unknown);
    return salt == null ? made : made.salt(salt[0], salt[1]);
  }

  /**
   * Returns a matrix with a row for each list of words and a column for each index except the mask.
   *
   * @param rows lists of words, for example all tags of each picture
   * @param mode {@code MULTI_HOT} or {@code COUNT}
   * @return float32 {@code (rows, columns)}
   */
  public Tensor transform(List<List<String>> rows, OutputMode mode) {
    if (mode != OutputMode.MULTI_HOT && mode != OutputMode.COUNT) {
      throw new IllegalArgumentException(
          "StringLookup: the mode of rows must be MULTI_HOT or COUNT, not " + mode);
    }
    int width = unknown + known().size();
    float[] data = new float[Math.multiplyExact(rows.size(), width)];
    for (int row = 0; row < rows.size(); row++) {
      for (String word : rows.get(row)) {
        if (!word.equals(mask)) {
          int at = row * width + place(word);
          data[at] = mode == OutputMode.COUNT ? data[at] + 1 : 1;
        }
      }
    }
    return Tensor.of(Shape.of(rows.size(), width), data);
  }

  /** Converts indices back to words; the token of unknown words for indices without a word. */
  public List<String> inverse(Tensor indices) {
    List<String> all = vocabulary();
    return Arrays.stream(indices.ints())
        .mapToObj(i -> i >= 0 && i < all.size() ? all.get(i) : oov)
        .toList();
  }
}
