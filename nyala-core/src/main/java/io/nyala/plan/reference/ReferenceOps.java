// SPDX-License-Identifier: Apache-2.0
package io.nyala.plan.reference;

import io.nyala.kernel.KernelProvider;
import io.nyala.ops.AlongAxis;
import io.nyala.ops.Node;
import io.nyala.ops.Primitive;
import io.nyala.ops.kinds.BinaryKind;
import io.nyala.ops.kinds.ReduceKind;
import io.nyala.ops.kinds.UnaryKind;
import io.nyala.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/** Simple loops for each primitive, in double precision. */
final class ReferenceOps {
  private ReferenceOps() {}

  static double[] evaluate(Primitive op, Node node, List<double[]> in, long step, long first) {
    Shape out = node.output(0).shape();
    int n = out.size();
    double[] y = new double[n];
    switch (op) {
      case Primitive.Unary u -> {
        for (int i = 0; i < n; i++) {
          y[i] = unary(u.kind(), in.get(0)[i]);
        }
      }
      case Primitive.Binary b -> {
        int[] ia = broadcastIndex(node.input(0).shape(), out);
        int[] ib = broadcastIndex(node.input(1).shape(), out);
        for (int i = 0; i < n; i++) {
          y[i] = binary(b.kind(), in.get(0)[ia[i]], in.get(1)[ib[i]]);
        }
      }
      case Primitive.Select s -> {
        int[] ic = broadcastIndex(node.input(0).shape(), out);
        int[] ia = broadcastIndex(node.input(1).shape(), out);
        int[] ib = broadcastIndex(node.input(2).shape(), out);
        for (int i = 0; i < n; i++) {
          y[i] = in.get(0)[ic[i]] != 0 ? in.get(1)[ia[i]] : in.get(2)[ib[i]];
        }
      }
      case Primitive.Cast c -> {
        for (int i = 0; i < n; i++) {
          double x = in.get(0)[i];
          y[i] =
              switch (c.to()) {
                case INT32 -> (int) x;
                case BOOL -> x != 0 ? 1 : 0;
                case FLOAT32 -> x;
                case STRING -> throw new AssertionError("a cast to strings was inferred");
              };
        }
      }
      case Primitive.Reduce r -> reduce(r, node.input(0).shape(), in.get(0), y);
      case Primitive.ArgMax a -> {
        int k = node.input(0).shape().last();
        for (int i = 0; i < n; i++) {
          int best = 0;
          for (int j = 1; j < k; j++) {
            double champion = in.get(0)[i * k + best];
            double candidate = in.get(0)[i * k + j];
            if (candidate > champion || (Double.isNaN(candidate) && !Double.isNaN(champion))) {
              best = j;
            }
          }
          y[i] = best;
        }
      }
      case Primitive.MatMul m ->
          matMul(m, node.input(0).shape(), node.input(1).shape(), out, in.get(0), in.get(1), y);
      case Primitive.Transpose t -> {
        int[] from = node.input(0).shape().strides();
        for (int i = 0; i < n; i++) {
          int[] at = position(out, i);
          int x = 0;
          for (int k = 0; k < at.length; k++) {
            x += at[k] * from[t.order().get(k)];
          }
          y[i] = in.get(0)[x];
        }
      }
      case Primitive.Reshape r -> y = in.get(0);
      case Primitive.StopGradient s -> y = in.get(0);
      case Primitive.Broadcast b -> {
        int[] ix = broadcastIndex(node.input(0).shape(), out);
        for (int i = 0; i < n; i++) {
          y[i] = in.get(0)[ix[i]];
        }
      }
      case Primitive.Slice s -> {
        int[] from = node.input(0).shape().strides();
        for (int i = 0; i < n; i++) {
          int[] at = position(out, i);
          int x = 0;
          for (int k = 0; k < at.length; k++) {
            x += (s.begin().get(k) + at[k] * s.step().get(k)) * from[k];
          }
          y[i] = in.get(0)[x];
        }
      }
      case Primitive.Pad p -> {
        Arrays.fill(y, p.value());
        int[] to = out.strides();
        for (int i = 0; i < in.get(0).length; i++) {
          int[] at = position(node.input(0).shape(), i);
          int x = 0;
          for (int k = 0; k < at.length; k++) {
            x += (at[k] + p.before().get(k)) * to[k];
          }
          y[x] = in.get(0)[i];
        }
      }
      case Primitive.Concat c -> {
        int[] to = out.strides();
        int start = 0;
        for (int part = 0; part < in.size(); part++) {
          Shape s = node.input(part).shape();
          for (int i = 0; i < in.get(part).length; i++) {
            int[] at = position(s, i);
            at[c.axis()] += start;
            int x = 0;
            for (int k = 0; k < at.length; k++) {
              x += at[k] * to[k];
            }
            y[x] = in.get(part)[i];
          }
          start += s.dim(c.axis());
        }
      }
      case Primitive.Gather g -> {
        int rows = node.input(0).shape().dim(0);
        int width = rows == 0 ? 0 : in.get(0).length / rows;
        for (int i = 0; i < in.get(1).length; i++) {
          System.arraycopy(in.get(0), checked(in.get(1)[i], rows) * width, y, i * width, width);
        }
      }
      case Primitive.ScatterAdd s -> {
        int width = s.rows() == 0 ? 0 : n / s.rows();
        for (int i = 0; i < in.get(1).length; i++) {
          int row = checked(in.get(1)[i], s.rows());
          for (int k = 0; k < width; k++) {
            y[row * width + k] += in.get(0)[i * width + k];
          }
        }
      }
      case AlongAxis a -> y = ReferenceAlongAxis.evaluate(a, node, in);
      case Primitive.OneHot o -> {
        for (int i = 0; i < in.get(0).length; i++) {
          int at = (int) in.get(0)[i];
          if (at >= 0 && at < o.depth()) {
            y[i * o.depth() + at] = 1;
          }
        }
      }
      case Primitive.Random r -> {
        float[] f = new float[n];
        var random = KernelProvider.scalar().random();
        if (r.normal()) {
          random.normal(r.seed(), step, first, f, 0, n);
        } else {
          random.uniform(r.seed(), step, first, f, 0, n);
        }
        for (int i = 0; i < n; i++) {
          y[i] = f[i];
        }
      }
    }
    return y;
  }

