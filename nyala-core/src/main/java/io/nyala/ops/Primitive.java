// SPDX-License-Identifier: Apache-2.0
package io.nyala.ops;

import io.nyala.ops.kinds.BinaryKind;
import io.nyala.ops.kinds.ReduceKind;
import io.nyala.ops.kinds.UnaryKind;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Type;
import java.util.ArrayList;
import java.util.List;

/** The primitive operations, from which all others are built. Operands are in nodes. */
public sealed interface Primitive extends Op
    permits AlongAxis,
        Primitive.Unary,
        Primitive.Binary,
        Primitive.Select,
        Primitive.Cast,
        Primitive.Reduce,
        Primitive.ArgMax,
        Primitive.MatMul,
        Primitive.Transpose,
        Primitive.Reshape,
        Primitive.Broadcast,
        Primitive.Slice,
        Primitive.Pad,
        Primitive.Concat,
        Primitive.Gather,
        Primitive.ScatterAdd,
        Primitive.OneHot,
        Primitive.Random,
        Primitive.StopGradient {

  /**
   * A function of each element.
   *
   * @param kind the function
   */
  record Unary(UnaryKind kind) implements Primitive {
    @Override
    public List<Type> infer(List<Type> in) {
      Type x = in.get(0);
      if (x.dtype() == DType.INT32 && !kind.takesInts()) {
        throw new IllegalArgumentException(kind + " needs float32, got " + x + "; cast it first");
      }
      return List.of(kind.isPredicate() ? new Type(x.shape(), DType.BOOL) : x);
    }

    @Override
    public String label() {
      return kind.name();
    }
  }

  /**
   * A function of two elements, broadcast.
   *
   * @param kind the function
   */
  record Binary(BinaryKind kind) implements Primitive {
    @Override
    public List<Type> infer(List<Type> in) {
      Type a = in.get(0);
      Type b = in.get(1);
      if ((a.dtype() == DType.INT32) != (b.dtype() == DType.INT32)
          || (a.dtype() == DType.INT32 && !kind.takesInts())) {
        throw new IllegalArgumentException(
            kind + " does not take " + a + " and " + b + "; cast one of them");
      }
      Shape s;
      try {
        s = Shape.broadcast(a.shape(), b.shape());
      } catch (ShapeException e) {
        throw new ShapeException(kind + ": " + e.getMessage());
      }
      DType d =
          kind.isPredicate() ? DType.BOOL : a.dtype() == DType.INT32 ? DType.INT32 : DType.FLOAT32;
      return List.of(new Type(s, d));
    }

    @Override
    public String label() {
      return kind.name();
    }
  }

  /** {@code condition ? a : b} for each element, broadcast. */
  record Select() implements Primitive {
    @Override
    public List<Type> infer(List<Type> in) {
      if (in.get(1).dtype() != in.get(2).dtype()) {
        throw new IllegalArgumentException(
            "select needs branches of one type, got " + in.get(1) + " and " + in.get(2));
      }
      Shape s = Shape.broadcast(in.get(1).shape(), in.get(2).shape());
      return List.of(new Type(Shape.broadcast(in.get(0).shape(), s), in.get(1).dtype()));
    }
  }

  /**
   * Conversion of each element; to int32 it truncates, to bool it tests {@code != 0}.
   *
   * @param to the new element type
   */
  record Cast(DType to) implements Primitive {
    @Override
    public List<Type> infer(List<Type> in) {
      if (to == DType.STRING) {
        throw new ShapeException("numbers cannot be cast to strings");
      }
      return List.of(new Type(in.get(0).shape(), to));
    }
  }

  /**
   * Reduction along axes, which are kept with extent 1.
   *
   * @param kind the kind of reduction
   * @param axes the axes, counted from the front, ascending
   */
  record Reduce(ReduceKind kind, List<Integer> axes) implements Primitive {
    @Override
    public List<Type> infer(List<Type> in) {
      Shape s = in.get(0).shape();
      for (int axis : axes) {
        s = s.with(axis, 1);
      }
      return List.of(Type.floats(s));
    }

    @Override
    public String label() {
      return "Reduce" + kind;
    }
  }

  /** Position of the first largest element along the last axis, which is removed. */
  record ArgMax() implements Primitive {
    @Override
    public List<Type> infer(List<Type> in) {
      return List.of(new Type(in.get(0).shape().drop(-1), DType.INT32));
    }
  }

  /**
   * Matrix product over the last two axes; the axes before them broadcast.
   *
   * @param transposeA whether the left matrices are stored transposed
   * @param transposeB whether the right matrices are stored transposed
   */
  record MatMul(boolean transposeA, boolean transposeB) implements Primitive {
    @Override
    public List<Type> infer(List<Type> in) {
      Shape a = in.get(0).shape();
      Shape b = in.get(1).shape();
      if (a.rank() < 2 || b.rank() < 2) {
        throw new ShapeException("matmul needs at least two axes, got " + a + " and " + b);
      }
      int m = a.dim(transposeA ? -1 : -2);
      int ka = a.dim(transposeA ? -2 : -1);
      int kb = b.dim(transposeB ? -1 : -2);
      int n = b.dim(transposeB ? -2 : -1);
      if (ka != kb && ka != Shape.UNKNOWN && kb != Shape.UNKNOWN) {
        throw new ShapeException(
            "matmul: inner extents differ, %d and %d, of %s%s and %s%s"
                .formatted(
                    ka,
                    kb,
                    a,
                    transposeA ? " transposed" : "",
                    b,
                    transposeB ? " transposed" : ""));
      }
      Shape batch = Shape.broadcast(a.slice(0, a.rank() - 2), b.slice(0, b.rank() - 2));
      return List.of(Type.floats(batch.concat(Shape.of(m, n))));
    }
  }

  /**
   * Reordering of axes: axis i of the result is axis {@code order.get(i)} of the operand.
   *
   * @param order a permutation
   */
  record Transpose(List<Integer> order) implements Primitive {
    @Override
    public List<Type> infer(List<Type> in) {
      Shape s = in.get(0).shape();
      if (order.size() != s.rank() || order.stream().distinct().count() != s.rank()) {
        throw new ShapeException("transpose " + order + " does not permute the axes of " + s);
      }
      return List.of(
          new Type(Shape.of(order.stream().mapToInt(s::dim).toArray()), in.get(0).dtype()));
    }
  }

  /**
   * The same elements in the same order with another shape.
   *
   * @param target the new shape; at most one extent is unknown and follows from the others
   */
  record Reshape(Shape target) implements Primitive {
    @Override
    public List<Type> infer(List<Type> in) {
      Shape s = in.get(0).shape();
      int wild = -1;
      long rest = 1;
      for (int i = 0; i < target.rank(); i++) {
        if (target.dim(i) == Shape.UNKNOWN) {
          if (wild >= 0) {
            throw new ShapeException("reshape to " + target + ": only one extent may be unknown");
          }
          wild = i;
        } else {
          rest = Shape.extent(rest * target.dim(i));
        }
      }
      Shape result = target;
      if (s.isKnown()) {
        if (wild >= 0 && rest > 0 && s.size() % rest == 0) {
          result = target.with(wild, (int) (s.size() / rest));
        }
        if (!result.isKnown() || result.size() != s.size()) {
          throw new ShapeException("cannot reshape " + s + " to " + target);
        }
      }
      return List.of(new Type(result, in.get(0).dtype()));
    }
  }

  /**
   * Repetition along axes of extent 1 and along new leading axes.
   *
   * @param target the new shape; an unknown extent keeps the operand's
   */
  record Broadcast(Shape target) implements Primitive {
    @Override
    public List<Type> infer(List<Type> in) {
      Shape s = in.get(0).shape();
      Shape t = Shape.broadcast(s, target);
      if (t.rank() != target.rank() || (target.isKnown() && !t.equals(target))) {
        throw new ShapeException("cannot broadcast " + s + " to " + target);
      }
      return List.of(new Type(t, in.get(0).dtype()));
    }
  }

  /**
   * A part of each axis, with a step that may be negative.
   *
   * @param begin first position on each axis
   * @param size number of positions on each axis; {@link Shape#UNKNOWN} for the whole axis
   * @param step distance between positions on each axis
   */
  record Slice(List<Integer> begin, List<Integer> size, List<Integer> step) implements Primitive {
    @Override
    public List<Type> infer(List<Type> in) {
      Shape s = in.get(0).shape();
      if (begin.size() != s.rank()) {
        throw new ShapeException("slice of rank " + begin.size() + " on shape " + s);
      }
      Shape r = s;
      for (int i = 0; i < s.rank(); i++) {
        int n = size.get(i);
        if (n == Shape.UNKNOWN) {
          continue;
        }
        long last = begin.get(i) + (n - 1L) * step.get(i);
        boolean known = s.dim(i) != Shape.UNKNOWN;
        if (n < 0 || begin.get(i) < 0 || (n > 0 && (last < 0 || (known && last >= s.dim(i))))) {
          throw new ShapeException(
              "slice from %s, size %s, step %s, reaches outside %s"
                  .formatted(begin, size, step, s));
        }
        r = r.with(i, n);
      }
      return List.of(new Type(r, in.get(0).dtype()));
    }
  }

  /**
   * A border of one value around each axis.
   *
   * @param before the number of elements added at the beginning of each axis
   * @param after the number of elements added at the end of each axis
   * @param value the value of these elements
   */
  record Pad(List<Integer> before, List<Integer> after, float value) implements Primitive {
    @Override
    public List<Type> infer(List<Type> in) {
      Shape s = in.get(0).shape();
      for (int i = 0; i < s.rank(); i++) {
        if (s.dim(i) != Shape.UNKNOWN) {
          s = s.with(i, Shape.extent((long) s.dim(i) + before.get(i) + after.get(i)));
        }
      }
      return List.of(new Type(s, in.get(0).dtype()));
    }
  }

  /**
   * Concatenation of operands along an axis.
   *
   * @param axis the axis, counted from the front
   */
  record Concat(int axis) implements Primitive {
    @Override
    public List<Type> infer(List<Type> in) {
      Shape r = in.get(0).shape();
      int total = 0;
      for (Type t : in) {
        Shape s = t.shape();
        if (s.rank() != r.rank()
            || !s.drop(axis).accepts(r.drop(axis))
            || t.dtype() != in.get(0).dtype()) {
          throw new ShapeException(
              "concatenate along axis " + axis + ": " + in + " differ in other axes");
        }
        total =
            total < 0 || s.dim(axis) < 0 ? Shape.UNKNOWN : Shape.extent((long) total + s.dim(axis));
      }
      return List.of(new Type(r.with(axis, total), in.get(0).dtype()));
    }
  }

  /** Rows (first axis) of the first operand at the int32 positions in the second. */
  record Gather() implements Primitive {
    @Override
    public List<Type> infer(List<Type> in) {
      Shape rows = in.get(0).shape();
      if (in.get(1).dtype() != DType.INT32) {
        throw new IllegalArgumentException("gather needs int32 indices, got " + in.get(1));
      }
      return List.of(
          new Type(in.get(1).shape().concat(rows.slice(1, rows.rank())), in.get(0).dtype()));
    }
  }

  /**
   * Zeros with rows of the first operand added at the int32 positions in the second.
   *
   * @param rows extent of the first axis of the result
   */
  record ScatterAdd(int rows) implements Primitive {
    @Override
    public List<Type> infer(List<Type> in) {
      Shape s = in.get(0).shape();
      return List.of(
          Type.floats(Shape.of(rows).concat(s.slice(in.get(1).shape().rank(), s.rank()))));
    }
  }

  /**
   * A new last axis that is 1 at the int32 position given and 0 elsewhere (also when the position
   * is out of range).
   *
   * @param depth extent of the new axis
   */
  record OneHot(int depth) implements Primitive {
    @Override
    public List<Type> infer(List<Type> in) {
      if (in.get(0).dtype() != DType.INT32) {
        throw new IllegalArgumentException("oneHot needs int32, got " + in.get(0));
      }
      return List.of(Type.floats(in.get(0).shape().insert(-1, depth)));
    }
  }

  /**
   * Random numbers, a pure function of the seed, the step counter of the run and the position.
   *
   * @param normal standard normal rather than uniform in [0, 1)
   * @param shape how many
   * @param seed the key of the stream
   */
  record Random(boolean normal, Shape shape, long seed) implements Primitive {
    @Override
    public List<Type> infer(List<Type> in) {
      return List.of(Type.floats(shape));
    }
  }

  /** The operand; no gradient flows through it. */
  record StopGradient() implements Primitive {
    @Override
    public List<Type> infer(List<Type> in) {
      return List.of(in.get(0));
    }
  }

  /** Returns the axes of a shape as a list, for whole reductions. */
  static List<Integer> allAxes(Shape shape) {
    List<Integer> axes = new ArrayList<>();
    for (int i = 0; i < shape.rank(); i++) {
      axes.add(i);
    }
    return axes;
  }
}
