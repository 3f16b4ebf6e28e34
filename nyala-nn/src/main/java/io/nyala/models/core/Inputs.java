// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.core;

import io.nyala.batches.Batch;
import io.nyala.batches.BatchSource;
import io.nyala.layers.base.Layer;
import io.nyala.ops.Value;
import io.nyala.settings.Arguments;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Tensor;
import io.nyala.tensor.Type;
import java.util.List;
import java.util.stream.IntStream;

/** Compares the inputs given to a model with those that it accepts. */
public final class Inputs {
  /** The lowest exponent bit of a float32. */
  private static final int ONE_EXPONENT = 0x0080_0000;

  private Inputs() {}

  /** Returns a list of one tensor, which must not be null. The name is used in the message. */
  public static List<Tensor> one(String name, Tensor tensor) {
    return List.of(Arguments.given(name, tensor));
  }

  /** Returns the number of rows of data, at least 1. */
  public static int rows(List<Tensor> x) {
    List<Tensor> given = Arguments.allGiven("x", x);
    return given.isEmpty() || given.get(0).shape().rank() == 0
        ? 1
        : Math.max(1, given.get(0).shape().dim(0));
  }

  /** Returns the types of data. Integers are treated as floats where no type is declared. */
  public static List<Type> types(List<Tensor> x) {
    return x.stream()
        .map(
            t ->
                t.dtype() == DType.STRING
                    ? new Type(t.shape(), DType.STRING)
                    : Type.floats(t.shape()))
        .toList();
  }

  /**
   * Checks the inputs of a model and returns those of its program, which layers that work before it
   * compute from them.
   *
   * @param kind a word before "x" in messages, for example {@code "validation "}
   */
  public static List<Tensor> ofProgram(ModelCore model, String kind, List<Tensor> x) {
    List<Type> expected = model.inputTypes();
    checkShapes(model, expected, x.stream().map(Tensor::shape).toList());
    for (int i = 0; i < x.size(); i++) {
      boolean text = x.get(i).dtype() == DType.STRING;
      if (text != (expected.get(i).dtype() == DType.STRING)) {
        throw new IllegalArgumentException(
            "%s: %sinput%s: expected %s, got %s%s"
                .formatted(
                    model,
                    kind,
                    x.size() == 1 ? "" : " " + i,
                    text ? "numbers" : "strings (Tensor.ofStrings)",
                    x.get(i).dtype().keras(),
                    text
                        ? "; declare the input as input(DType.STRING, ...) and put a layer behind"
                            + " it that turns text into numbers"
                        : ""));
      }
    }
    List<Tensor> program = model.programInputs(x);
    model.categories().check(kind, program);
    return program;
  }

  /** Returns the first batch of the first pass. */
  public static Batch first(BatchSource data) {
    try (BatchSource.Pass pass = data.open(0)) {
      Batch batch = pass.next();
      if (batch == null) {
        throw new IllegalArgumentException("the data are empty");
      }
      return batch;
    }
  }

  /** Checks symbolic inputs against declared types. */
  public static void check(Layer model, List<Type> expected, List<Value> inputs) {
    checkShapes(model, expected, inputs.stream().map(Value::shape).toList());
  }

  /** Checks the shapes of data against declared types. */
  public static void checkShapes(Object model, List<Type> expected, List<Shape> got) {
    if (got.size() != expected.size()) {
      throw new ShapeException(
          "%s: expected %d inputs, got %d".formatted(model, expected.size(), got.size()));
    }
    for (int i = 0; i < got.size(); i++) {
      if (!expected.get(i).shape().accepts(got.get(i))) {
        throw new ShapeException(
            "%s: expected input%s %s, got %s%s"
                .formatted(
                    model,
                    got.size() == 1 ? "" : " " + i,
                    withBatch(expected.get(i).shape()),
                    withBatch(got.get(i)),
                    hint(expected.get(i).shape(), got.get(i))));
      }
    }
  }

  private static String hint(Shape expected, Shape got) {
    if (got.rank() + 1 == expected.rank() && expected.slice(1, expected.rank()).accepts(got)) {
      return "; for a single row, add a batch axis of 1";
    }
    long want = elements(expected);
    if (got.rank() > 1 && want == elements(got)) {
      return "; the rows have the right number of elements: reshape them";
    }
    return "";
  }

  private static long elements(Shape s) {
    return IntStream.range(1, s.rank()).mapToLong(s::dim).reduce(1, (a, b) -> a * b);
  }

  /** Formats a shape, with the first axis as {@code batch} if it is unknown. */
  public static String withBatch(Shape s) {
    String text = s.toString();
    return s.rank() > 0 && s.dim(0) == Shape.UNKNOWN ? "(batch" + text.substring(2) : text;
  }

  /** Adds to a message what precedes the layer that raised the error. */
  public static ShapeException withNeighbour(ShapeException e, String above, Shape shape) {
    ShapeException located =
        new ShapeException(
            "%s; %s above it gives %s".formatted(e.getMessage(), above, withBatch(shape)));
    located.initCause(e);
    return located;
  }

  /** Returns the only output. */
  public static Tensor only(ModelCore model, List<Tensor> outputs) {
    if (outputs.size() != 1) {
      throw new IllegalArgumentException(
          "%s has %d outputs %s; call predict with a list of inputs"
              .formatted(model, outputs.size(), model.outputNames()));
    }
    return outputs.get(0);
  }

  /**
   * Rejects NaN and infinite elements. The message names the first one by row and column.
   *
   * @param what names the tensor in the message
   */
  public static void checkFinite(String what, Tensor t) {
    if (t.dtype() == DType.INT32 || t.dtype() == DType.STRING) {
      return;
    }
    float[] data = t.floats();
    int bad = 0;
    // Adding one to an exponent of all ones, which NaN and infinity have, sets the sign bit.
    for (float v : data) {
      bad |= (Float.floatToRawIntBits(v) & 0x7FFF_FFFF) + ONE_EXPONENT;
    }
    if (bad >= 0) {
      return;
    }
    int i = 0;
    while (Float.isFinite(data[i])) {
      i++;
    }
    throw new IllegalArgumentException(
        "%s has %s in %s; remove or fill such rows before training"
            .formatted(what, data[i], place(t.shape(), i)));
  }

  /** Describes the position of an element for a message. */
  static String place(Shape shape, int at) {
    int width = shape.size() / shape.dim(0);
    return "row " + at / width + column(shape, at % width);
  }

  private static String column(Shape shape, int inRow) {
    if (shape.rank() < 2) {
      return "";
    }
    if (shape.rank() == 2) {
      return ", column " + inRow;
    }
    StringBuilder position = new StringBuilder();
    int[] strides = shape.strides();
    int rest = inRow;
    for (int axis = 1; axis < shape.rank(); axis++) {
      position.append(axis == 1 ? "" : ", ").append(rest / strides[axis]);
      rest %= strides[axis];
    }
    return ", position (" + position + ")";
  }
}