  static int checked(double index, int rows) {
    if (index < 0 || index >= rows) {
      throw new IndexOutOfBoundsException("index " + (int) index + " is outside [0, " + rows + ")");
    }
    return (int) index;
  }

  private static double unary(UnaryKind kind, double x) {
    return switch (kind) {
      case NEGATE -> -x;
      case ABS -> Math.abs(x);
      case SIGN -> Math.signum(x);
      case SQUARE -> x * x;
      case SQRT -> Math.sqrt(x);
      case RSQRT -> 1 / Math.sqrt(x);
      case RECIPROCAL -> 1 / x;
      case EXP -> Math.exp(x);
      case EXPM1 -> Math.expm1(x);
      case LOG -> Math.log(x);
      case LOG1P -> Math.log1p(x);
      case SIN -> Math.sin(x);
      case COS -> Math.cos(x);
      case TANH -> Math.tanh(x);
      case SIGMOID -> x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));
      case SOFTPLUS -> Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
      case ERF -> erf(x);
      case RELU -> x < 0 ? 0 : x;
      case FLOOR -> Math.floor(x);
      case CEIL -> Math.ceil(x);
      case ROUND -> Math.rint(x);
      case IS_NAN -> Double.isNaN(x) ? 1 : 0;
      case IS_FINITE -> Double.isFinite(x) ? 1 : 0;
      case NOT -> x == 0 ? 1 : 0;
    };
  }

  /**
   * Computes the error function: by its Taylor series near zero, elsewhere by the continued
   * fraction of erfc (Lentz).
   */
  private static double erf(double x) {
    double a = Math.abs(x);
    if (Double.isNaN(x)) {
      return x;
    }
    if (a > 6) {
      return Math.signum(x);
    }
    if (a < 2.5) {
      double term = x;
      double sum = x;
      for (int k = 1; Math.abs(term) > 1e-18 * Math.abs(sum); k++) {
        term *= -x * x / k;
        sum += term / (2 * k + 1);
      }
      return 2 / Math.sqrt(Math.PI) * sum;
    }
    double f = 0;
    for (int k = 60; k > 0; k--) {
      f = k / 2.0 / (a + f);
    }
    return Math.signum(x) * (1 - Math.exp(-a * a) / Math.sqrt(Math.PI) / (a + f));
  }

  private static double binary(BinaryKind kind, double a, double b) {
    return switch (kind) {
      case ADD -> a + b;
      case SUBTRACT -> a - b;
      case MULTIPLY -> a * b;
      case DIVIDE -> a / b;
      case POWER -> Math.pow(a, b);
      case MAXIMUM -> Math.max(a, b);
      case MINIMUM -> Math.min(a, b);
      case MODULO -> a - b * Math.floor(a / b);
      case EQUAL -> a == b ? 1 : 0;
      case NOT_EQUAL -> a != b ? 1 : 0;
      case LESS -> a < b ? 1 : 0;
      case LESS_EQUAL -> a <= b ? 1 : 0;
      case GREATER -> a > b ? 1 : 0;
      case GREATER_EQUAL -> a >= b ? 1 : 0;
      case AND -> a != 0 && b != 0 ? 1 : 0;
      case OR -> a != 0 || b != 0 ? 1 : 0;
      case RELU_GRADIENT -> b > 0 ? a : 0;
      case RELU6_GRADIENT -> b > 0 && b < 6 ? a : 0;
      case SIGMOID_GRADIENT -> a * b * (1 - b);
      case TANH_GRADIENT -> a * (1 - b * b);
    };
  }

  private static void reduce(Primitive.Reduce r, Shape from, double[] x, double[] y) {
    Shape out = from;
    for (int axis : r.axes()) {
      out = out.with(axis, 1);
    }
    int[] to = out.strides();
    for (int axis : r.axes()) {
      to[axis] = 0;
    }
    Arrays.fill(
        y,
        switch (r.kind()) {
          case SUM -> 0;
          case PRODUCT -> 1;
          case MAX -> Double.NEGATIVE_INFINITY;
          case MIN -> Double.POSITIVE_INFINITY;
        });
    for (int i = 0; i < x.length; i++) {
      int[] at = position(from, i);
      int k = 0;
      for (int a = 0; a < at.length; a++) {
        k += at[a] * to[a];
      }
      y[k] = combine(r.kind(), y[k], x[i]);
    }
  }

  private static double combine(ReduceKind kind, double a, double b) {
    return switch (kind) {
      case SUM -> a + b;
      case PRODUCT -> a * b;
      case MAX -> Math.max(a, b);
      case MIN -> Math.min(a, b);
    };
  }

  private static void matMul(
      Primitive.MatMul op, Shape a, Shape b, Shape out, double[] x, double[] w, double[] y) {
    int m = out.dim(-2);
    int n = out.dim(-1);
    int k = a.dim(op.transposeA() ? -2 : -1);
    Shape batch = out.slice(0, out.rank() - 2);
    int[] ia = broadcastIndex(a.slice(0, a.rank() - 2), batch);
    int[] ib = broadcastIndex(b.slice(0, b.rank() - 2), batch);
    for (int t = 0; t < batch.size(); t++) {
      for (int i = 0; i < m; i++) {
        for (int j = 0; j < n; j++) {
          double sum = 0;
          for (int l = 0; l < k; l++) {
            double p = x[ia[t] * m * k + (op.transposeA() ? l * m + i : i * k + l)];
            double q = w[ib[t] * k * n + (op.transposeB() ? j * k + l : l * n + j)];
            sum += p * q;
          }
          y[(t * m + i) * n + j] = sum;
        }
      }
    }
  }

  private static int[] position(Shape shape, int index) {
    int[] at = new int[shape.rank()];
    int rest = index;
    for (int i = at.length - 1; i >= 0; i--) {
      at[i] = rest % shape.dim(i);
      rest /= shape.dim(i);
    }
    return at;
  }

  /**
   * Returns, for each element of {@code out}, the index of the element of a broadcast operand that
   * it uses.
   */
  private static int[] broadcastIndex(Shape operand, Shape out) {
    int[] index = new int[out.size()];
    int[] strides = operand.strides();
    int extra = out.rank() - operand.rank();
    for (int i = 0; i < index.length; i++) {
      int[] at = position(out, i);
      for (int k = 0; k < strides.length; k++) {
        index[i] += operand.dim(k) == 1 ? 0 : at[k + extra] * strides[k];
      }
    }
    return index;
  }
}
