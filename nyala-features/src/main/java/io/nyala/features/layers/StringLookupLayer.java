// SPDX-License-Identifier: Apache-2.0
package io.nyala.features.layers;

import io.nyala.data.text.StringLookup;
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
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Words mapped to indices, {@code (batch, ...)} strings to int32 of the same shape or to vectors:
 * Keras's {@code StringLookup}. With {@link #invert}, indices to words.
 *
 * <p>First comes the mask if there is one, then the indices of unknown words (one by default), then
 * the vocabulary, which is given or learned by {@link #adapt}, most frequent words first. The mask
 * has an index only if the output is indices; else it leaves its vector empty.
 */
public final class StringLookupLayer extends HostLayer<StringLookupLayer> {
  private static final String NAME = "StringLookup";

  private int numOovIndices = 1;
  private String maskToken;
  private String oovToken = TextVectorization.UNKNOWN;
  private Integer maxTokens;
  private boolean padToMaxTokens;
  private boolean invert;
  private long[] salt;
  private IndexOutput outputMode = IndexOutput.INT;
  private StoredVocabulary known;
  private StringLookup lookup;

  /** Creates a layer with one index for unknown words, no mask and no vocabulary. */
  public StringLookupLayer() {}

  static StringLookupLayer from(Settings s) {
    Encodings.refuseSparse(s);
    Encodings.requireUtf8(s);
    StringLookupLayer layer = new StringLookupLayer();
    layer.numOovIndices(s.getInt("num_oov_indices", 1));
    layer.maskToken = s.getString("mask_token", null);
    layer.oovToken = s.getString("oov_token", TextVectorization.UNKNOWN);
    layer.maxTokens = Encodings.countOrNull(s, "max_tokens");
    layer.padToMaxTokens = s.getBoolean("pad_to_max_tokens", false);
    layer.invert = s.getBoolean("invert", false);
    layer.salt = Encodings.salt(s);
    layer.outputMode = Encodings.outputMode(s);
    layer.known = StoredVocabulary.read(s, layer.specials());
    return layer;
  }

  /**
   * Sets the number of indices for unknown words; with more than one, unknown words are hashed.
   * With 0, an unknown word is an error.
   */
  public StringLookupLayer numOovIndices(int places) {
    new StringLookup().numOovIndices(places); // checks
    unbuilt().numOovIndices = places;
    return this;
  }

  /** Sets the mask token, often the empty word; null, the default, for none. */
  public StringLookupLayer maskToken(String word) {
    unbuilt().maskToken = word;
    return this;
  }

  /** Sets the word that stands for unknown ones; {@code [UNK]} by default. */
  public StringLookupLayer oovToken(String word) {
    unbuilt().oovToken = Arguments.given(NAME + ": oov_token", word);
    return this;
  }

  /** Sets the maximum size of the vocabulary, with mask and unknown words; default no limit. */
  public StringLookupLayer maxTokens(int most) {
    unbuilt().maxTokens = Encodings.positive(NAME, "max_tokens", most);
    return this;
  }

  /** Makes vectors as long as {@code maxTokens} even if the vocabulary is smaller. */
  public StringLookupLayer padToMaxTokens() {
    unbuilt().padToMaxTokens = true;
    return this;
  }

  /** Maps indices to words instead; default false. */
  public StringLookupLayer invert(boolean newInvert) {
    unbuilt().invert = newInvert;
    return this;
  }

  /** Hashes unknown words with this key, so that collisions cannot be provoked. */
  public StringLookupLayer salt(long first, long second) {
    unbuilt().salt = new long[] {first, second};
    return this;
  }

  /** Sets the output mode; default int32 indices. */
  public StringLookupLayer outputMode(IndexOutput mode) {
    unbuilt().outputMode = Arguments.given(NAME + ": output_mode", mode);
    return this;
  }

  /** Sets the vocabulary, without mask and unknown words. */
  public StringLookupLayer vocabulary(List<String> vocabulary) {
    unbuilt().known = StoredVocabulary.plain(NAME, vocabulary);
    return this;
  }

  /** Sets the vocabulary with the weights of its words for {@link IndexOutput#TF_IDF}. */
  public StringLookupLayer vocabulary(List<String> vocabulary, double... idfWeights) {
    unbuilt().known = StoredVocabulary.weighted(NAME, "words", vocabulary, idfWeights);
    return this;
  }

  /**
   * Learns the vocabulary from strings of any shape, most frequent words first; ties are in reverse
   * alphabetical order.
   */
  public StringLookupLayer adapt(Tensor data) {
    Shape s = Arguments.given(NAME + ": data", data).shape();
    int width = s.rank() < 2 ? 1 : s.size() / Math.max(1, s.dim(0));
    List<List<String>> rows = new ArrayList<>();
    List<String> all = Arrays.asList(data.strings());
    for (int i = 0; i < all.size(); i += width) {
      rows.add(all.subList(i, i + width));
    }
    StringLookup learning = unbuilt().tool();
    if (maxTokens != null) {
      // The tool counts the mask, which has an index only if the output is indices.
      boolean uncounted = maskToken != null && outputMode != IndexOutput.INT;
      learning.maxTokens(maxTokens + (uncounted ? 1 : 0));
    }
    learning.adaptRows(rows);
    known = new StoredVocabulary(learning.learnt(), learning.idfWeights());
    return this;
  }

  /** Learns the vocabulary from words, most frequent ones first. */
  public StringLookupLayer adapt(List<String> data) {
    List<String> given = Arguments.allGiven(NAME + ": data", data);
    return adapt(Tensor.ofStrings(Shape.of(given.size()), given.toArray(String[]::new)));
  }

  private StringLookup tool() {
    StringLookup made =
        new StringLookup().numOovIndices(numOovIndices).maskToken(maskToken).oovToken(oovToken);
    return salt == null ? made : made.salt(salt[0], salt[1]);
  }

  private List<String> specials() {
    List<String> all = new ArrayList<>();
    if (maskToken != null && outputMode == IndexOutput.INT) {
      all.add(maskToken);
    }
    all.addAll(Collections.nCopies(numOovIndices, oovToken));
    return all;
  }

  /**
   * Returns the word of each index of the output.
   *
   * @throws IllegalStateException before there is a vocabulary
   */
  public List<String> vocabulary() {
    List<String> all = specials();
    all.addAll(words());
    return all;
  }

  private List<String> words() {
    if (known == null) {
      throw new IllegalStateException(
          this + " has no vocabulary yet; call adapt(data) with training data first");
    }
    return known.words();
  }

  private int depth() {
    return padToMaxTokens && maxTokens != null ? maxTokens : numOovIndices + words().size();
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
          "%s: a vocabulary of %d words, with mask and unknown ones, is larger than max_tokens %d"
              .formatted(this, size, maxTokens));
    }
    if (invert && outputMode != IndexOutput.INT) {
      throw new IllegalArgumentException(
          "%s: inverted, it returns words, not %s".formatted(this, outputMode.keras()));
    }
    if (outputMode == IndexOutput.TF_IDF && known.idf() == null) {
      throw new IllegalStateException(
          this + ": tf_idf needs weights; call adapt(data) or vocabulary(words, weights)");
    }
    lookup = tool().vocabulary(words());
  }

  /** A missing word is the mask, or a word of the vocabulary. */
  @Override
  public boolean takesMissing(int input) {
    return !invert && ("".equals(maskToken) || known != null && known.words().contains(""));
  }

  @Override
  protected List<Type> outputTypes(List<Type> inputs) {
    if (inputs.size() != 1) {
      throw new ShapeException("takes one input, got " + inputs.size());
    }
    Type x = inputs.get(0);
    if (invert ? x.dtype() == DType.STRING : x.dtype() != DType.STRING) {
      throw new ShapeException(
          "expected %s, got %s".formatted(invert ? "indices" : "strings", x.dtype().keras()));
    }
    return List.of(
        invert ? new Type(x.shape(), DType.STRING) : outputMode.type(x.shape(), depth()));
  }

  @Override
  protected List<Tensor> compute(List<Tensor> inputs) {
    Tensor x = inputs.get(0);
    if (invert) {
      String[] found = lookup.inverse(x.cast(DType.INT32)).toArray(String[]::new);
      return List.of(Tensor.ofStrings(x.shape(), found));
    }
    // In vectors the mask has no place.
    int shift = maskToken != null && outputMode != IndexOutput.INT ? 1 : 0;
    int[] indices = new int[x.size()];
    for (int i = 0; i < indices.length; i++) {
      indices[i] = lookup.index(x.strings()[i]) - shift;
    }
    return List.of(outputMode.encode(indices, x.shape(), depth(), idfVector()));
  }

  private float[] idfVector() {
    return outputMode == IndexOutput.TF_IDF ? known.weights(numOovIndices, depth()) : null;
  }

  @Override
  public Map<String, Tensor> storedArrays() {
    return known != null && known.weighs(outputMode)
        ? Map.of("vars/idf_weights", StoredVocabulary.stored(idfVector()))
        : Map.of();
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = new LinkedHashMap<>(super.config());
    config.put("invert", invert);
    config.put("max_tokens", maxTokens);
    config.put("num_oov_indices", numOovIndices);
    config.put("oov_token", oovToken);
    config.put("mask_token", maskToken);
    config.put("output_mode", outputMode.keras());
    config.put("sparse", false);
    config.put("pad_to_max_tokens", padToMaxTokens);
    config.put("idf_weights", known == null ? null : known.listed(outputMode));
    config.put("vocabulary", known == null ? null : known.words());
    config.put("vocabulary_size", known == null ? null : vocabulary().size());
    config.put("oov_method", "floormod");
    config.put("salt", salt == null ? null : List.of(salt[0], salt[1]));
    config.put("encoding", "utf-8");
    return config;
  }
}
