// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.preprocessing;

import io.nyala.layers.base.Call;
import io.nyala.layers.base.Categories;
import io.nyala.layers.base.ChainedLayer;
import io.nyala.layers.support.Require;
import io.nyala.layers.support.StandIn;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Integers of any kind (customer numbers, postal codes) mapped to indices from 0: first the mask
 * token if there is one, then the out-of-vocabulary indices, then the vocabulary in order. Without
 * out-of-vocabulary indices, unknown numbers map to -1, which an embedding rejects.
 */
public final class IntegerLookup extends ChainedLayer<IntegerLookup> {
  private static final String NAME = "IntegerLookup";

  /** Up to here float32 has all integers. */
  private static final int EXACT = 1 << 24;

  private int[] vocabulary;
  private int numOovIndices = 1;
  private int oovToken = -1;
  private Integer maskToken;
  private Integer maxTokens;
  private boolean invert;
  private boolean padToMaxTokens;
  private CategoryOutput outputMode = CategoryOutput.INT;

  /**
   * Creates the layer.
   *
   * @param vocabulary the vocabulary; if empty, {@link #adapt} learns it
   */
  public IntegerLookup(int... vocabulary) {
    this.vocabulary =
        Require.given(NAME, "vocabulary", vocabulary).length == 0 ? null : checked(vocabulary);
  }

  private static int[] checked(int... vocabulary) {
    if (Arrays.stream(vocabulary).distinct().count() != vocabulary.length) {
      throw new IllegalArgumentException(
          NAME + ": duplicate number in the vocabulary: " + Arrays.toString(vocabulary));
    }
    return vocabulary.clone();
  }

  static IntegerLookup from(Settings s) {
    IntegerLookup layer = new IntegerLookup();
    int[] given = s.getInts("vocabulary", new int[0]);
    layer.vocabulary = given.length == 0 ? null : given;
    layer.numOovIndices =
        Require.notNegative(NAME, "num_oov_indices", s.getInt("num_oov_indices", 1));
    layer.oovToken = s.getInt("oov_token", -1);
    layer.maskToken = s.has("mask_token") ? s.getInt("mask_token") : null;
    layer.maxTokens = s.has("max_tokens") ? s.getInt("max_tokens") : null;
    layer.invert = s.getBoolean("invert", false);
    layer.padToMaxTokens = s.getBoolean("pad_to_max_tokens", false);
    if (!"floormod".equals(s.getString("oov_method", "floormod"))) {
      throw new IllegalArgumentException(NAME + ": only oov_method floormod is supported");
    }
    layer.outputMode(s.getEnum("output_mode", CategoryOutput.INT));
    layer.dropSpecials();
    if (layer.vocabulary != null) {
      checked(layer.vocabulary);
    }
    return layer;
  }

  /** A vocabulary in a file may start with the special tokens, as listed by Keras. */
  private void dropSpecials() {
    int[] specials = new int[specials()];
    Arrays.fill(specials, oovToken);
    if (hasMask()) {
      specials[0] = maskToken;
    }
    if (vocabulary != null
        && vocabulary.length > specials.length
        && Arrays.equals(vocabulary, 0, specials.length, specials, 0, specials.length)) {
      vocabulary = Arrays.copyOfRange(vocabulary, specials.length, vocabulary.length);
    }
  }

  /**
   * Sets the number of out-of-vocabulary indices; default 1. With several, unknown numbers are
   * assigned by remainder.
   */
  public IntegerLookup numOovIndices(int places) {
    unbuilt().numOovIndices = Require.notNegative(NAME, "num_oov_indices", places);
    return this;
  }

  /**
   * Sets the mask token, the number that means padding and has index 0; null, the default, for
   * none.
   */
  public IntegerLookup maskToken(Integer token) {
    unbuilt().maskToken = token;
    return this;
  }

  /** Sets the maximum number of indices after {@link #adapt}; default no limit. */
  public IntegerLookup maxTokens(int most) {
    unbuilt().maxTokens = Require.positive(NAME, "max_tokens", most);
    return this;
  }

  /** Sets whether to map indices back to numbers; default false. */
  public IntegerLookup invert(boolean newInvert) {
    unbuilt().invert = newInvert;
    return this;
  }

  /** Sets the output mode; default int32 indices. */
  public IntegerLookup outputMode(CategoryOutput newOutputMode) {
    unbuilt().outputMode = Require.given(className(), "output_mode", newOutputMode);
    return this;
  }

  private int specials() {
    return numOovIndices + (hasMask() ? 1 : 0);
  }

