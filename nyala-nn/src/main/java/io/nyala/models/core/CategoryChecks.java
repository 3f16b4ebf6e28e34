// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.core;

import io.nyala.layers.base.Categories;
import io.nyala.layers.base.Layer;
import io.nyala.ops.Value;
import io.nyala.tensor.DType;
import io.nyala.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Determines which inputs of a model are categories because a layer uses them as such, and checks
 * data accordingly. The messages name the row, the column and the layer.
 */
public final class CategoryChecks {
  private record Demand(int input, Layer layer, int count) {}

  private final List<Value> inputs;
  private final List<Demand> demands = new ArrayList<>();

  /** Starts with the symbolic inputs of a model, which is then traced. */
  CategoryChecks(List<Value> inputs) {
    this.inputs = inputs;
  }

  /** Records a layer's call if its argument is an input of the model. */
  void note(Layer layer, List<Value> given) {
    int input = given.isEmpty() ? -1 : inputs.indexOf(given.get(0));
    if (layer instanceof Categories taker && input >= 0) {
      demands.add(new Demand(input, layer, taker.categories()));
    }
  }

  /**
   * Checks data.
   *
   * @param kind a word before "x" in messages, for example {@code "validation "}
   * @throws IllegalArgumentException if a number is not a category, or does not fit in an int32
   *     where the model declares int32
   */
  public void check(String kind, List<Tensor> x) {
    for (Demand d : demands) {
      Tensor t = x.get(d.input());
      int bad = t.dtype() == DType.INT32 ? bad(t.ints(), d.count()) : bad(t.floats(), d.count());
      if (bad >= 0) {
        throw refusal(d, bad, number(t, bad), named(kind, x, d.input(), bad));
      }
    }
    for (int i = 0; i < x.size(); i++) {
      if (inputs.get(i).dtype() == DType.INT32 && x.get(i).dtype() != DType.INT32) {
        int bad = bad(x.get(i).floats());
        if (bad >= 0) {
          throw new IllegalArgumentException(
              "%s is %s, which is not valid for the model's int32 input"
                  .formatted(named(kind, x, i, bad), number(x.get(i), bad)));
        }
      }
    }
  }

  /** Checks one row of a model with one input, without allocating memory. */
  public void check(float[] row) {
    for (int i = 0; i < demands.size(); i++) {
      Demand d = demands.get(i);
      int bad = bad(row, d.count());
      if (bad >= 0) {
        throw refusal(d, bad, number(row[bad]), "column %d of the row".formatted(bad));
      }
    }
  }

  /** Returns the position of the first element that is not a category, or -1. */
  private static int bad(float[] values, int count) {
    for (int i = 0; i < values.length; i++) {
      float v = values[i];
      // Fractions are truncated, as in Keras: values above -1 become at least 0.
      if (count == Categories.ANY ? Float.isNaN(v) : !(v > -1 && v < count)) {
        return i;
      }
    }
    return -1;
  }

  private static int bad(int[] values, int count) {
    for (int i = 0; i < values.length && count != Categories.ANY; i++) {
      if (values[i] < 0 || values[i] >= count) {
        return i;
      }
    }
    return -1;
  }

  /** Returns the position of the first element that does not fit in an int32, or -1. */
  private static int bad(float[] values) {
    for (int i = 0; i < values.length; i++) {
      if (!(values[i] >= -0x1p31f && values[i] < 0x1p31f)) {
        return i;
      }
    }
    return -1;
  }

  private static String named(String kind, List<Tensor> x, int input, int at) {
    String where = Inputs.place(x.get(input).shape(), at);
    return where + " of " + kind + (x.size() == 1 ? "x" : "x " + input);
  }

  private static String number(Tensor t, int at) {
    return t.dtype() == DType.INT32 ? Integer.toString(t.ints()[at]) : number(t.at(at));
  }

  private static String number(float value) {
    return value == (int) value ? Integer.toString((int) value) : Float.toString(value);
  }

  private static IllegalArgumentException refusal(
      Demand d, int position, String number, String where) {
    if (d.count() == Categories.ANY || number.equals("NaN")) {
      return new IllegalArgumentException(
          "%s: %s is %s, which is not a category".formatted(d.layer(), where, number));
    }
    return new IllegalArgumentException(
        ("%s: %s is %s, which has no vector (gather from embeddings: index %s at position %d is "
                + "outside [0, %d)); map such numbers to valid ones, or increase the size of the layer")
            .formatted(d.layer(), where, number, number, position, d.count()));
  }
}
