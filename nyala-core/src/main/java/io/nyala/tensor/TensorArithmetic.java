// SPDX-License-Identifier: Apache-2.0
package io.nyala.tensor;

/** Arithmetic for inspecting results; operands broadcast as in NumPy. */
final class TensorArithmetic {
  private TensorArithmetic() {}

  /** The binary operations. */
  enum Kind {
    PLUS,
    MINUS,
    TIMES,
    DIVIDED_BY;

    float of(float a, float b) {
      return switch (this) {
        case PLUS -> a + b;
        case MINUS -> a - b;
        case TIMES -> a * b;
        case DIVIDED_BY -> a / b;
      };
    }

    int of(int a, int b) {
      return switch (this) {
        case PLUS -> a + b;
        case MINUS -> a - b;
        case TIMES -> a * b;
        case DIVIDED_BY -> throw new AssertionError("division gives floats");
      };
    }
  }

  /** Computes in int32 if both operands are int32, except for division; otherwise in float32. */
  static Tensor apply(Kind kind, Tensor a, Tensor b) {
    Shape shape = Shape.broadcast(a.shape(), b.shape());
    boolean ints = a.dtype() == DType.INT32 && b.dtype() == DType.INT32 && kind != Kind.DIVIDED_BY;
    Tensor y = Tensor.empty(shape, ints ? DType.INT32 : DType.FLOAT32);
    int[] aStrides = strides(a.shape(), shape);
    int[] bStrides = strides(b.shape(), shape);
    int[] at = new int[shape.rank()];
    int ia = 0;
    int ib = 0;
    for (int i = 0; i < y.size(); i++) {
      if (ints) {
        y.ints()[i] = kind.of(a.ints()[ia], b.ints()[ib]);
      } else {
        y.floats()[i] = kind.of(a.at(ia), b.at(ib));
      }
      for (int axis = at.length - 1; axis >= 0; axis--) {
        ia += aStrides[axis];
        ib += bStrides[axis];
        if (++at[axis] < shape.dim(axis)) {
          break;
        }
        ia -= at[axis] * aStrides[axis];
        ib -= at[axis] * bStrides[axis];
        at[axis] = 0;
      }
    }
    return y;
  }

  /** An integral number combined with int32 gives int32. */
  static Tensor apply(Kind kind, Tensor a, float b) {
    return apply(
        kind,
        a,
        a.dtype() == DType.INT32 && b == (int) b
            ? Tensor.ofInts(Shape.scalar(), (int) b)
            : Tensor.scalar(b));
  }

  /** Returns the strides of an operand for each axis of {@code whole}. */
  private static int[] strides(Shape operand, Shape whole) {
    int[] own = operand.strides();
    int[] strides = new int[whole.rank()];
    int extra = whole.rank() - operand.rank();
    for (int i = 0; i < own.length; i++) {
      strides[i + extra] = operand.dim(i) == 1 ? 0 : own[i];
    }
    return strides;
  }

  /**
   * Returns the position of the first maximum along an axis, which is removed; NaN counts as the
   * maximum.
   */
  static Tensor argMax(Tensor t, int axis) {
    int a = t.shape().axis(axis);
    int extent = t.shape().dim(a);
    if (extent == 0) {
      throw new ShapeException(
          "argMax: there are no elements along axis " + axis + " of " + t.shape());
    }
    int inner = t.shape().slice(a + 1, t.shape().rank()).size();
    Tensor y = Tensor.empty(t.shape().drop(a), DType.INT32);
    for (int i = 0; i < y.size(); i++) {
      int start = i / inner * extent * inner + i % inner;
      int best = 0;
      for (int k = 1; k < extent; k++) {
        float champion = t.at(start + best * inner);
        float candidate = t.at(start + k * inner);
        if (candidate > champion || (Float.isNaN(candidate) && !Float.isNaN(champion))) {
          best = k;
        }
      }
      y.ints()[i] = best;
    }
    return y;
  }
}
