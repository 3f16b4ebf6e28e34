// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.operations;

import io.nyala.activations.ActivationFunction;
import io.nyala.activations.Activations;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import io.nyala.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Keras's operations between layers of {@code keras.src.ops.nn}, and those around padding. */
final class NeuralOperations {
  private NeuralOperations() {}

  static void addTo(Map<String, FileOperations.Function> all) {
    Map<String, ActivationFunction> plain =
        Map.of(
            "Relu6", Activations.RELU6,
            "Selu", Activations.SELU,
            "Silu", Activations.SILU,
            "Softsign", Activations.SOFTSIGN,
            "HardSigmoid", Activations.HARD_SIGMOID,
            "HardSilu", Activations.HARD_SILU);
    plain.forEach((name, f) -> all.put(name, (in, s) -> f.apply(x(in))));
    all.put("Elu", (in, s) -> Activations.elu(s.getDouble("alpha", 1)).apply(x(in)));
    all.put(
        "LeakyRelu",
        (in, s) -> Activations.leakyRelu(s.getDouble("negative_slope", 0.2)).apply(x(in)));
    all.put("Gelu", (in, s) -> Activations.gelu(s.getBoolean("approximate", true)).apply(x(in)));
    all.put("OneHot", (in, s) -> Ops.oneHot(ints(in, 0, "x"), s.getInt("num_classes")));
    all.put(
        "Take", (in, s) -> Ops.take(in.value(0, "x"), ints(in, 1, "indices"), s.getInt("axis", 0)));
    all.put("Pad", NeuralOperations::pad);
  }

  private static Value x(CallArguments in) {
    return Ops.cast(in.value(0, "x"), DType.FLOAT32);
  }

  private static Value ints(CallArguments in, int place, String name) {
    return Ops.cast(in.value(place, name), DType.INT32);
  }

  private static Value pad(CallArguments in, Settings s) {
    Value padded = in.value(0, "x");
    if (!s.getString("mode", "constant").equals("constant")
        || !(s.get("pad_width") instanceof List<?> ends)
        || ends.size() != padded.shape().rank()) {
      throw new IllegalArgumentException(
          "operation Pad: expected mode constant and a pair for each axis, got %s and %s"
              .formatted(s.get("mode"), s.get("pad_width")));
    }
    float value = in.get(1, "constant_values") instanceof Number n ? n.floatValue() : 0;
    for (int axis = 0; axis < ends.size(); axis++) {
      int[] pair = new Settings("Pad", Map.of("pad_width", ends.get(axis))).getInts("pad_width");
      if (pair[0] != 0 || pair[1] != 0) {
        padded = Ops.pad(padded, axis, pair[0], pair[1], value);
      }
    }
    return padded;
  }

  /** Splits an axis into a number of equal parts, or at the given indices. */
  static List<Value> split(CallArguments in, Settings s) {
    Value x = in.value(0, "x");
    int axis = s.getInt("axis", 0);
    int[] at = s.getInts("indices_or_sections");
    if (!(s.get("indices_or_sections") instanceof List<?>)) {
      return Ops.split(x, at[0], axis);
    }
    List<Value> parts = new ArrayList<>();
    int from = 0;
    for (int end : at) {
      parts.add(Ops.slice(x, axis, from, end - from));
      from = end;
    }
    parts.add(Ops.slice(x, axis, from, x.shape().dim(axis) - from));
    return parts;
  }
}
