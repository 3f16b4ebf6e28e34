// SPDX-License-Identifier: Apache-2.0
package io.nyala.features.layers;

import io.nyala.data.text.OutputMode;
import io.nyala.data.text.Standardize;
import io.nyala.data.text.TextSplitter;
import io.nyala.data.text.TextVectorization;
import io.nyala.layers.base.HostLayer;
import io.nyala.settings.Arguments;
import io.nyala.settings.Settings;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Tensor;
import io.nyala.tensor.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Texts to numbers, {@code (batch, 1)} strings to int32 {@code (batch, length)} or float32 {@code
 * (batch, tokens)}: Keras's {@code TextVectorization}. It standardizes, splits, joins n-grams and
 * looks up a vocabulary that is given or learned by {@link #adapt}.
 *
 * <p>Index 0 is padding and index 1 is for unknown tokens; in other output modes index 0 is for
 * unknown tokens. Without {@link #outputSequenceLength}, the length is that of the longest text
 * among the rows that are evaluated together.
 */
public final class TextVectorizationLayer extends HostLayer<TextVectorizationLayer> {
  private static final String NAME = "TextVectorization";

  private Integer maxTokens;
  private Standardize standardize = Standardize.LOWER_AND_STRIP_PUNCTUATION;
  private TextSplit split = TextSplit.WHITESPACE;
  private Object ngrams;
  private IndexOutput outputMode = IndexOutput.INT;
  private Integer outputSequenceLength;
  private boolean padToMaxTokens;
  private StoredVocabulary known;
  private TextVectorization vectorization;

  /** Creates a layer with Keras's defaults and no vocabulary. */
  public TextVectorizationLayer() {}

  static TextVectorizationLayer from(Settings s) {
    Encodings.refuseSparse(s);
    Encodings.requireUtf8(s);
    if (s.getBoolean("ragged", false)) {
      throw new IllegalArgumentException(
          NAME + ": ragged=true is not supported; rows are padded to one length");
    }
    TextVectorizationLayer layer = new TextVectorizationLayer();
    layer.maxTokens = Encodings.countOrNull(s, "max_tokens");
    layer.standardize =
        s.contains("standardize") && s.get("standardize") == null
            ? Standardize.NONE
            : s.getEnum("standardize", layer.standardize);
    layer.split =
        s.contains("split") && s.get("split") == null
            ? TextSplit.NONE
            : s.getEnum("split", layer.split);
    if (s.get("ngrams") instanceof List<?>) {
      layer.ngrams(s.getInts("ngrams"));
    } else if (s.has("ngrams")) {
      layer.ngrams(s.getInt("ngrams"));
    }
    layer.outputMode(Encodings.outputMode(s));
    layer.outputSequenceLength = Encodings.countOrNull(s, "output_sequence_length");
    layer.padToMaxTokens = s.getBoolean("pad_to_max_tokens", false);
    layer.known = StoredVocabulary.read(s, layer.specials());
    return layer;
  }

  /**
   * Sets the maximum size of the vocabulary, with padding and the unknown token; default no limit.
   */
  public TextVectorizationLayer maxTokens(int most) {
    unbuilt().maxTokens = Encodings.positive(NAME, "max_tokens", most);
    return this;
  }

  /** Sets how texts are standardized; by default lowercased, without punctuation. */
  public TextVectorizationLayer standardize(Standardize how) {
    unbuilt().standardize = Arguments.given(NAME + ": standardize", how);
    return this;
  }

  /** Sets how texts are split; default at white space. */
  public TextVectorizationLayer split(TextSplit how) {
    unbuilt().split = Arguments.given(NAME + ": split", how);
    return this;
  }

  /** Creates n-grams of 1 to {@code most} tokens; default single tokens. */
  public TextVectorizationLayer ngrams(int most) {
    unbuilt().ngrams = Encodings.positive(NAME, "ngrams", most);
    return this;
  }

  /** Creates n-grams of these sizes. */
  public TextVectorizationLayer ngrams(int... widths) {
    unbuilt().ngrams = Arrays.stream(Arguments.given(NAME + ": ngrams", widths)).boxed().toList();
    return this;
  }

  /** Sets the output mode; default int32 indices. */
  public TextVectorizationLayer outputMode(IndexOutput mode) {
    if (Arguments.given(NAME + ": output_mode", mode) == IndexOutput.ONE_HOT) {
      throw new IllegalArgumentException(
          NAME + ": output_mode must be int, multi_hot, count or tf_idf, got one_hot");
    }
    unbuilt().outputMode = mode;
    return this;
  }

  /** Sets the length to which texts are padded and cut at the end; only for indices. */
  public TextVectorizationLayer outputSequenceLength(int tokens) {
    unbuilt().outputSequenceLength = Encodings.positive(NAME, "output_sequence_length", tokens);
    return this;
  }

  /** Makes vectors as long as {@code maxTokens} even if the vocabulary is smaller. */
  public TextVectorizationLayer padToMaxTokens() {
    unbuilt().padToMaxTokens = true;
    return this;
  }

  /** Sets the vocabulary, without padding and the unknown token. */
  public TextVectorizationLayer vocabulary(List<String> vocabulary) {
    unbuilt().known = StoredVocabulary.plain(NAME, vocabulary);
    return this;
  }

  /** Sets the vocabulary with the weights of its tokens for {@link IndexOutput#TF_IDF}. */
  public TextVectorizationLayer vocabulary(List<String> vocabulary, double... idfWeights) {
    unbuilt().known = StoredVocabulary.weighted(NAME, "tokens", vocabulary, idfWeights);
    return this;
  }

  /** Learns the vocabulary, and the weights for TF-IDF, from training texts. */
  public TextVectorizationLayer adapt(List<String> texts) {
    List<String> given = Arguments.allGiven(NAME + ": texts", texts);
    return adapt(Tensor.ofStrings(Shape.of(given.size(), 1), given.toArray(String[]::new)));
  }

  /**
   * Learns the vocabulary, and the weights for TF-IDF, from training texts {@code (rows, 1)} or
   * {@code (rows,)}; without {@link #split}, from tokens {@code (rows, n)}.
   *
   * @throws io.nyala.data.DataException if the texts contain no tokens
   */
  public TextVectorizationLayer adapt(Tensor texts) {
    Arguments.given(NAME + ": texts", texts);
    TextVectorization learning = unbuilt().tool();
    if (split == TextSplit.NONE) {
      learning.adaptTokens(rows(texts));
    } else {
      learning.adapt(Arrays.asList(texts.strings()));
    }
    known = new StoredVocabulary(learning.learnt(), learning.idfWeights());
    return this;
  }

  private static List<List<String>> rows(Tensor tokens) {
    int width = tokens.shape().rank() < 2 ? 1 : tokens.shape().dim(1);
    List<String> all = Arrays.asList(tokens.strings());
    return IntStream.range(0, tokens.shape().dim(0))
        .mapToObj(row -> all.subList(row * width, (row + 1) * width))
        .toList();
  }

  private TextVectorization tool() {
    TextVectorization made =
        new TextVectorization()
            .maxTokens(maxTokens == null ? 0 : maxTokens)
            .standardize(standardize)
            .outputMode(OutputMode.valueOf(outputMode.name()));
    if (split == TextSplit.CHARACTER) {
      made.split(TextSplitter.characters());
    }
    if (ngrams instanceof Integer most) {
      made.ngrams(most);
    } else if (ngrams instanceof List<?> widths) {
      made.ngrams(widths.stream().mapToInt(Integer.class::cast).toArray());
    }
    if (outputSequenceLength != null) {
      made.outputSequenceLength(outputSequenceLength);
    }
    return padToMaxTokens ? made.padToMaxTokens() : made;
  }

  private List<String> specials() {
    return outputMode == IndexOutput.INT
        ? List.of("", TextVectorization.UNKNOWN)
        : List.of(TextVectorization.UNKNOWN);
  }

  /**
   * Returns the token of each index of the output.
   *
   * @throws IllegalStateException before there is a vocabulary
   */
  public List<String> vocabulary() {
    if (known == null) {
      throw new IllegalStateException(
          this + " has no vocabulary yet; call adapt(texts) with the training texts first");
    }
    List<String> all = new ArrayList<>(specials());
    all.addAll(known.words());
    return all;
  }

  private int depth() {
    return padToMaxTokens && maxTokens != null ? maxTokens : known.words().size() + 1;
  }

  @Override
  public String className() {
    return NAME;
  }

  @Override
  protected void build(List<Shape> inputShapes) {
    int size = vocabulary().size();
    if (maxTokens != null && size > maxTokens) {
      throw new IllegalArgumentException(
          "%s: a vocabulary of %d tokens, with padding and unknown ones, is larger than max_tokens"
                  .formatted(this, size)
              + " "
              + maxTokens);
    }
    if (outputSequenceLength != null && outputMode != IndexOutput.INT) {
      throw new IllegalArgumentException(
          this + ": output_sequence_length is only for output mode int");
    }
    if (outputMode == IndexOutput.TF_IDF && known.idf() == null) {
      throw new IllegalStateException(
          this + ": tf_idf needs weights; call adapt(texts) or vocabulary(tokens, weights)");
    }
    vectorization =
        known.idf() == null
            ? tool().vocabulary(known.words())
            : tool().vocabulary(known.words(), known.idf());
  }

  /** A missing text is one without tokens. */
  @Override
  public boolean takesMissing(int input) {
    return true;
  }

  @Override
  protected List<Type> outputTypes(List<Type> inputs) {
    if (inputs.size() != 1) {
      throw new ShapeException("takes one input, got " + inputs.size());
    }
    Shape x = inputs.get(0).shape();
    boolean single = x.rank() == 1 || x.rank() == 2 && x.dim(1) == 1;
    if (split == TextSplit.NONE ? x.rank() != 2 : !single) {
      throw new ShapeException(
          split == TextSplit.NONE
              ? "expected tokens (batch, n)"
              : "expected one text in each row, (batch, 1) or (batch,)");
    }
    if (inputs.get(0).dtype() != DType.STRING) {
      throw new ShapeException("expected strings, got " + inputs.get(0).dtype().keras());
    }
    if (outputMode != IndexOutput.INT) {
      return List.of(Type.floats(Shape.of(x.dim(0), depth())));
    }
    boolean same = split == TextSplit.NONE && ngrams == null;
    int length =
        outputSequenceLength != null ? outputSequenceLength : same ? x.dim(1) : Shape.UNKNOWN;
    return List.of(new Type(Shape.of(x.dim(0), length), DType.INT32));
  }

  @Override
  protected List<Tensor> compute(List<Tensor> inputs) {
    Tensor x = inputs.get(0);
    return List.of(
        split == TextSplit.NONE
            ? vectorization.transformTokens(rows(x))
            : vectorization.transform(Arrays.asList(x.strings())));
  }

  @Override
  public Map<String, Tensor> storedArrays() {
    if (known == null || !known.weighs(outputMode)) {
      return Map.of();
    }
    Tensor weights = StoredVocabulary.stored(known.weights(1, depth()));
    // Keras looks for them in the layer, and in the lookup that it contains.
    return Map.of("vars/idf_weights", weights, "_lookup_layer/vars/idf_weights", weights);
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = new LinkedHashMap<>(super.config());
    config.put("max_tokens", maxTokens);
    config.put(
        "standardize",
        standardize == Standardize.NONE ? null : standardize.name().toLowerCase(Locale.ROOT));
    config.put("split", split.keras());
    config.put("ngrams", ngrams);
    config.put("output_mode", outputMode.keras());
    config.put("output_sequence_length", outputSequenceLength);
    config.put("pad_to_max_tokens", padToMaxTokens);
    config.put("sparse", false);
    config.put("ragged", false);
    config.put("vocabulary", known == null ? null : known.words());
    config.put("idf_weights", known == null ? null : known.listed(outputMode));
    config.put("encoding", "utf-8");
    config.put("vocabulary_size", known == null ? null : vocabulary().size());
    return config;
  }
}
