// SPDX-License-Identifier: Apache-2.0
package io.nyala.ops;

import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Operations that reorder, split, join and repeat; {@link Ops} has all operations. Axes may be
 * negative.
 */
abstract sealed class ShapeOps extends ElementwiseOps permits ReductionOps {
  ShapeOps() {}

  /** Returns the elements in the same order with another shape; one extent may be -1. */
  public static Value reshape(Value x, Shape target) {
    return x.shape().equals(target) && target.isKnown()
        ? x
        : Node.apply(new Primitive.Reshape(target), x);
  }

  /**
   * Reorders axes: axis i of the result is axis {@code order[i]} of x. An empty order reverses the
   * axes.
   */
  public static Value transpose(Value x, int... order) {
    if (order.length == 0) {
      int rank = x.shape().rank();
      return rank < 2 ? x : transpose(x, IntStream.range(0, rank).map(i -> rank - 1 - i).toArray());
    }
    int[] axes = Arrays.stream(order).map(x.shape()::axis).toArray();
    return Arrays.equals(axes, IntStream.range(0, axes.length).toArray())
            && axes.length == x.shape().rank()
        ? x
        : Node.apply(new Primitive.Transpose(Arrays.stream(axes).boxed().toList()), x);
  }

  /** Moves one axis to the end, keeping the order of the others. */
  public static Value moveAxisToEnd(Value x, int axis) {
    int a = x.shape().axis(axis);
    List<Integer> order = new ArrayList<>(Primitive.allAxes(x.shape()));
    order.add(order.remove(a));
    return transpose(x, order.stream().mapToInt(i -> i).toArray());
  }

  /** Moves the last axis to a position, keeping the order of the others. */
  public static Value moveEndToAxis(Value x, int axis) {
    int a = x.shape().axis(axis);
    List<Integer> order = new ArrayList<>(Primitive.allAxes(x.shape()));
    order.add(a, order.remove(order.size() - 1));
    return transpose(x, order.stream().mapToInt(i -> i).toArray());
  }

  /** Inserts an axis of extent 1 before {@code axis} (-1: at the end). */
  public static Value expandDims(Value x, int axis) {
    return reshape(x, x.shape().insert(axis, 1));
  }

  /** Removes an axis of extent 1. */
  public static Value squeeze(Value x, int axis) {
    if (x.shape().dim(axis) != 1) {
      throw new ShapeException("squeeze: axis " + axis + " of " + x.shape() + " is not 1");
    }
    return reshape(x, x.shape().drop(axis));
  }

  /** Repeats along axes of extent 1 and along new leading axes. */
  public static Value broadcastTo(Value x, Shape target) {
    return x.shape().equals(target) ? x : Node.apply(new Primitive.Broadcast(target), x);
  }

  /** Returns {@code size} positions from {@code begin} of one axis. */
  public static Value slice(Value x, int axis, int begin, int size) {
    return slice(x, axis, begin, size, 1);
  }

  /** Returns {@code size} positions from {@code begin} of one axis, {@code step} apart. */
  public static Value slice(Value x, int axis, int begin, int size, int step) {
    int rank = x.shape().rank();
    List<Integer> from = new ArrayList<>(Collections.nCopies(rank, 0));
    List<Integer> count = new ArrayList<>(Collections.nCopies(rank, Shape.UNKNOWN));
    List<Integer> steps = new ArrayList<>(Collections.nCopies(rank, 1));
    int a = x.shape().axis(axis);
    from.set(a, begin);
    count.set(a, size);
    steps.set(a, step);
    return Node.apply(new Primitive.Slice(from, count, steps), x);
  }

  /** Splits an axis into equal parts. */
  public static List<Value> split(Value x, int parts, int axis) {
    int extent = x.shape().dim(axis);
    if (parts < 1 || extent % parts != 0) {
      throw new ShapeException("cannot split axis " + axis + " of " + x.shape() + " by " + parts);
    }
    int n = extent / parts;
    return IntStream.range(0, parts).mapToObj(i -> slice(x, axis, i * n, n)).toList();
  }

  /** Reverses an axis. */
  public static Value flip(Value x, int axis) {
    int n = x.shape().dim(axis);
    return slice(x, axis, n - 1, n, -1);
  }

  /** Pads one axis with {@code before} and {@code after} elements of a constant value. */
  public static Value pad(Value x, int axis, int before, int after, float value) {
    List<Integer> lo = new ArrayList<>(Collections.nCopies(x.shape().rank(), 0));
    List<Integer> hi = new ArrayList<>(lo);
    lo.set(x.shape().axis(axis), before);
    hi.set(x.shape().axis(axis), after);
    return Node.apply(new Primitive.Pad(lo, hi, value), x);
  }

  /** Concatenates values along an axis. */
  public static Value concatenate(List<Value> values, int axis) {
    return values.size() == 1
        ? values.get(0)
        : Node.apply(new Primitive.Concat(values.get(0).shape().axis(axis)), values).get(0);
  }

  /** Stacks values of the same shape along a new axis. */
  public static Value stack(List<Value> values, int axis) {
    return concatenate(values.stream().map(v -> expandDims(v, axis)).toList(), axis);
  }

  /** Repeats a whole axis {@code times} times, as in {@code abab}. */
  public static Value tile(Value x, int axis, int times) {
    return concatenate(Collections.nCopies(times, x), axis);
  }

  /** Repeats each position of an axis {@code times} times, as in {@code aabb}. */
  public static Value repeat(Value x, int axis, int times) {
    int a = x.shape().axis(axis);
    Value wide = expandDims(x, a + 1);
    Value repeated = broadcastTo(wide, wide.shape().with(a + 1, times));
    int n = x.shape().dim(a);
    return reshape(
        repeated, x.shape().with(a, n == Shape.UNKNOWN ? n : Shape.extent((long) n * times)));
  }

  /** Splits an axis before each position of {@code at}, as NumPy's {@code split}. */
  public static List<Value> split(Value x, int[] at, int axis) {
    int extent = x.shape().dim(axis);
    List<Value> parts = new ArrayList<>();
    for (int i = 0; i <= at.length; i++) {
      int begin = i == 0 ? 0 : at[i - 1];
      int end = i == at.length ? extent : at[i];
      if (begin < 0 || end < begin || end > extent) {
        throw new ShapeException(
            "cannot split axis %d of %s at %s: expected ascending positions of a known axis"
                .formatted(axis, x.shape(), Arrays.toString(at)));
      }
      parts.add(slice(x, axis, begin, end - begin));
    }
    return parts;
  }
}
