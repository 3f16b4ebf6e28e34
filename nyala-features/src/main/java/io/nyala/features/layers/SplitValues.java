// SPDX-License-Identifier: Apache-2.0
package io.nyala.features.layers;

import io.nyala.settings.Arguments;
import io.nyala.settings.Settings;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Tensor;
import io.nyala.tensor.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Splits texts such as {@code red|blue} at a separator. Spaces around values are removed, and empty
 * values left out.
 *
 * <p>Input: strings {@code (batch, 1)}. Output: strings {@code (batch, most values of a row)}, with
 * empty strings behind the last value of each row.
 */
public final class SplitValues extends OwnLayer<SplitValues> {
  private final String separator;

  /**
   * Creates the layer.
   *
   * @param separator one or more characters, literally
   */
  public SplitValues(String separator) {
    if (Arguments.given("separator", separator).isEmpty()) {
      throw new IllegalArgumentException("SplitValues: the separator is empty");
    }
    this.separator = separator;
  }

  static SplitValues from(Settings s) {
    return new SplitValues(s.getString("separator", null));
  }

  /** Returns the values of a text. */
  public List<String> split(String text) {
    List<String> values = new ArrayList<>();
    int from = 0;
    while (from <= text.length()) {
      int end = text.indexOf(separator, from);
      int to = end < 0 ? text.length() : end;
      String value = text.substring(from, to).strip();
      if (!value.isEmpty()) {
        values.add(value);
      }
      from = to + separator.length();
    }
    return values;
  }

  /** A missing text has no values. */
  @Override
  public boolean takesMissing(int input) {
    return true;
  }

  @Override
  protected List<Type> outputTypes(List<Type> inputs) {
    Type type = inputs.get(0);
    if (inputs.size() != 1
        || type.dtype() != DType.STRING
        || type.shape().rank() != 2
        || type.shape().last() != 1) {
      throw new ShapeException("expected one column of strings (batch, 1)");
    }
    return List.of(new Type(type.shape().with(1, Shape.UNKNOWN), DType.STRING));
  }

  @Override
  protected List<Tensor> compute(List<Tensor> inputs) {
    List<List<String>> rows = Arrays.stream(inputs.get(0).strings()).map(this::split).toList();
    int width = Math.max(1, rows.stream().mapToInt(List::size).max().orElse(1));
    String[] all = new String[rows.size() * width];
    Arrays.fill(all, "");
    for (int r = 0; r < rows.size(); r++) {
      for (int i = 0; i < rows.get(r).size(); i++) {
        all[r * width + i] = rows.get(r).get(i);
      }
    }
    return List.of(Tensor.ofStrings(Shape.of(rows.size(), width), all));
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("separator", separator);
    return config;
  }
}
