// SPDX-License-Identifier: Apache-2.0
package io.nyala.ops;

import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The vocabulary in which layers, losses, metrics and training steps are written, ours and yours.
 * Everything is symbolic: a call makes a node, and nothing is computed until an engine runs it.
 */
public final class Ops extends ElementwiseOps {
  private Ops() {}

  // Leaves

  /** Returns a value that is given at each run, float32. */
  public static Value input(String name, Shape shape) {
    return Node.apply(new Leaf.Input(name, Type.floats(shape)));
  }

  /** Returns a value that is given at each run. */
  public static Value input(String name, Shape shape, DType dtype) {
    return Node.apply(new Leaf.Input(name, new Type(shape, dtype)));
  }

  /** Returns the present content of a variable. */
  public static Value read(Variable variable) {
    return Node.apply(new Leaf.Read(variable));
  }

  /** Returns a constant; the tensor must not be written to afterwards. */
  public static Value constant(Tensor tensor) {
    return Node.apply(new Leaf.Constant(tensor));
  }

  /** Returns a float32 constant of shape {@code ()}. */
  public static Value constant(float value) {
    return constant(Tensor.scalar(value));
  }

  /** Returns a scalar constant of the element type that arithmetic with {@code x} needs. */
  static Value constantLike(float value, Value x) {
    return x.dtype() == DType.INT32 && value == (int) value
        ? constant(Tensor.ofInts(Shape.scalar(), (int) value))
        : constant(value);
  }

  /** Converts the elements; to int32 it truncates, to bool it asks {@code != 0}. */
  public static Value cast(Value x, DType to) {
    return x.dtype() == to ? x : Node.apply(new Primitive.Cast(to), x);
  }

  /** Returns x, through which no gradient flows. */
  public static Value stopGradient(Value x) {
    return Node.apply(new Primitive.StopGradient(), x);
  }

  // Reductions. Axes may be negative; no axes means all of them.

  /** Sums along axes. */
  public static Value sum(Value x, boolean keepDims, int... axes) {
    return reduce(ReduceKind.SUM, x, keepDims, axes);
  }

  /** Multiplies along axes. */
  public static Value prod(Value x, boolean keepDims, int... axes) {
    return reduce(ReduceKind.PRODUCT, x, keepDims, axes);
  }

  /** Takes the largest along axes. */
  public static Value max(Value x, boolean keepDims, int... axes) {
    return reduce(ReduceKind.MAX, x, keepDims, axes);
  }

  /** Takes the smallest along axes. */
  public static Value min(Value x, boolean keepDims, int... axes) {
    return reduce(ReduceKind.MIN, x, keepDims, axes);
  }

  /** Averages along axes. */
  public static Value mean(Value x, boolean keepDims, int... axes) {
    return reduced(x, keepDims, axes, list -> Node.apply(new Mean(list), toFloat(x)));
  }

  /** Sums all elements. */
  public static Value sum(Value x) {
    return sum(x, false);
  }

  /** Averages all elements. */
  public static Value mean(Value x) {
    return mean(x, false);
  }

  /** Computes the biased variance along axes. */
  public static Value variance(Value x, boolean keepDims, int... axes) {
    return mean(square(subtract(x, mean(x, true, axes))), keepDims, axes);
  }

  /** Computes {@code log(sum(e^x))} along axes without overflow. */
  public static Value logSumExp(Value x, boolean keepDims, int... axes) {
    Value m = stopGradient(max(x, true, axes));
    Value y = add(log(sum(exp(subtract(x, m)), true, axes)), m);
    return keepDims ? y : squeezeAll(y, axes);
  }

  /** Tells whether any element is true along axes. */
  public static Value any(Value x, boolean keepDims, int... axes) {
    return cast(max(toFloat(x), keepDims, axes), DType.BOOL);
  }

  /** Tells whether all elements are true along axes. */
  public static Value all(Value x, boolean keepDims, int... axes) {
    return cast(min(toFloat(x), keepDims, axes), DType.BOOL);
  }

  /** Returns the int32 position of the first largest element along an axis, which goes. */
  public static Value argMax(Value x, int axis) {
    return Node.apply(new Primitive.ArgMax(), moveAxisToEnd(x, axis));
  }

