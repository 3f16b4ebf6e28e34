// SPDX-License-Identifier: Apache-2.0
package io.nyala.features;

import static io.nyala.layers.Layers.concatenate;

import io.nyala.features.layers.MissingValues;
import io.nyala.layers.base.Layer;
import io.nyala.layers.preprocessing.Normalization;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts the encoded features together. Numbers are scaled by one layer for all of them, so that a
 * row takes few steps.
 */
final class Encoder {
  /**
   * A number.
   *
   * @param input the model's input
   * @param log whether its logarithm is taken
   * @param fill the number for missing values; NaN if there are none
   * @param indicator whether a missing value is also indicated
   * @param center what is subtracted
   * @param scale what the difference is divided by
   */
  record Scaled(
      Value input, boolean log, double fill, boolean indicator, double center, double scale) {}

  private final List<Scaled> numbers = new ArrayList<>();
  private final List<Value> others = new ArrayList<>();

  void add(Scaled number) {
    numbers.add(number);
  }

  void add(Value encoded) {
    others.add(encoded);
  }

  /** Returns the encoded vector, {@code (batch, width)}: numbers, their indicators, the others. */
  Value result() {
    List<Value> indicators = new ArrayList<>();
    List<Value> groups = new ArrayList<>();
    List<Scaled> order = new ArrayList<>();
    for (boolean log : new boolean[] {false, true}) {
      List<Scaled> group = numbers.stream().filter(n -> n.log == log).toList();
      if (!group.isEmpty()) {
        Value together = together(group, log ? "large_numbers" : "numbers", indicators);
        groups.add(log ? signedLog(together) : together);
        order.addAll(group);
      }
    }
    List<Value> all = new ArrayList<>();
    if (!groups.isEmpty()) {
      all.add(scaled(joined(groups, "all_numbers"), order));
    }
    all.addAll(indicators);
    all.addAll(others);
    return joined(all, "features");
  }

  private static Value together(List<Scaled> group, String name, List<Value> indicators) {
    List<Value> inputs = group.stream().map(Scaled::input).toList();
    if (group.stream().allMatch(n -> Double.isNaN(n.fill))) {
      return joined(inputs, name);
    }
    double[] fills = group.stream().mapToDouble(Scaled::fill).toArray();
    boolean[] indicated = new boolean[fills.length];
    for (int i = 0; i < fills.length; i++) {
      indicated[i] = group.get(i).indicator;
    }
    List<Value> outputs =
        new MissingValues(fills, indicated).named(name + "_filled").applyAll(inputs);
    indicators.addAll(outputs.subList(1, outputs.size()));
    return outputs.get(0);
  }

  /** Returns {@code sign(x) log(1 + |x|)}, which exists for all numbers. */
  private static Value signedLog(Value x) {
    return Ops.multiply(Ops.sign(x), Ops.log1p(Ops.abs(x)));
  }

  private static Value scaled(Value x, List<Scaled> order) {
    float[] centers = new float[order.size()];
    float[] variances = new float[order.size()];
    boolean any = false;
    for (int i = 0; i < centers.length; i++) {
      Scaled n = order.get(i);
      centers[i] = (float) n.center;
      variances[i] = (float) (n.scale * n.scale);
      any |= n.center != 0 || n.scale != 1;
    }
    if (!any) {
      return x;
    }
    Layer normalization =
        new Normalization()
            .moments(Tensor.vector(centers), Tensor.vector(variances))
            .named("numbers_scaled");
    return normalization.apply(x);
  }

  private static Value joined(List<Value> values, String name) {
    return values.size() == 1
        ? values.get(0)
        : concatenate().named(name).apply(values.toArray(Value[]::new));
  }
}
