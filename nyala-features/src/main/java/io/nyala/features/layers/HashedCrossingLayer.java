// SPDX-License-Identifier: Apache-2.0
package io.nyala.features.layers;

import io.nyala.data.text.HashedCrossing;
import io.nyala.layers.base.HostLayer;
import io.nyala.settings.Arguments;
import io.nyala.settings.Settings;
import io.nyala.tensor.DType;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Tensor;
import io.nyala.tensor.Type;
import java.util.List;
import java.util.Map;

/**
 * Hashes combinations of categories into a fixed number of bins: Keras's {@code HashedCrossing}.
 * Two or more inputs {@code (batch, 1)} or {@code (batch,)}, strings or int32.
 */
public final class HashedCrossingLayer extends HostLayer<HashedCrossingLayer> {
  private static final String NAME = "HashedCrossing";

  private final int bins;
  private final HashedCrossing crossing;
  private IndexOutput outputMode = IndexOutput.INT;

  /**
   * Creates the layer.
   *
   * @param bins the number of bins, at least 1
   */
  public HashedCrossingLayer(int bins) {
    this.bins = bins;
    this.crossing = new HashedCrossing(bins);
  }

  static HashedCrossingLayer from(Settings s) {
    Encodings.refuseSparse(s);
    return new HashedCrossingLayer(s.getInt("num_bins")).outputMode(Encodings.outputMode(s));
  }

  /** Sets the output mode, indices or one-hot; default int32 indices. */
  public HashedCrossingLayer outputMode(IndexOutput mode) {
    if (Arguments.given(NAME + ": output_mode", mode) != IndexOutput.INT
        && mode != IndexOutput.ONE_HOT) {
      throw new IllegalArgumentException(
          "%s: output_mode must be int or one_hot, got %s".formatted(NAME, mode.keras()));
    }
    unbuilt().outputMode = mode;
    return this;
  }

  @Override
  public String className() {
    return NAME;
  }

  /** A missing text is a category as any other. */
  @Override
  public boolean takesMissing(int input) {
    return true;
  }

  @Override
  protected List<Type> outputTypes(List<Type> inputs) {
    if (inputs.size() < 2) {
      throw new ShapeException("takes at least two inputs, got " + inputs.size());
    }
    Type first = inputs.get(0);
    for (Type type : inputs) {
      boolean single = type.shape().rank() == 1 || type.shape().rank() == 2 && is1(type);
      if (!single || !type.shape().accepts(first.shape())) {
        throw new ShapeException("expected inputs of one shape, (batch, 1) or (batch,)");
      }
      if (type.dtype() == DType.FLOAT32) {
        throw new ShapeException(
            "expected strings or integers, got float32; put such a number into a bin first, or"
                + " declare the input as input(DType.INT32, 1)");
      }
    }
    return List.of(outputMode.type(first.shape(), bins));
  }

  private static boolean is1(Type type) {
    return type.shape().last() == 1;
  }

  @Override
  protected List<Tensor> compute(List<Tensor> inputs) {
    int[] found = crossing.transform(inputs).ints();
    return List.of(outputMode.encode(found, inputs.get(0).shape(), bins, null));
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.remove("trainable"); // Keras's constructor does not take it
    config.put("dtype", outputMode == IndexOutput.INT ? "int64" : "float32");
    config.put("num_bins", bins);
    config.put("output_mode", outputMode.keras());
    config.put("sparse", false);
    return config;
  }
}
