// SPDX-License-Identifier: Apache-2.0
package io.nyala.ops;

import io.nyala.ops.kinds.ReduceKind;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import java.util.Arrays;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Reductions and cumulative operations; {@link Ops} has all operations. Axes may be negative; no
 * axes means all of them.
 */
abstract sealed class ReductionOps extends ShapeOps permits IndexOps {
  ReductionOps() {}

  /** Sums along axes. */
  public static Value sum(Value x, boolean keepDims, int... axes) {
    return reduce(ReduceKind.SUM, x, keepDims, axes);
  }

  /** Multiplies along axes. */
  public static Value prod(Value x, boolean keepDims, int... axes) {
    return reduce(ReduceKind.PRODUCT, x, keepDims, axes);
  }

  /** Computes the maximum along axes. */
  public static Value max(Value x, boolean keepDims, int... axes) {
    return reduce(ReduceKind.MAX, x, keepDims, axes);
  }

  /** Computes the minimum along axes. */
  public static Value min(Value x, boolean keepDims, int... axes) {
    return reduce(ReduceKind.MIN, x, keepDims, axes);
  }

  /** Averages along axes. */
  public static Value mean(Value x, boolean keepDims, int... axes) {
    return reduced(x, keepDims, axes, list -> Node.apply(new MeanOp(list), toFloat(x)));
  }

  /** Sums all elements. */
  public static Value sum(Value x) {
    return sum(x, false);
  }

  /** Averages all elements. */
  public static Value mean(Value x) {
    return mean(x, false);
  }

  /** Computes the maximum of all elements. */
  public static Value max(Value x) {
    return max(x, false);
  }

  /** Computes the minimum of all elements. */
  public static Value min(Value x) {
    return min(x, false);
  }

  /** Computes the biased variance along axes. */
  public static Value variance(Value x, boolean keepDims, int... axes) {
    Value f = toFloat(x);
    return mean(square(subtract(f, mean(f, true, axes))), keepDims, axes);
  }

  /**
   * Computes the standard deviation along axes, the root of the biased variance. If all elements
   * are equal, its gradient is not finite; to avoid this, add a small number to {@link #variance}.
   */
  public static Value std(Value x, boolean keepDims, int... axes) {
    return sqrt(variance(x, keepDims, axes));
  }

  /**
   * Computes the Euclidean norm along axes, the root of the sum of squares. Its gradient at the
   * origin is not finite.
   */
  public static Value norm(Value x, boolean keepDims, int... axes) {
    return sqrt(sum(square(toFloat(x)), keepDims, axes));
  }

  /**
   * Computes the norm of an order along axes: {@code sum(|x|^order)^(1 / order)}.
   *
   * @param order 1 for the sum of absolute values, infinity for the largest of them
   */
  public static Value norm(Value x, double order, boolean keepDims, int... axes) {
    if (!(order >= 1)) {
      throw new IllegalArgumentException("norm: order must be at least 1, got " + order);
    }
    Value size = abs(toFloat(x));
    if (order == 2) {
      return norm(x, keepDims, axes);
    }
    if (order == 1) {
      return sum(size, keepDims, axes);
    }
    return Double.isInfinite(order)
        ? max(size, keepDims, axes)
        : power(sum(power(size, (float) order), keepDims, axes), (float) (1 / order));
  }

  /** Computes {@code log(sum(e^x))} along axes without overflow. */
  public static Value logSumExp(Value x, boolean keepDims, int... axes) {
    Value m = Ops.stopGradient(max(x, true, axes));
    Value y = add(log(sum(exp(subtract(x, m)), true, axes)), m);
    return keepDims ? y : squeezeAll(y, axes);
  }

  /** Returns whether any element is true along axes. */
  public static Value any(Value x, boolean keepDims, int... axes) {
    return Ops.cast(max(toFloat(x), keepDims, axes), DType.BOOL);
  }

  /** Returns whether all elements are true along axes. */
  public static Value all(Value x, boolean keepDims, int... axes) {
    return Ops.cast(min(toFloat(x), keepDims, axes), DType.BOOL);
  }

  /** Returns the int32 position of the first largest element along an axis, which is removed. */
  public static Value argMax(Value x, int axis) {
    return Node.apply(new Primitive.ArgMax(), moveAxisToEnd(toFloat(x), axis));
  }

  /** Returns the int32 position of the first smallest element along an axis, which is removed. */
  public static Value argMin(Value x, int axis) {
    return argMax(negate(x), axis);
  }

  /**
   * Computes cumulative sums along an axis: position i of the result is the sum of positions 0 to
   * i. Sums are computed in pairs of growing distance, log2(n) additions deep.
   *
   * @throws ShapeException if the extent of the axis is not known
   */
  public static Value cumSum(Value x, int axis) {
    return accumulate("cumSum", x, axis, 0, Ops::add);
  }

  /**
   * Computes cumulative products along an axis: position i of the result is the product of
   * positions 0 to i.
   *
   * @throws ShapeException if the extent of the axis is not known
   */
  public static Value cumProd(Value x, int axis) {
    return accumulate("cumProd", x, axis, 1, Ops::multiply);
  }

  /** Combines each position with the positions 1, 2, 4, ... before it (Hillis and Steele 1986). */
  private static Value accumulate(
      String name, Value x, int axis, float neutral, BinaryOperator<Value> combine) {
    int a = x.shape().axis(axis);
    int n = x.shape().dim(a);
    if (n == Shape.UNKNOWN) {
      throw new ShapeException(
          "%s: the extent of axis %d of %s must be known".formatted(name, axis, x.shape()));
    }
    Value y = x.dtype() == DType.BOOL ? Ops.cast(x, DType.FLOAT32) : x;
    for (long by = 1; by < n; by *= 2) {
      Value before = pad(slice(y, a, 0, n - (int) by), a, (int) by, 0, neutral);
      y = combine.apply(y, before);
    }
    return y;
  }

  private static Value reduce(ReduceKind kind, Value x, boolean keepDims, int... axes) {
    return reduced(
        x, keepDims, axes, list -> Node.apply(new Primitive.Reduce(kind, list), toFloat(x)));
  }

  private static Value reduced(
      Value x, boolean keepDims, int[] axes, Function<List<Integer>, Value> reduction) {
    List<Integer> list = axesOf(x.shape(), axes);
    Value y = list.isEmpty() ? toFloat(x) : reduction.apply(list);
    return keepDims ? y : squeezeAll(y, axes);
  }

  private static List<Integer> axesOf(Shape shape, int... axes) {
    return axes.length == 0
        ? Primitive.allAxes(shape)
        : Arrays.stream(axes).map(shape::axis).sorted().distinct().boxed().toList();
  }

  private static Value squeezeAll(Value y, int... axes) {
    Shape s = y.shape();
    List<Integer> gone = axesOf(s, axes);
    int[] kept = IntStream.range(0, s.rank()).filter(i -> !gone.contains(i)).toArray();
    return reshape(y, Shape.of(Arrays.stream(kept).map(s::dim).toArray()));
  }

  /** Converts int32 to float32; returns other types unchanged. */
  static Value toFloat(Value x) {
    return x.dtype() == DType.INT32 ? Ops.cast(x, DType.FLOAT32) : x;
  }
}
