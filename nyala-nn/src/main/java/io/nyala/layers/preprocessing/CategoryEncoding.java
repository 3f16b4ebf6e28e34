// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.preprocessing;

import io.nyala.layers.base.Call;
import io.nyala.layers.base.Categories;
import io.nyala.layers.base.ChainedLayer;
import io.nyala.layers.support.Require;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import io.nyala.tensor.ShapeException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Integers encoded as vectors: {@code (batch, n)} to {@code (batch, numTokens)}, or with {@link
 * CategoryOutput#ONE_HOT} to {@code (batch, n, numTokens)}. An optional second input of the same
 * shape contains count weights.
 */
public final class CategoryEncoding extends ChainedLayer<CategoryEncoding> implements Categories {
  private static final String NAME = "CategoryEncoding";

  private final int numTokens;
  private CategoryOutput outputMode = CategoryOutput.MULTI_HOT;

  /**
   * Creates the layer.
   *
   * @param numTokens the number of categories; inputs are from 0 to {@code numTokens - 1}
   */
  public CategoryEncoding(int numTokens) {
    this.numTokens = Require.positive(NAME, "num_tokens", numTokens);
  }

  static CategoryEncoding from(Settings s) {
    return new CategoryEncoding(s.getInt("num_tokens"))
        .outputMode(s.getEnum("output_mode", CategoryOutput.MULTI_HOT));
  }

  /** Sets the output mode; default multi-hot. */
  public CategoryEncoding outputMode(CategoryOutput newOutputMode) {
    if (Require.given(NAME, "output_mode", newOutputMode) == CategoryOutput.INT) {
      throw new IllegalArgumentException(
          NAME + ": output_mode must be one_hot, multi_hot or count, got int");
    }
    unbuilt().outputMode = newOutputMode;
    return this;
  }

  /** Numbers out of range leave their vector empty; NaN is rejected. */
  @Override
  public int categories() {
    return ANY;
  }

  @Override
  protected List<Value> call(Call call, List<Value> inputs) {
    if (inputs.size() > 2) {
      throw new ShapeException("takes numbers and optionally weights, got " + inputs.size());
    }
    Value numbers = Categories.whole(inputs.get(0));
    Value weights = inputs.size() > 1 ? inputs.get(1) : null;
    return List.of(outputMode.encode(numbers, numTokens, weights));
  }

  @Override
  public Map<String, Object> callForm(List<Object> operands) {
    Map<String, Object> form = new LinkedHashMap<>(super.callForm(operands.subList(0, 1)));
    if (operands.size() > 1) {
      form.put("kwargs", Map.of("count_weights", operands.get(1)));
    }
    return form;
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("num_tokens", numTokens);
    config.put("output_mode", outputMode.keras());
    return config;
  }
}
