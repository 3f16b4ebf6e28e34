// SPDX-License-Identifier: Apache-2.0
package io.nyala.features;

import static io.nyala.layers.Layers.concatenate;

import io.nyala.features.layers.MissingValues;
import io.nyala.layers.base.Layer;
import io.nyala.layers.preprocessing.Normalization;
import io.nyala.layers.preprocessing.Rescaling;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Puts the encoded features together. Numbers are scaled by one layer for all of them, so that a
 * row takes few steps.
 */
final class Encoder {
  /**
   * A number.
   *
   * @param input the model's input
   * @param unit the typical size, if the logarithm is taken; otherwise 0
   * @param fill the number for missing values; NaN if there are none
   * @param indicator whether a missing value is also indicated
   * @param center what is subtracted
   * @param scale what the difference is divided by
   */
  record Scaled(
      Value input, double unit, double fill, boolean indicator, double center, double scale) {}

  private final List<Scaled> numbers = new ArrayList<>();
  private final List<Value> others = new ArrayList<>();
  private final Set<String> taken = new HashSet<>();

  /**
   * Starts without features.
   *
   * @param inputNames the names of the model's inputs, which no layer may have
   */
  Encoder(Collection<String> inputNames) {
    taken.addAll(inputNames);
  }

  /** Returns a name for a layer, with a number behind it if it is taken. */
  String unique(String name) {
    String free = name;
    for (int n = 1; !taken.add(free); n++) {
      free = name + "_" + n;
    }
    return free;
  }

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
      List<Scaled> group = numbers.stream().filter(n -> n.unit > 0 == log).toList();
      if (!group.isEmpty()) {
        Value together = together(group, log ? "large_numbers" : "numbers", indicators);
        groups.add(log ? signedLog(together, group) : together);
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

  private Value together(List<Scaled> group, String name, List<Value> indicators) {
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
        new MissingValues(fills, indicated).named(unique(name + "_filled")).applyAll(inputs);
    indicators.addAll(outputs.subList(1, outputs.size()));
    return outputs.get(0);
  }

  /** Returns {@code sign(x) log(1 + |x| / unit)}, which exists for all numbers. */
  private Value signedLog(Value numbers, List<Scaled> group) {
    double[] scales = group.stream().mapToDouble(n -> 1 / n.unit).toArray();
    Value x = new Rescaling(scales, new double[] {0}).named(unique("numbers_sized")).apply(numbers);
    return Ops.multiply(Ops.sign(x), Ops.log1p(Ops.abs(x)));
  }

  private Value scaled(Value x, List<Scaled> order) {
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
            .named(unique("numbers_scaled"));
    return normalization.apply(x);
  }

  private Value joined(List<Value> values, String name) {
    return values.size() == 1
        ? values.get(0)
        : concatenate().named(unique(name)).apply(values.toArray(Value[]::new));
  }
}
