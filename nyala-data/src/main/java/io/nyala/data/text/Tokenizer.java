// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.text;

import io.nyala.data.DataException;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Converts texts to sequences of word indices, like the {@code Tokenizer} of Keras 2.
 *
 * <p>Texts are converted to lower case, every filtered character is replaced by the separator, and
 * the text is split at the separator. Index 1 is the most frequent word (or the out-of-vocabulary
 * token, if set); ties keep the order of first occurrence. Index 0 is reserved for padding. Texts
 * are processed on all cores; the result does not depend on the number of cores.
 */
public final class Tokenizer {
  /** Keras's filter: punctuation except the apostrophe, tab and line feed. */
  public static final String FILTERS = "!\"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t\n";

  /** What {@link #textsToMatrix} counts. */
  public enum MatrixMode {
    /** 1 if the word occurs in the text. */
    BINARY,
    /** The number of occurrences. */
    COUNT,
    /** The count divided by the number of words in the text. */
    FREQ,
    /** {@code (1 + log count) * log(1 + texts / (1 + texts with the word))}. */
    TFIDF
  }

  private int numWords;
  private String filters = FILTERS;
  private boolean lower = true;
  private char separator = ' ';
  private boolean charLevel;
  private String oovToken;

  private TokenCounts counts = new TokenCounts();
  private long texts;
  private final List<String> words = new ArrayList<>();
  private final Map<String, Integer> index = new HashMap<>();

  /** Creates a tokenizer with Keras's defaults and an empty vocabulary. */
  public Tokenizer() {}

  /**
   * Keeps only words with an index below this number, that is {@code words - 1} words as in Keras;
   * default all.
   */
  public Tokenizer numWords(int words) {
    numWords = words;
    return this;
  }

  /** Sets which characters count as separators; default {@link #FILTERS}. */
  public Tokenizer filters(String characters) {
    filters = characters;
    return this;
  }

  /** Sets whether texts are converted to lower case; default true. */
  public Tokenizer lower(boolean small) {
    lower = small;
    return this;
  }

  /** Sets the separator between words; default a space. */
  public Tokenizer split(char between) {
    separator = between;
    return this;
  }

  /** Treats every character (code point) as a word; nothing is filtered. */
  public Tokenizer charLevel() {
    charLevel = true;
    return this;
  }

  /**
   * Sets the token for unknown words, which gets index 1. Without it, unknown words are dropped.
   */
  public Tokenizer oovToken(String token) {
    oovToken = token;
    return this;
  }

  /** Adds the words of these texts to the vocabulary. */
  public Tokenizer fitOnTexts(List<String> more) {
    counts.add(TokenCounts.of(more, this::tokens));
    texts += more.size();
    List<Map.Entry<String, TokenCounts.Count>> ranked = new ArrayList<>(counts.counts().entrySet());
    ranked.sort(Comparator.comparingLong(word -> -word.getValue().uses));
    words.clear();
    ranked.forEach(word -> words.add(word.getKey()));
    if (oovToken != null) {
      words.addFirst(oovToken);
    }
    index.clear();
    for (int i = 0; i < words.size(); i++) {
      index.put(words.get(i), i + 1);
    }
    return this;
  }

  /** Returns the words of a text, whether in the vocabulary or not. */
  public List<String> tokens(String text) {
    String small = lower ? text.toLowerCase(Locale.ROOT) : text;
    return charLevel ? TextSplitter.characters().split(small) : words(small);
  }