  private boolean hasMask() {
    return maskToken != null && outputMode == CategoryOutput.INT;
  }

  /** Returns the number of each index; unknown numbers are {@code oov_token}, -1 by default. */
  public List<Integer> vocabulary() {
    List<Integer> all = new ArrayList<>();
    if (hasMask()) {
      all.add(maskToken);
    }
    IntStream.range(0, numOovIndices).forEach(i -> all.add(oovToken));
    if (vocabulary != null) {
      Arrays.stream(vocabulary).forEach(all::add);
    }
    return all;
  }

  /** Learns the vocabulary: the most frequent numbers first. */
  public void adapt(Tensor data) {
    Require.numbers(NAME, data);
    unbuilt();
    Map<Integer, Integer> counts = new TreeMap<>(Comparator.reverseOrder());
    for (int i = 0; i < data.size(); i++) {
      int number = data.dtype() == DType.INT32 ? data.ints()[i] : (int) data.at(i);
      counts.merge(number, 1, Integer::sum);
    }
    counts.remove(oovToken);
    if (maskToken != null) {
      counts.remove(maskToken);
    }
    vocabulary =
        counts.entrySet().stream()
            .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
            .limit(maxTokens == null ? Integer.MAX_VALUE : Math.max(0, maxTokens - specials()))
            .mapToInt(Map.Entry::getKey)
            .toArray();
  }

  @Override
  protected void build(List<Shape> inputShapes) {
    if (vocabulary == null) {
      throw new IllegalStateException(
          this
              + " has no vocabulary yet; call adapt(data) first (Keras does not store a learned "
              + "vocabulary in .h5 files, only in .keras files)");
    }
    for (int number : vocabulary) {
      if (invert && Math.abs((long) number) > EXACT) {
        throw new IllegalArgumentException(
            ("%s: when inverted, it returns only numbers up to %d exactly; the vocabulary contains "
                    + "%d")
                .formatted(this, EXACT, number));
      }
    }
  }

  @Override
  protected Value call(Call call, Value input) {
    Value x = Categories.whole(input); // NaN is unknown
    int[] indices = IntStream.range(0, vocabulary.length).map(i -> specials() + i).toArray();
    if (invert) {
      Value unknown = Ops.constant(oovToken);
      Value found = found(x, indices, vocabulary, unknown);
      return Ops.cast(
          hasMask() ? Ops.where(Ops.equal(x, 0), Ops.constant(maskToken), found) : found,
          DType.INT32);
    }
    int first = hasMask() ? 1 : 0;
    Value unknown =
        numOovIndices == 0
            ? Ops.constant(-1)
            : numOovIndices == 1
                ? Ops.constant(first)
                : Ops.add(Ops.cast(Ops.mod(x, numOovIndices), DType.FLOAT32), first);
    Value found = found(x, vocabulary, indices, unknown);
    if (maskToken != null) {
      Value nothing = Ops.constant(hasMask() ? 0 : -1);
      found = Ops.where(Ops.equal(x, maskToken), nothing, found);
    }
    int depth = padToMaxTokens && maxTokens != null ? maxTokens : vocabulary.length + specials();
    return outputMode.encode(Ops.cast(found, DType.INT32), depth, null);
  }

  /** Returns the value of each key as float32, exact below 2^24; {@code other} for unknown keys. */
  private static Value found(Value x, int[] keys, int[] values, Value other) {
    Value is =
        Ops.cast(
            Ops.equal(
                StandIn.expandDims(x, -1),
                Ops.constant(Tensor.ofInts(Shape.of(keys.length), keys))),
            DType.FLOAT32);
    float[] floats = new float[values.length];
    IntStream.range(0, values.length).forEach(i -> floats[i] = values[i]);
    Value sum = StandIn.sumLast(Ops.multiply(is, Ops.constant(Tensor.vector(floats))));
    return Ops.where(Ops.greater(StandIn.sumLast(is), 0), sum, other);
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("invert", invert);
    config.put("max_tokens", maxTokens);
    config.put("num_oov_indices", numOovIndices);
    config.put("oov_token", oovToken);
    config.put("mask_token", maskToken);
    config.put("output_mode", outputMode.keras());
    config.put("sparse", false);
    config.put("pad_to_max_tokens", padToMaxTokens);
    config.put("vocabulary_dtype", "int64");
    config.put("idf_weights", null);
    config.put(
        "vocabulary", vocabulary == null ? null : Arrays.stream(vocabulary).boxed().toList());
    config.put("vocabulary_size", vocabulary().size());
    config.put("oov_method", "floormod");
    config.put("salt", null);
    return config;
  }
}
