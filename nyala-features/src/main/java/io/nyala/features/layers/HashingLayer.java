// SPDX-License-Identifier: Apache-2.0
package io.nyala.features.layers;

import io.nyala.data.text.Hashing;
import io.nyala.layers.base.HostLayer;
import io.nyala.settings.Arguments;
import io.nyala.settings.Settings;
import io.nyala.tensor.DType;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Tensor;
import io.nyala.tensor.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Hashes text, or integers, into a fixed number of bins, without a vocabulary: Keras's {@code
 * Hashing}. Different words may share a bin. Input {@code (batch, ...)} strings or int32; floats
 * are truncated to integers.
 */
public final class HashingLayer extends HostLayer<HashingLayer> {
  private static final String NAME = "Hashing";

  private final int bins;
  private Object maskValue;
  private long[] salt;
  private IndexOutput outputMode = IndexOutput.INT;

  /**
   * Creates the layer.
   *
   * @param bins the number of bins, at least 1, including that of the mask
   */
  public HashingLayer(int bins) {
    new Hashing(bins); // checks
    this.bins = bins;
  }

  static HashingLayer from(Settings s) {
    Encodings.refuseSparse(s);
    HashingLayer layer = new HashingLayer(s.getInt("num_bins")).outputMode(Encodings.outputMode(s));
    if (s.get("mask_value") instanceof Number number) {
      layer.maskValue(number.intValue());
    } else if (s.has("mask_value")) {
      layer.maskValue(s.getString("mask_value", null));
    }
    layer.salt = Encodings.salt(s);
    return layer;
  }

  /** Reserves bin 0 for a word, often the empty one; none by default. */
  public HashingLayer maskValue(String word) {
    unbuilt().maskValue = word;
    return this;
  }

  /** Reserves bin 0 for a number. */
  public HashingLayer maskValue(int number) {
    unbuilt().maskValue = number;
    return this;
  }

  /** Uses SipHash with this key for both halves, so that collisions cannot be provoked. */
  public HashingLayer salt(long key) {
    return salt(key, key);
  }

  /** Uses SipHash with both halves of the key. */
  public HashingLayer salt(long first, long second) {
    unbuilt().salt = new long[] {first, second};
    return this;
  }

  /** Sets the output mode; default int32 indices. */
  public HashingLayer outputMode(IndexOutput mode) {
    if (Arguments.given(NAME + ": output_mode", mode) == IndexOutput.TF_IDF) {
      throw new IllegalArgumentException(
          NAME + ": output_mode must be int, one_hot, multi_hot or count, got tf_idf");
    }
    unbuilt().outputMode = mode;
    return this;
  }

  @Override
  public String className() {
    return NAME;
  }

  @Override
  public boolean takesMissing(int input) {
    return "".equals(maskValue);
  }

  @Override
  protected List<Type> outputTypes(List<Type> inputs) {
    if (inputs.size() != 1) {
      throw new ShapeException("takes one input, got " + inputs.size());
    }
    boolean text = inputs.get(0).dtype() == DType.STRING;
    if (maskValue != null && text != maskValue instanceof String) {
      throw new ShapeException(
          "the mask is %s, but the input is %s"
              .formatted(text ? "a number" : "a word", inputs.get(0).dtype().keras()));
    }
    return List.of(outputMode.type(inputs.get(0).shape(), bins));
  }

  @Override
  protected List<Tensor> compute(List<Tensor> inputs) {
    Hashing hashing = new Hashing(bins);
    if (maskValue != null) {
      hashing.maskValue(maskValue.toString());
    }
    if (salt != null) {
      hashing.salt(salt[0], salt[1]);
    }
    Tensor x = inputs.get(0);
    Tensor found =
        x.dtype() == DType.STRING
            ? hashing.transform(Arrays.asList(x.strings()))
            : hashing.transform(x);
    return List.of(outputMode.encode(found.ints(), x.shape(), bins, null));
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("dtype", outputMode == IndexOutput.INT ? "int64" : "float32");
    config.put("num_bins", bins);
    config.put("salt", salt == null ? null : List.of(salt[0], salt[1]));
    config.put("mask_value", maskValue);
    config.put("output_mode", outputMode.keras());
    config.put("sparse", false);
    return config;
  }
}
