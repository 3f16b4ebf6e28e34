// SPDX-License-Identifier: Apache-2.0
package io.nyala.ops;

import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Indexing, sorting and segment operations; {@link Ops} has all operations. Positions are int32 and
 * count from 0; a position out of range is an error at run time.
 */
abstract sealed class IndexOps extends ReductionOps permits Ops {
  IndexOps() {}

  /** Returns the rows of the first axis of x at int32 positions: {@code indices + x[1:]}. */
  public static Value gather(Value x, Value indices) {
    return Node.apply(new Primitive.Gather(), x, indices);
  }

  /** Returns the slices of an axis at int32 positions, as NumPy's {@code take}. */
  public static Value take(Value x, Value indices, int axis) {
    int a = x.shape().axis(axis);
    if (a == 0) {
      return gather(x, indices);
    }
    int rank = x.shape().rank();
    List<Integer> front = new ArrayList<>(Primitive.allAxes(x.shape()));
    front.add(0, front.remove(a));
    Value y = gather(transpose(x, front.stream().mapToInt(i -> i).toArray()), indices);
    int k = indices.shape().rank();
    List<Integer> back = new ArrayList<>();
    IntStream.range(0, a).forEach(i -> back.add(k + i));
    IntStream.range(0, k).forEach(back::add);
    IntStream.range(a, rank - 1).forEach(i -> back.add(k + i));
    return transpose(y, back.stream().mapToInt(i -> i).toArray());
  }

  /** Appends an axis that is 1 at the int32 position given and 0 elsewhere. */
  public static Value oneHot(Value indices, int depth) {
    return Node.apply(new Primitive.OneHot(depth), indices);
  }

  /**
   * Returns elements of an axis at positions given for each line along it, as NumPy's {@code
   * take_along_axis}.
   *
   * @param indices int32 positions, with the same number of axes as x; the other axes broadcast
   *     with those of x
   * @throws ShapeException if the axes do not fit
   */
  public static Value takeAlong(Value x, Value indices, int axis) {
    int a = x.shape().axis(axis);
    if (indices.shape().rank() != x.shape().rank()) {
      throw new ShapeException(
          "takeAlong: expected positions with as many axes as %s, got %s"
              .formatted(x.shape(), indices.shape()));
    }
    Shape lines = Shape.broadcast(x.shape().with(a, 1), indices.shape().with(a, 1));
    Value from = broadcastTo(x, lines.with(a, x.shape().dim(a)));
    Value at = broadcastTo(indices, lines.with(a, indices.shape().dim(a)));
    return moveEndToAxis(
        Node.apply(new AlongAxis.Take(), moveAxisToEnd(from, a), moveAxisToEnd(at, a)), a);
  }

  // Writing

  /**
   * Returns zeros with rows added at positions of the first axis; rows for the same position are
   * summed.
   *
   * @param indices int32
   * @param updates {@code indices + rest}
   * @param rows extent of the first axis of the result, {@code rows + rest}
   */
  public static Value scatter(Value indices, Value updates, int rows) {
    return Node.apply(new Primitive.ScatterAdd(rows), toFloat(updates), indices);
  }

  /**
   * Returns x with rows added at positions of its first axis; rows for the same position are
   * summed.
   */
  public static Value scatterAdd(Value x, Value indices, Value updates) {
    return add(x, scatter(indices, updates, x.shape().dim(0)));
  }

  // Segments: each row of the first axis belongs to a numbered segment

  /**
   * Sums the rows of each segment: {@code (segments, rest)}; 0 for a segment without rows.
   *
   * @param ids int32 {@code (rows,)}, in any order
   */
  public static Value segmentSum(Value x, Value ids, int segments) {
    return scatter(ids, x, segments);
  }

  /** Averages the rows of each segment; 0 for a segment without rows. */
  public static Value segmentMean(Value x, Value ids, int segments) {
    Value sum = segmentSum(x, ids, segments);
    Value ones = broadcastTo(Ops.constant(1), ids.shape());
    Value counts = maximum(segmentSum(ones, ids, segments), 1);
    for (int i = 1; i < sum.shape().rank(); i++) {
      counts = expandDims(counts, -1);
    }
    return divide(sum, counts);
  }

  // Order. Equal elements keep theirs; NaN counts as largest, as in NumPy.

  /** Returns the int32 positions that sort an axis, smallest first. */
  public static Value argSort(Value x, int axis) {
    return argSort(x, axis, false);
  }

  /** Returns the int32 positions that sort an axis, largest first if {@code descending}. */
  public static Value argSort(Value x, int axis, boolean descending) {
    return moveEndToAxis(
        Node.apply(new AlongAxis.ArgSort(descending), moveAxisToEnd(x, axis)), axis);
  }

  /** Sorts an axis, smallest first. */
  public static Value sort(Value x, int axis) {
    return sort(x, axis, false);
  }

  /** Sorts an axis, largest first if {@code descending}. */
  public static Value sort(Value x, int axis, boolean descending) {
    return takeAlong(x, argSort(x, axis, descending), axis);
  }

  /**
   * Returns the {@code k} largest elements along the last axis, largest first, and their int32
   * positions.
   *
   * @throws ShapeException if there are fewer than {@code k}
   */
  public static List<Value> topK(Value x, int k) {
    Value positions = slice(argSort(x, -1, true), -1, 0, k);
    return List.of(takeAlong(x, positions, -1), positions);
  }
}
