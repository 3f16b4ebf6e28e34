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
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Converts texts to numbers: standardizes, splits, joins n-grams and looks up indices. Defaults and
 * results match Keras's layer of the same name.
 *
 * <p>{@link #adapt} learns the vocabulary, most frequent tokens first; ties are in reverse
 * alphabetical order. With {@link OutputMode#INT}, index 0 is padding and index 1 is for unknown
 * tokens; in the other modes index 0 is for unknown tokens and there is no padding. Texts are
 * processed on all cores; the result does not depend on the number of cores.
 */
public final class TextVectorization {
  /** The token that replaces unknown tokens. */
  public static final String UNKNOWN = "[UNK]";

  private static final int FEW = 16;

  private int maxTokens;
  private Standardize standardize = Standardize.LOWER_AND_STRIP_PUNCTUATION;
  private TextSplitter splitter = TextSplitter.whitespace();
  private int[] ngrams = {};
  private OutputMode mode = OutputMode.INT;
  private int length = -1;
  private Side padding = Side.POST;
  private Side truncating = Side.POST;
  private boolean padToMaxTokens;

  private List<String> learnt;
  private double[] idf;
  private Map<String, Integer> index;

  /** Creates an instance with Keras's defaults and no vocabulary. */
  public TextVectorization() {}

  /**
   * Sets the maximum size of the vocabulary, including padding and the unknown token; default no
   * limit.
   */
  public TextVectorization maxTokens(int most) {
    maxTokens = most;
    return this;
  }

  /**
   * Sets how texts are standardized; by default they are lowercased and stripped of punctuation.
   */
  public TextVectorization standardize(Standardize how) {
    standardize = how;
    return this;
  }

  /** Sets how texts are split; default at white space. */
  public TextVectorization split(TextSplitter how) {
    splitter = how;
    return this;
  }

  /** Creates n-grams of 1 to {@code most} tokens; default single tokens. */
  public TextVectorization ngrams(int most) {
    return ngrams(IntStream.rangeClosed(1, most).toArray());
  }

  /** Creates n-grams of these sizes. */
  public TextVectorization ngrams(int... widths) {
    ngrams = widths.clone();
    return this;
  }

  /** Sets the output format; default indices. */
  public TextVectorization outputMode(OutputMode how) {
    mode = how;
    return this;
  }

  /**
   * Sets the length to which texts are padded and truncated; default the longest text of each call.
   */
  public TextVectorization outputSequenceLength(int tokens) {
    length = tokens;
    return this;
  }

  /** Sets the side on which texts are padded and truncated; default the end, as in Keras. */
  public TextVectorization sides(Side whereToPad, Side whereToCut) {
    padding = whereToPad;
    truncating = whereToCut;
    return this;
  }

  /**
   * Makes rows {@code maxTokens} wide even if the vocabulary is smaller; has no effect on indices.
   */
  public TextVectorization padToMaxTokens() {
    padToMaxTokens = true;
    return this;
  }

  /**
   * Learns the vocabulary, and the weights for TF-IDF, replacing any learned before.
   *
   * @throws DataException if the texts contain no tokens
   */
  public TextVectorization adapt(List<String> texts) {
    return adapt(TokenCounts.of(texts, this::tokens), texts.size());
  }

  /**
   * Same as {@link #adapt}, from texts that are split already: their tokens are standardized and
   * joined to n-grams.
   *
   * @throws DataException if there are no tokens
   */
  public TextVectorization adaptTokens(List<List<String>> texts) {
    return adapt(TokenCounts.of(texts, this::joined), texts.size());
  }

  private TextVectorization adapt(TokenCounts counts, int texts) {
    counts.counts().remove("");
    counts.counts().remove(UNKNOWN);
    if (counts.counts().isEmpty()) {
      throw new DataException(
          ("TextVectorization.adapt: no token in %d texts; hint: are they empty, or do they "
                      + "contain only")
                  .formatted(texts)
              + " punctuation?");
    }
    List<String> tokens = ranked(counts);
    if (maxTokens > 0 && tokens.size() > maxTokens - specials()) {
      tokens = tokens.subList(0, Math.max(0, maxTokens - specials()));
    }
    accept(tokens, counts.idf(tokens, texts));
    return this;
  }

  /**
   * Sets the vocabulary, without padding and the unknown token.
   *
   * @throws DataException if a token occurs twice
   */
  public TextVectorization vocabulary(List<String> tokens) {
    accept(tokens, null);
    return this;
  }

  /**
   * Sets the vocabulary with its TF-IDF weights, one for each token.
   *
   * @throws DataException if a token occurs twice, or the numbers of tokens and weights differ
   */
  public TextVectorization vocabulary(List<String> tokens, double[] idfWeights) {
    if (tokens.size() != idfWeights.length) {
      throw new DataException(
          "TextVectorization: got " + tokens.size() + " tokens, " + idfWeights.length + " weights");
    }
    accept(tokens, idfWeights.clone());
    return this;
  }

  private void accept(List<String> tokens, double[] weights) {
    Map<String, Integer> found = new HashMap<>();
    for (String token : tokens) {
      if (found.put(token, found.size() + specials()) != null) {
        throw new DataException("TextVectorization: the vocabulary has \"" + token + "\" twice");
      }
    }
    learnt = List.copyOf(tokens);
    idf = weights;
    index = found;
  }

  private int specials() {
    return mode == OutputMode.INT ? 2 : 1;
  }

  /** Returns the tokens, most frequent first; ties are in reverse alphabetical order. */
  static List<String> ranked(TokenCounts counts) {
    List<String> tokens = new ArrayList<>(counts.counts().keySet());
    Comparator<String> byUse = Comparator.comparingLong(t -> counts.counts().get(t).uses);
    tokens.sort(byUse.thenComparing(TextVectorization::compareCodePoints).reversed());
    return tokens;
  }

  /** Python compares by code point, Java by UTF-16 unit. */
  private static int compareCodePoints(String a, String b) {
    int n = Math.min(a.length(), b.length());
    for (int i = 0; i < n; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        boolean pairs = Character.isSurrogate(x) != Character.isSurrogate(y);
        return pairs ? (Character.isSurrogate(x) ? 1 : -1) : Character.compare(x, y);
      }
    }
    return Integer.compare(a.length(), b.length());
  }

  /**
   * Returns the vocabulary, including special tokens; the position of a token is its index.
   *
   * @throws IllegalStateException before {@link #adapt}
   */
  public List<String> vocabulary() {
    expectVocabulary();
    List<String> all = new ArrayList<>(learnt.size() + 2);
    if (mode == OutputMode.INT) {
      all.add("");
    }
    all.add(UNKNOWN);
    all.addAll(learnt);
    return all;
  }

  /**
   * Returns the vocabulary without special tokens.
   *
   * @throws IllegalStateException before {@link #adapt}
   */
  public List<String> learnt() {
    expectVocabulary();
    return learnt;
  }

  /** Returns the TF-IDF weights of the {@linkplain #learnt} tokens; null if there are none. */
  public double[] idfWeights() {
    return idf == null ? null : idf.clone();
  }

  /** Returns the tokens of a text, before they are looked up in the vocabulary. */
  public List<String> tokens(String text) {
    List<String> tokens = splitter.split(standardize.apply(text));
    return ngrams.length == 0 ? tokens : NGrams.of(tokens, ngrams);
  }

  private List<String> joined(List<String> split) {
    List<String> tokens = split.stream().map(standardize::apply).toList();
    return ngrams.length == 0 ? tokens : NGrams.of(tokens, ngrams);
  }

  /**
   * Converts texts to numbers. A text without tokens becomes a row of zeros.
   *
   * @return see {@link OutputMode}
   * @throws IllegalStateException before {@link #adapt}, or for TF-IDF without weights
   */
  public Tensor transform(List<String> texts) {
    return transform(texts, this::tokens);
  }

  /**
   * Converts texts that are split already: their tokens are standardized and joined to n-grams.
   *
   * @return see {@link OutputMode}
   * @throws IllegalStateException before {@link #adapt}, or for TF-IDF without weights
   */
  public Tensor transformTokens(List<List<String>> texts) {
    return transform(texts, this::joined);
  }

  private <T> Tensor transform(List<T> texts, Function<T, List<String>> tokens) {
    expectVocabulary();
    // A few texts take less time than it takes to start other threads.
    Stream<T> all = texts.size() < FEW ? texts.stream() : texts.parallelStream();
    List<int[]> rows = all.map(text -> indices(tokens.apply(text))).toList();
    if (mode == OutputMode.INT) {
      int longest = rows.stream().mapToInt(row -> row.length).max().orElse(0);
      return PadSequences.padSequences(rows, length < 0 ? longest : length, padding, truncating, 0);
    }
    int width = padToMaxTokens && maxTokens > 0 ? maxTokens : learnt.size() + 1;
    float[] data = new float[Math.multiplyExact(rows.size(), width)];
    for (int row = 0; row < rows.size(); row++) {
      for (int token : rows.get(row)) {
        int at = row * width + token;
        data[at] = mode == OutputMode.MULTI_HOT ? 1 : data[at] + 1;
      }
    }
    if (mode == OutputMode.TF_IDF) {
      weigh(data, width);
    }
    return Tensor.of(Shape.of(rows.size(), width), data);
  }

  private void weigh(float[] data, int width) {
    if (idf == null) {
      throw new IllegalStateException(
          "TextVectorization: TF-IDF needs weights; call adapt(texts) or vocabulary(tokens, "
              + "weights)");
    }
    float[] weights = new float[width];
    for (int i = 0; i < idf.length; i++) {
      weights[i + 1] = (float) idf[i];
    }
    // Unknown tokens get the mean weight.
    weights[0] = (float) Arrays.stream(idf).map(w -> (float) w).average().orElse(0);
    for (int i = 0; i < data.length; i++) {
      data[i] *= weights[i % width];
    }
  }

  private int[] indices(List<String> tokens) {
    int unknown = specials() - 1;
    // An empty token, which only texts that are split already have, is padding.
    return tokens.stream()
        .filter(t -> !t.isEmpty() || mode == OutputMode.INT)
        .mapToInt(t -> t.isEmpty() ? 0 : index.getOrDefault(t, unknown))
        .toArray();
  }

  private void expectVocabulary() {
    if (learnt == null) {
      throw new IllegalStateException(
          "TextVectorization has no vocabulary yet; call adapt(texts) with the training texts "
              + "first");
    }
  }
}