  /** Returns the int32 position of the first smallest element along an axis, which goes. */
  public static Value argMin(Value x, int axis) {
    return argMax(negate(x), axis);
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

  private static Value toFloat(Value x) {
    return x.dtype() == DType.INT32 ? cast(x, DType.FLOAT32) : x;
  }

  // Products

  /** Multiplies matrices over the last two axes; axes before them broadcast. */
  public static Value matmul(Value a, Value b) {
    return matmul(a, b, false, false);
  }

  /** Multiplies matrices that may be stored transposed. */
  public static Value matmul(Value a, Value b, boolean transposeA, boolean transposeB) {
    return Node.apply(new Primitive.MatMul(transposeA, transposeB), a, b);
  }

  /** Computes {@code activation(x kernel + bias)} over the last axis; {@code bias} may be null. */
  public static Value dense(Value x, Value kernel, Value bias, Activation activation) {
    Dense op = new Dense(activation);
    return bias == null ? Node.apply(op, x, kernel) : Node.apply(op, x, kernel, bias);
  }

  // Shapes

  /** Returns the elements in order under another shape; one extent may be -1. */
  public static Value reshape(Value x, Shape target) {
    return x.shape().equals(target) && target.isKnown()
        ? x
        : Node.apply(new Primitive.Reshape(target), x);
  }

  /**
   * Reorders axes: axis i of the result is axis {@code order[i]} of x. No order reverses the axes.
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

  /** Puts an axis of extent 1 in front of {@code axis} (-1: at the end). */
  public static Value expandDims(Value x, int axis) {
    return reshape(x, x.shape().insert(axis, 1));
  }

  /** Takes out an axis of extent 1. */
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

  /** Cuts an axis into equal parts. */
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

  /** Puts {@code before} and {@code after} elements of a value around one axis. */
  public static Value pad(Value x, int axis, int before, int after, float value) {
    List<Integer> lo = new ArrayList<>(Collections.nCopies(x.shape().rank(), 0));
    List<Integer> hi = new ArrayList<>(lo);
    lo.set(x.shape().axis(axis), before);
    hi.set(x.shape().axis(axis), after);
    return Node.apply(new Primitive.Pad(lo, hi, value), x);
  }

  /** Puts values one after the other along an axis. */
  public static Value concatenate(List<Value> values, int axis) {
    return values.size() == 1
        ? values.get(0)
        : Node.apply(new Primitive.Concat(values.get(0).shape().axis(axis)), values).get(0);
  }

  /** Puts values of one shape along a new axis. */
  public static Value stack(List<Value> values, int axis) {
    return concatenate(values.stream().map(v -> expandDims(v, axis)).toList(), axis);
  }

  /** Repeats the whole of an axis {@code times} times, as in {@code abab}. */
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

  // Indices

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

  // Softmax family, normalisation, randomness

  /** Computes the softmax over an axis. */
  public static Value softmax(Value x, int axis) {
    return moveEndToAxis(Node.apply(new Softmax(), moveAxisToEnd(x, axis)), axis);
  }

  /** Computes the logarithm of the softmax over an axis. */
  public static Value logSoftmax(Value x, int axis) {
    return moveEndToAxis(Node.apply(new LogSoftmax(), moveAxisToEnd(x, axis)), axis);
  }

  /** Computes {@code -sum(target * logSoftmax(logits))} over the last axis. */
  public static Value softmaxCrossEntropy(Value logits, Value target) {
    return Node.apply(new SoftmaxCrossEntropy(), logits, target);
  }

  /** Normalises with the batch's own moments; returns result, mean and biased variance. */
  public static List<Value> batchNorm(Value x, Value gamma, Value beta, float epsilon) {
    return Node.apply(new BatchNorm(epsilon), List.of(x, gamma, beta));
  }

  /** Normalises over the last axis. */
  public static Value layerNorm(Value x, Value gamma, Value beta, float epsilon) {
    return Node.apply(new LayerNorm(epsilon), x, gamma, beta);
  }

  /** Zeroes a random share of the elements and scales up the others. */
  public static Value dropout(Value x, float rate, long seed) {
    return Node.apply(new Dropout(rate, seed), x);
  }

  /** Draws uniform numbers in [0, 1); another draw at each step of a run. */
  public static Value randomUniform(Shape shape, long seed) {
    return Node.apply(new Primitive.Random(false, shape, seed));
  }

  /** Draws standard normal numbers; another draw at each step of a run. */
  public static Value randomNormal(Shape shape, long seed) {
    return Node.apply(new Primitive.Random(true, shape, seed));
  }
}