  private List<String> words(String text) {
    List<String> found = new ArrayList<>();
    int begin = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || text.charAt(i) == separator || isFiltered(text.charAt(i))) {
        if (i > begin) {
          found.add(text.substring(begin, i));
        }
        begin = i + 1;
      }
    }
    return found;
  }

  private boolean isFiltered(char c) {
    // Nearly every character of a text is a letter, which the default filter does not contain.
    return !(c >= 'a' && c <= 'z' && filters == FILTERS) && filters.indexOf(c) >= 0;
  }

  /**
   * Returns all words with their indices, most frequent first, including those beyond the limit.
   */
  public Map<String, Integer> wordIndex() {
    Map<String, Integer> all = new LinkedHashMap<>();
    words.forEach(word -> all.put(word, index.get(word)));
    return all;
  }

  /** Returns the number of indices in use, including 0: the {@code inputDim} of an embedding. */
  public int vocabularySize() {
    return numWords > 0 ? Math.min(numWords, words.size() + 1) : words.size() + 1;
  }

  /**
   * Returns each text as the indices of its words; a text without known words becomes empty.
   *
   * @throws IllegalStateException before {@link #fitOnTexts}, or if it found no words
   */
  public List<int[]> textsToSequences(List<String> some) {
    if (words.isEmpty()) {
      throw new IllegalStateException(
          texts == 0
              ? "Tokenizer has no vocabulary; call fitOnTexts(texts) with the training texts first"
              : ("Tokenizer has no vocabulary: it found no word in the %d texts that it was "
                      + "fitted on; are they empty, or is everything filtered?")
                  .formatted(texts));
    }
    return some.parallelStream().map(this::sequence).toList();
  }

  private int[] sequence(String text) {
    int unknown = oovToken == null ? 0 : index.get(oovToken);
    int bound = numWords > 0 ? numWords : Integer.MAX_VALUE;
    return tokens(text).stream()
        .mapToInt(word -> index.getOrDefault(word, unknown))
        .map(i -> i < bound ? i : unknown)
        .filter(i -> i != 0)
        .toArray();
  }

  /**
   * Converts indices back to texts, with words joined by spaces. Indices without a word are dropped
   * or become the out-of-vocabulary token.
   */
  public List<String> sequencesToTexts(List<int[]> sequences) {
    List<String> all = new ArrayList<>();
    for (int[] sequence : sequences) {
      List<String> found = new ArrayList<>();
      for (int number : sequence) {
        boolean known =
            number > 0 && number <= words.size() && (numWords == 0 || number < numWords);
        if (known || oovToken != null) {
          found.add(known ? words.get(number - 1) : oovToken);
        }
      }
      all.add(String.join(" ", found));
    }
    return all;
  }

  /**
   * Returns a matrix with a row for each text and a column for each index; column 0 stays 0.
   *
   * @return float32, shape {@code (texts, vocabularySize)}, or {@code numWords} wide if given
   * @throws IllegalStateException before {@link #fitOnTexts}
   */
  public Tensor textsToMatrix(List<String> some, MatrixMode mode) {
    int width = numWords > 0 ? numWords : words.size() + 1;
    List<int[]> rows = textsToSequences(some);
    float[] data = new float[Math.multiplyExact(rows.size(), width)];
    for (int row = 0; row < rows.size(); row++) {
      for (int word : rows.get(row)) {
        data[row * width + word]++;
      }
      for (int word = 1; word < width; word++) {
        int at = row * width + word;
        if (data[at] > 0) {
          data[at] = (float) value(mode, data[at], word, rows.get(row).length);
        }
      }
    }
    return Tensor.of(Shape.of(rows.size(), width), data);
  }

  private double value(MatrixMode mode, double count, int word, int length) {
    return switch (mode) {
      case BINARY -> 1;
      case COUNT -> count;
      case FREQ -> count / length;
      case TFIDF -> {
        TokenCounts.Count known = counts.counts().get(words.get(word - 1));
        int with = known == null ? 0 : known.texts;
        yield (1 + Math.log(count)) * Math.log(1 + texts / (1.0 + with));
      }
    };
  }

  /**
   * Returns the word with an index.
   *
   * @throws DataException if there is no such word
   */
  public String word(int number) {
    if (number < 1 || number > words.size()) {
      throw new DataException(
          "Tokenizer: no word has the index " + number + "; there are 1 to " + words.size());
    }
    return words.get(number - 1);
  }
}
