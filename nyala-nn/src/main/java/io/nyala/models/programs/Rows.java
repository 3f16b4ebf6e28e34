// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.programs;

import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.tensor.Type;
import java.util.ArrayList;
import java.util.List;

/** Inputs, targets and sample weights with corresponding rows. */
public final class Rows {
  /** Below this width a loop is faster than arraycopy. */
  private static final int NARROW = 16;

  private final List<Tensor> x;
  private final List<Tensor> y;
  private final List<Tensor> weights;
  private final Tensor[] all;
  private final int[] widths;
  private final int first;
  private final int count;

  /**
   * Checks that all tensors have the same number of rows.
   *
   * @param weights sample weights, one per output, or empty
   */
  public Rows(List<Tensor> x, List<Tensor> y, List<Tensor> weights) {
    this.x = List.copyOf(x);
    this.y = List.copyOf(y);
    this.weights = List.copyOf(weights);
    List<Tensor> together = new ArrayList<>(x);
    together.addAll(y);
    together.addAll(weights);
    all = together.toArray(Tensor[]::new);
    widths = new int[all.length];
    count = all[0].shape().rank() == 0 ? -1 : all[0].shape().dim(0);
    for (int i = 0; i < all.length; i++) {
      Shape s = all[i].shape();
      if (s.rank() == 0 || s.dim(0) != count) {
        throw new IllegalArgumentException(
            "inputs, targets and sample weights must have the same number of rows, got "
                + describe(x, y, weights));
      }
      widths[i] = count == 0 ? 0 : all[i].size() / count;
    }
    first = 0;
    if (count == 0) {
      throw new IllegalArgumentException("there are no rows: " + describe(x, y, weights));
    }
  }

  /** Creates a view of some rows. */
  private Rows(Rows whole, int first, int count) {
    this.x = whole.x;
    this.y = whole.y;
    this.weights = whole.weights;
    this.all = whole.all;
    this.widths = whole.widths;
    this.first = whole.first + first;
    this.count = count;
  }

  private static String describe(List<Tensor> x, List<Tensor> y, List<Tensor> weights) {
    return "x %s, y %s%s"
        .formatted(
            shapes(x), shapes(y), weights.isEmpty() ? "" : ", sample weights " + shapes(weights));
  }

  private static String shapes(List<Tensor> tensors) {
    List<Shape> shapes = tensors.stream().map(Tensor::shape).toList();
    return shapes.size() == 1 ? shapes.get(0).toString() : shapes.toString();
  }

  public int count() {
    return count;
  }

  /** Returns the index of the first row in the tensors. */
  public int first() {
    return first;
  }

  public List<Tensor> x() {
    return x;
  }

  public List<Tensor> y() {
    return y;
  }

  public List<Tensor> weights() {
    return weights;
  }

  Tensor tensor(int i) {
    return all[i];
  }

  /** Returns whether adjacent rows can be read in place. */
  boolean isInPlace(int i) {
    return all[i].dtype() != DType.INT32;
  }

  /** Returns the offset of a row in the floats of a tensor. */
  int offset(int i, int row) {
    return (first + row) * widths[i];
  }

  /**
   * Copies rows of one tensor consecutively.
   *
   * @param order the index of each row, or null for the given order
   * @param from the position of the first row
   */
  void gather(int i, int[] order, int from, int rows, Tensor into) {
    int width = widths[i];
    if (all[i].dtype() == DType.INT32) {
      copy(all[i].ints(), width, order, from, rows, into.ints());
    } else if (width < NARROW && order != null) {
      loop(all[i].floats(), width, order, from, rows, into.floats());
    } else {
      copy(all[i].floats(), width, order, from, rows, into.floats());
    }
  }

  /** Returns the specification for compiling a program for a batch of these rows. */
  public BatchSpec spec(int rows) {
    return new BatchSpec(
        rows,
        x.stream().map(t -> type(t, rows)).toList(),
        y.stream().map(t -> type(t, rows)).toList(),
        weights.stream().map(t -> t.shape().with(0, rows)).toList());
  }

  private static Type type(Tensor t, int rows) {
    return new Type(t.shape().with(0, rows), t.dtype());
  }

  /** Returns rows {@code from} (inclusive) to {@code to} (exclusive), in place. */
  public Rows range(int from, int to) {
    return new Rows(this, from, to - from);
  }

  /** Returns tensors of the declared types. Integers are converted where floats are required. */
  public static List<Tensor> cast(List<Tensor> tensors, List<Type> types) {
    List<Tensor> cast = new ArrayList<>();
    for (int i = 0; i < tensors.size(); i++) {
      DType want = types == null ? DType.FLOAT32 : types.get(i).dtype();
      cast.add(tensors.get(i).cast(want));
    }
    return cast;
  }

  /** Concatenates the tensors at the same index of all parts into new tensors. */
  public static List<Tensor> concatenateEach(List<List<Tensor>> parts) {
    List<Tensor> joined = new ArrayList<>();
    for (int i = 0; i < parts.get(0).size(); i++) {
      int place = i;
      joined.add(Tensor.concatenate(parts.stream().map(part -> part.get(place)).toList(), 0));
    }
    return joined;
  }

  private void loop(float[] source, int width, int[] order, int from, int rows, float[] into) {
    int to = 0;
    for (int r = 0; r < rows; r++) {
      int at = (first + order[from + r]) * width;
      for (int i = 0; i < width; i++) {
        into[to++] = source[at + i];
      }
    }
  }

  private void copy(Object source, int width, int[] order, int from, int rows, Object into) {
    if (order == null) {
      System.arraycopy(source, (first + from) * width, into, 0, rows * width);
    } else {
      for (int r = 0; r < rows; r++) {
        int at = (first + order[from + r]) * width;
        System.arraycopy(source, at, into, r * width, width);
      }
    }
  }
}
