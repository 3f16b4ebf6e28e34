// SPDX-License-Identifier: Apache-2.0
package io.nyala.tensor;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Prints tensors like NumPy: nested brackets, aligned columns, abbreviated in the middle. */
final class TensorText {
  /** Larger tensors are abbreviated. */
  private static final int WHOLE = 100;

  /** The number of positions shown at each end of an abbreviated axis. */
  private static final int EDGE = 3;

  /** Longer texts are cut. */
  private static final int LONGEST = 60;

  private static final int MOST_DECIMALS = 6;
  private static final double LARGE = 1e8;
  private static final double SMALL = 1e-4;

  private final Tensor tensor;
  private final int[] strides;
  private final List<Integer> shown = new ArrayList<>();
  private boolean exponent;
  private int decimals = 1;
  private int width;

  private TensorText(Tensor tensor) {
    this.tensor = tensor;
    this.strides = tensor.shape().strides();
  }

  static String of(Tensor tensor) {
    String type = tensor.dtype().keras() + tensor.shape();
    if (tensor.size() == 0) {
      return type + " []";
    }
    TensorText text = new TensorText(tensor);
    text.collect(0, 0);
    text.chooseFormat();
    return type + (tensor.shape().rank() > 1 ? "\n" : " ") + text.nested(0, 0);
  }

  /** Describes a request for numbers that a tensor does not have. */
  static IllegalStateException noNumbers(Tensor t, String otherwise) {
    return new IllegalStateException(
        t.dtype() == DType.STRING
            ? "a tensor of strings "
                + t.shape()
                + " has no numbers; turn text into numbers first, for example by looking it up in"
                + " a vocabulary"
            : "a tensor of " + t.dtype().keras() + " has " + otherwise);
  }

  /** Returns the positions of an axis to show, -1 for the omitted ones. */
  private int[] positions(int axis) {
    int n = tensor.shape().dim(axis);
    return tensor.size() <= WHOLE || n <= 2 * EDGE
        ? IntStream.range(0, n).toArray()
        : IntStream.concat(
                IntStream.concat(IntStream.range(0, EDGE), IntStream.of(-1)),
                IntStream.range(n - EDGE, n))
            .toArray();
  }

  private void collect(int axis, int at) {
    if (axis == strides.length) {
      shown.add(at);
      return;
    }
    for (int i : positions(axis)) {
      if (i >= 0) {
        collect(axis + 1, at + i * strides[axis]);
      }
    }
  }

  private void chooseFormat() {
    if (tensor.dtype() == DType.FLOAT32) {
      List<Float> numbers = shown.stream().map(tensor::at).filter(Float::isFinite).toList();
      exponent =
          numbers.stream().mapToDouble(Math::abs).anyMatch(a -> a >= LARGE || (a > 0 && a < SMALL));
      for (float number : exponent ? List.<Float>of() : numbers) {
        BigDecimal shortest = new BigDecimal(Float.toString(number)).stripTrailingZeros();
        decimals = Math.max(decimals, Math.min(MOST_DECIMALS, shortest.scale()));
      }
    }
    width = shown.stream().mapToInt(at -> element(at).length()).max().orElse(0);
  }

  private String element(int at) {
    float x = tensor.dtype() == DType.STRING ? 0 : tensor.at(at);
    return switch (tensor.dtype()) {
      case STRING -> quoted(tensor.strings()[at]);
      case INT32 -> Integer.toString(tensor.ints()[at]);
      case BOOL -> x != 0 ? "true" : "false";
      case FLOAT32 ->
          Float.isNaN(x)
              ? "nan"
              : Float.isInfinite(x)
                  ? (x > 0 ? "inf" : "-inf")
                  : exponent
                      ? String.format(Locale.ROOT, "%.5e", x)
                      : new BigDecimal(Float.toString(x))
                          .setScale(decimals, RoundingMode.HALF_EVEN)
                          .toPlainString();
    };
  }

  private static String quoted(String s) {
    String shown = s.length() <= LONGEST ? s : s.substring(0, LONGEST) + "...";
    return '"'
        + shown
            .replace("\\", "\\\\")
            .replace("\"", "\\\"")
            .replace("\n", "\\n")
            .replace("\t", "\\t")
        + '"';
  }

  private String nested(int axis, int at) {
    if (axis == strides.length) {
      return " ".repeat(width - element(at).length()) + element(at);
    }
    int inner = strides.length - 1 - axis;
    String separator = inner == 0 ? ", " : "," + "\n".repeat(inner) + " ".repeat(axis + 1);
    StringBuilder s = new StringBuilder("[");
    for (int i : positions(axis)) {
      s.append(s.length() == 1 ? "" : separator);
      s.append(i < 0 ? "..." : nested(axis + 1, at + i * strides[axis]));
    }
    return s.append("]").toString();
  }
}
