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
 * Turn single words (names, categories) into numbers and back. Defaults and answers are those of
 * Keras's layer of this name.
 *
 * <p>First comes the mask's index 0 where there is a mask, then the places of unknown words (one by
 * default), then the vocabulary: given in its order, or learnt by {@link #adapt}, frequent words
 * first. The mask has an index only where words become indices.
 */
public final class StringLookup {
  private int unknown = 1;
  private String mask;
  private int maxTokens;
  private List<String> learnt;
  private Map<String, Integer> index;

  /** Creates one with a place for unknown words and no mask, without a vocabulary. */
  public StringLookup() {}

  /**
   * Sets how many places unknown words share, by a hash if more than one. Without one ({@code 0})
   * an unknown word is an error.
   */
  public StringLookup numOovIndices(int places) {
    if (places < 0) {
      throw new IllegalArgumentException(
          "StringLookup: numOovIndices must be at least 0, got " + places);
    }
    unknown = places;
    return this;
  }

  /** Sets the word that stands for nothing, often the empty one; none by default. */
  public StringLookup maskToken(String word) {
    mask = word;
    return this;
  }

  /** Limits the vocabulary that is learnt, mask and unknown words included; default no limit. */
  public StringLookup maxTokens(int most) {
    maxTokens = most;
    return this;
  }

  /** Learns the vocabulary; of equally frequent words the later in the alphabet is first. */
  public StringLookup adapt(List<String> words) {
    TokenCounts counts = TokenCounts.of(words, List::of);
    counts.counts().remove(mask);
    counts.counts().remove(TextVectorization.UNKNOWN);
    List<String> found = TextVectorization.ranked(counts);
    int most = maxTokens > 0 ? Math.max(0, maxTokens - first()) : found.size();
    return vocabulary(found.subList(0, Math.min(most, found.size())));
  }

  /**
   * Takes a vocabulary as it is, without mask and unknown words.
   *
   * @throws DataException if a word is there twice
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
    return this;
  }

  /** Returns the word of each index; {@code [UNK]} for those of unknown words. */
  public List<String> vocabulary() {
    List<String> all = new ArrayList<>();
    if (mask != null) {
      all.add(mask);
    }
    all.addAll(Collections.nCopies(unknown, TextVectorization.UNKNOWN));
    all.addAll(known());
    return all;
  }

  private List<String> known() {
    if (learnt == null) {
      throw new IllegalStateException(
          "StringLookup has no vocabulary yet; adapt(words) on the training words first");
    }
    return learnt;
  }

  private int first() {
    return unknown + (mask == null ? 0 : 1);
  }

  /**
   * Returns the indices of words, int32 {@code (words)}.
   *
   * @throws DataException if a word is unknown and has no place; it is named
   */
  public Tensor transform(List<String> words) {
    return Tensor.ofInts(Shape.of(words.size()), words.stream().mapToInt(this::index).toArray());
  }

  /** Returns the index of a word. */
  public int index(String word) {
    return word.equals(mask) ? 0 : place(word) + (mask == null ? 0 : 1);
  }

  /** Returns where a word is among the places of unknown ones and the vocabulary behind them. */
  private int place(String word) {
    known();
    Integer found = index.get(word);
    if (found != null) {
      return unknown + found;
    }
    if (unknown == 0) {
      throw new DataException(
          "StringLookup: \"%s\" is not in the vocabulary; hint: numOovIndices(1) gives unknown words a place"
              .formatted(word));
    }
    return unknown == 1 ? 0 : new Hashing(unknown).bin(word);
  }

  /**
   * Returns a row for each list of words and a column for each place, the mask without one.
   *
   * @param rows words, for example all tags of each picture
   * @param mode {@code MULTI_HOT} or {@code COUNT}
   * @return float32 {@code (rows, places)}
   */
  public Tensor transform(List<List<String>> rows, OutputMode mode) {
    if (mode != OutputMode.MULTI_HOT && mode != OutputMode.COUNT) {
      throw new IllegalArgumentException(
          "StringLookup: rows become MULTI_HOT or COUNT, not " + mode);
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

  /** Returns the words of indices again; {@code [UNK]} for what is the index of none. */
  public List<String> inverse(Tensor indices) {
    List<String> all = vocabulary();
    return Arrays.stream(indices.ints())
        .mapToObj(i -> i >= 0 && i < all.size() ? all.get(i) : TextVectorization.UNKNOWN)
        .toList();
  }
}
