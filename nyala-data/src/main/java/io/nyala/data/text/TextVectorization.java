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
import java.util.stream.IntStream;

/**
 * Turn texts into numbers: standardise, split, join n-grams, look up. Defaults and answers are
 * those of Keras's layer of this name.
 *
 * <p>{@link #adapt} learns the vocabulary: the most frequent tokens first, of equally frequent ones
 * the later in the alphabet first. With {@link OutputMode#INT}, index 0 is padding and 1 stands for
 * unknown tokens; in the other modes index 0 stands for unknown ones and there is no padding. Texts
 * are worked on by all cores; the answer does not depend on their number.
 */
public final class TextVectorization {
  /** The token that unknown tokens become. */
  public static final String UNKNOWN = "[UNK]";

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

  /** Creates one with Keras's defaults, without a vocabulary. */
  public TextVectorization() {}

  /** Limits the vocabulary, padding and the unknown token included; default no limit. */
  public TextVectorization maxTokens(int most) {
    maxTokens = most;
    return this;
  }

  /** Says what happens to a text first; default small letters without punctuation. */
  public TextVectorization standardize(Standardize how) {
    standardize = how;
    return this;
  }

  /** Says how a text is cut; default at white space. */
  public TextVectorization split(TextSplitter how) {
    splitter = how;
    return this;
  }

  /** Takes runs of 1 to {@code most} tokens as tokens; default single tokens. */
  public TextVectorization ngrams(int most) {
    return ngrams(IntStream.rangeClosed(1, most).toArray());
  }

  /** Takes runs of these numbers of tokens as tokens. */
  public TextVectorization ngrams(int... widths) {
    ngrams = widths.clone();
    return this;
  }

  /** Says what a text becomes; default indices. */
  public TextVectorization outputMode(OutputMode how) {
    mode = how;
    return this;
  }

  /** Pads and cuts to a length; default the longest text of a call. */
  public TextVectorization outputSequenceLength(int tokens) {
    length = tokens;
    return this;
  }

  /** Says where short texts are padded and long ones cut; default the end, as in Keras. */
  public TextVectorization sides(Side whereToPad, Side whereToCut) {
    padding = whereToPad;
    truncating = whereToCut;
    return this;
  }

  /** Makes rows {@code maxTokens} wide even if the vocabulary is smaller; not for indices. */
  public TextVectorization padToMaxTokens() {
    padToMaxTokens = true;
    return this;
  }

  /**
   * Learns the vocabulary, and for TF-IDF the weights; forgets what was learnt before.
   *
   * @throws DataException if the texts have no token at all
   */
  public TextVectorization adapt(List<String> texts) {
    TokenCounts counts = TokenCounts.of(texts, this::tokens);
    counts.counts().remove("");
    counts.counts().remove(UNKNOWN);
    if (counts.counts().isEmpty()) {
      throw new DataException(
          "TextVectorization.adapt: no token in %d texts; hint: are they empty, or is all of it"
                  .formatted(texts.size())
              + " punctuation?");
    }
    List<String> tokens = ranked(counts);
    if (maxTokens > 0 && tokens.size() > maxTokens - specials()) {
      tokens = tokens.subList(0, Math.max(0, maxTokens - specials()));
    }
    double[] weights =
        tokens.stream()
            .mapToDouble(t -> Math.log(1 + texts.size() / (1.0 + counts.counts().get(t).texts)))
            .toArray();
    accept(tokens, weights);
    return this;
  }

  /**
   * Takes a vocabulary as it is, without padding and the unknown token.
   *
   * @throws DataException if a token is there twice
   */
  public TextVectorization vocabulary(List<String> tokens) {
    accept(tokens, null);
    return this;
  }

  /**
   * Takes a vocabulary with its TF-IDF weights, one for each token.
   *
   * @throws DataException if a token is there twice, or the numbers of both differ
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

  /** Returns tokens, the most frequent first, of equally frequent ones the last in the alphabet. */
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
   * Returns the vocabulary, special tokens included: the position of a token is its index.
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

  /** Returns the tokens of a text, as they are looked up. */
  public List<String> tokens(String text) {
    List<String> tokens = splitter.split(standardize.apply(text));
    return ngrams.length == 0 ? tokens : NGrams.of(tokens, ngrams);
  }

  /**
   * Returns texts as numbers. A text without tokens becomes a row of zeros.
   *
   * @return see {@link OutputMode}
   * @throws IllegalStateException before {@link #adapt}, or for TF-IDF without weights
   */
  public Tensor transform(List<String> texts) {
    expectVocabulary();
    List<int[]> rows = texts.parallelStream().map(this::indices).toList();
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
          "TextVectorization: TF-IDF needs weights; adapt(texts), or vocabulary(tokens, weights)");
    }
    float[] weights = new float[width];
    for (int i = 0; i < idf.length; i++) {
      weights[i + 1] = (float) idf[i];
    }
    // What is unknown weighs as much as the mean.
    weights[0] = (float) Arrays.stream(idf).map(w -> (float) w).average().orElse(0);
    for (int i = 0; i < data.length; i++) {
      data[i] *= weights[i % width];
    }
  }

  private int[] indices(String text) {
    int unknown = specials() - 1;
    return tokens(text).stream().mapToInt(t -> index.getOrDefault(t, unknown)).toArray();
  }

  private void expectVocabulary() {
    if (learnt == null) {
      throw new IllegalStateException(
          "TextVectorization has no vocabulary yet; adapt(texts) on the training texts first");
    }
  }
}
