// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector.elementwise;

import static io.nyala.kernel.vector.base.Lanes.LANES;
import static io.nyala.kernel.vector.base.Lanes.MASKS;
import static io.nyala.kernel.vector.base.Padding.room;

import io.nyala.kernel.ElementwiseKernels;
import io.nyala.kernel.vector.base.Padding;
import io.nyala.kernel.vector.base.Unit;
import io.nyala.kernel.vector.math.Rounding;
import io.nyala.ops.kinds.BinaryKind;
import io.nyala.ops.kinds.UnaryKind;
import java.lang.invoke.MethodHandle;

/** Elementwise functions, with one loop for each kind; each loop is a {@link Unit}. */
public final class VectorElementwise implements ElementwiseKernels {
  /** The signature of loops over functions of one element. */
  public interface Unary {
    void run(float[] x, int xOff, float[] y, int yOff, int n);
  }

  /** The signature of loops over functions of two elements. */
  public interface Binary {
    void run(float[] a, int aOff, float[] b, int bOff, float[] y, int yOff, int n);
  }

  /** The same with one right operand for all elements. */
  public interface Right {
    void run(float[] a, int aOff, float b, float[] y, int yOff, int n);
  }

  /** The same with one left operand for all elements. */
  public interface Left {
    void run(float a, float[] b, int bOff, float[] y, int yOff, int n);
  }

  /** The signature of {@link ThreeOperands#select}. */
  public interface Select {
    void run(
        float[] c, int cOff, float[] a, int aOff, float[] b, int bOff, float[] y, int yOff, int n);
  }

  // Made when first used, because all together would take a program a tenth of a second to start.
  // Two threads may make the same one; either is good.
  private static final MethodHandle[] SELECT = new MethodHandle[1];
  private static final MethodHandle[] UNARY = new MethodHandle[UnaryKind.values().length];
  private static final MethodHandle[] BINARY = new MethodHandle[BinaryKind.values().length];
  private static final MethodHandle[] RIGHT = new MethodHandle[BINARY.length];
  private static final MethodHandle[] LEFT = new MethodHandle[BINARY.length];
  private static final boolean[] WHOLE_VECTORS = new boolean[UNARY.length]; // by ordinal, as above

  static {
    for (UnaryKind kind : UnaryKind.values()) {
      WHOLE_VECTORS[kind.ordinal()] = takesWholeVectors(kind);
    }
  }

  @Override
  public void unary(UnaryKind kind, float[] x, int xOff, float[] y, int yOff, int n) {
    apply(kind, x, xOff, y, yOff, n);
  }

  @Override
  public void binary(
      BinaryKind kind, float[] a, int aOff, float[] b, int bOff, float[] y, int yOff, int n) {
    apply(kind, a, aOff, b, bOff, y, yOff, n);
  }

  public static void apply(UnaryKind kind, float[] x, int xOff, float[] y, int yOff, int n) {
    boolean masks = MASKS && !WHOLE_VECTORS[kind.ordinal()];
    int whole = masks && room(x, xOff, n) && room(y, yOff, n) ? n : n & -LANES;
    MethodHandle loop = unaryLoop(kind);
    try {
      if (whole > 0) {
        loop.invokeExact(x, xOff, y, yOff, whole);
      }
      if (whole < n) {
        float[] part = Padding.of(x, xOff + whole, n - whole);
        loop.invokeExact(part, 0, part, 0, LANES);
        System.arraycopy(part, 0, y, yOff + whole, n - whole);
      }
    } catch (Throwable e) {
      throw Unit.rethrow(e);
    }
  }

  public static void apply(
      BinaryKind kind, float[] a, int aOff, float[] b, int bOff, float[] y, int yOff, int n) {
    int whole = MASKS && room(a, aOff, n) && room(b, bOff, n) && room(y, yOff, n) ? n : n & -LANES;
    MethodHandle loop = binaryLoop(kind);
    try {
      if (whole > 0) {
        loop.invokeExact(a, aOff, b, bOff, y, yOff, whole);
      }
      if (whole < n) {
        Padding parts = Padding.get();
        Padding.fill(parts.a, a, aOff + whole, n - whole);
        Padding.fill(parts.b, b, bOff + whole, n - whole);
        loop.invokeExact(parts.a, 0, parts.b, 0, parts.a, 0, LANES);
        System.arraycopy(parts.a, 0, y, yOff + whole, n - whole);
      }
    } catch (Throwable e) {
      throw Unit.rethrow(e);
    }
  }

  @Override
  public void binaryRight(
      BinaryKind kind, float[] a, int aOff, float b, float[] y, int yOff, int n) {
    int whole = MASKS && room(a, aOff, n) && room(y, yOff, n) ? n : n & -LANES;
    MethodHandle loop = rightLoop(kind);
    try {
      if (whole > 0) {
        loop.invokeExact(a, aOff, b, y, yOff, whole);
      }
      if (whole < n) {
        float[] part = Padding.of(a, aOff + whole, n - whole);
        loop.invokeExact(part, 0, b, part, 0, LANES);
        System.arraycopy(part, 0, y, yOff + whole, n - whole);
      }
    } catch (Throwable e) {
      throw Unit.rethrow(e);
    }
  }

  @Override
  public void binaryLeft(
      BinaryKind kind, float a, float[] b, int bOff, float[] y, int yOff, int n) {
    int whole = MASKS && room(b, bOff, n) && room(y, yOff, n) ? n : n & -LANES;
    MethodHandle loop = leftLoop(kind);
    try {
      if (whole > 0) {
        loop.invokeExact(a, b, bOff, y, yOff, whole);
      }
      if (whole < n) {
        float[] part = Padding.of(b, bOff + whole, n - whole);
        loop.invokeExact(a, part, 0, part, 0, LANES);
        System.arraycopy(part, 0, y, yOff + whole, n - whole);
      }
    } catch (Throwable e) {
      throw Unit.rethrow(e);
    }
  }

  @Override
  public void select(
      float[] c, int cOff, float[] a, int aOff, float[] b, int bOff, float[] y, int yOff, int n) {
    int whole =
        MASKS && room(c, cOff, n) && room(a, aOff, n) && room(b, bOff, n) && room(y, yOff, n)
            ? n
            : n & -LANES;
    MethodHandle loop = selectLoop();
    try {
      if (whole > 0) {
        loop.invokeExact(c, cOff, a, aOff, b, bOff, y, yOff, whole);
      }
      if (whole < n) {
        Padding parts = Padding.get();
        Padding.fill(parts.c, c, cOff + whole, n - whole);
        Padding.fill(parts.a, a, aOff + whole, n - whole);
        Padding.fill(parts.b, b, bOff + whole, n - whole);
        loop.invokeExact(parts.c, 0, parts.a, 0, parts.b, 0, parts.a, 0, LANES);
        System.arraycopy(parts.a, 0, y, yOff + whole, n - whole);
      }
    } catch (Throwable e) {
      throw Unit.rethrow(e);
    }
  }

  private static MethodHandle unaryLoop(UnaryKind kind) {
    MethodHandle loop = UNARY[kind.ordinal()];
    if (loop == null) {
      loop = Unit.of(Unary.class, unary(kind));
      UNARY[kind.ordinal()] = loop;
    }
    return loop;
  }

  private static MethodHandle binaryLoop(BinaryKind kind) {
    MethodHandle loop = BINARY[kind.ordinal()];
    if (loop == null) {
      loop = Unit.of(Binary.class, binary(kind));
      BINARY[kind.ordinal()] = loop;
    }
    return loop;
  }

  private static MethodHandle rightLoop(BinaryKind kind) {
    MethodHandle loop = RIGHT[kind.ordinal()];
    if (loop == null) {
      loop = Unit.of(Right.class, right(kind));
      RIGHT[kind.ordinal()] = loop;
    }
    return loop;
  }

  private static MethodHandle leftLoop(BinaryKind kind) {
    MethodHandle loop = LEFT[kind.ordinal()];
    if (loop == null) {
      loop = Unit.of(Left.class, left(kind));
      LEFT[kind.ordinal()] = loop;
    }
    return loop;
  }

  private static MethodHandle selectLoop() {
    MethodHandle loop = SELECT[0];
    if (loop == null) {
      loop = Unit.of(Select.class, ThreeOperands::select);
      SELECT[0] = loop;
    }
    return loop;
  }

  private static Unary unary(UnaryKind kind) {
    return switch (kind) {
      case NEGATE -> UnaryArithmetic::negate;
      case ABS -> UnaryArithmetic::abs;
      case SIGN -> UnaryArithmetic::sign;
      case SQUARE -> UnaryArithmetic::square;
      case SQRT -> UnaryArithmetic::sqrt;
      case RSQRT -> UnaryArithmetic::rsqrt;
      case RECIPROCAL -> UnaryArithmetic::reciprocal;
      case EXP -> UnaryFunctions::exp;
      case EXPM1 -> UnaryFunctions::expm1;
      case LOG -> UnaryFunctions::log;
      case LOG1P -> UnaryFunctions::log1p;
      case SIN -> UnaryFunctions::sin;
      case COS -> UnaryFunctions::cos;
      case TANH -> UnaryFunctions::tanh;
      case SIGMOID -> UnaryFunctions::sigmoid;
      case SOFTPLUS -> UnaryFunctions::softplus;
      case ERF -> UnaryFunctions::erf;
      case RELU -> UnaryArithmetic::relu;
      case FLOOR -> Rounding::floor;
      case CEIL -> Rounding::ceil;
      case ROUND -> Rounding::round;
      case IS_NAN -> UnaryArithmetic::isNan;
      case IS_FINITE -> UnaryArithmetic::isFinite;
      case NOT -> UnaryArithmetic::not;
    };
  }

  /** Returns whether the loop is one of {@link UnaryFunctions} or {@link Rounding}. */
  private static boolean takesWholeVectors(UnaryKind kind) {
    return switch (kind) {
      case EXP, EXPM1, LOG, LOG1P, SIN, COS, TANH, SIGMOID, SOFTPLUS, ERF -> true;
      case FLOOR, CEIL, ROUND -> true;
      default -> false;
    };
  }

  private static Binary binary(BinaryKind kind) {
    return switch (kind) {
      case ADD -> BinaryArithmetic::add;
      case SUBTRACT -> BinaryArithmetic::subtract;
      case MULTIPLY -> BinaryArithmetic::multiply;
      case DIVIDE -> BinaryArithmetic::divide;
      case POWER -> PowerLoops::power;
      case MAXIMUM -> BinaryArithmetic::maximum;
      case MINIMUM -> BinaryArithmetic::minimum;
      case MODULO -> BinaryArithmetic::modulo;
      case EQUAL -> BinaryPredicates::equal;
      case NOT_EQUAL -> BinaryPredicates::notEqual;
      case LESS -> BinaryPredicates::less;
      case LESS_EQUAL -> BinaryPredicates::lessEqual;
      case GREATER -> BinaryPredicates::greater;
      case GREATER_EQUAL -> BinaryPredicates::greaterEqual;
      case AND -> BinaryPredicates::and;
      case OR -> BinaryPredicates::or;
      case RELU_GRADIENT -> BinaryArithmetic::reluGradient;
      case RELU6_GRADIENT -> BinaryArithmetic::relu6Gradient;
      case SIGMOID_GRADIENT -> BinaryArithmetic::sigmoidGradient;
      case TANH_GRADIENT -> BinaryArithmetic::tanhGradient;
    };
  }

  private static Right right(BinaryKind kind) {
    return switch (kind) {
      case ADD -> BinaryRight::add;
      case SUBTRACT -> BinaryRight::subtract;
      case MULTIPLY -> BinaryRight::multiply;
      case DIVIDE -> BinaryRight::divide;
      case POWER -> PowerLoops::powerRight;
      case MAXIMUM -> BinaryRight::maximum;
      case MINIMUM -> BinaryRight::minimum;
      case MODULO -> BinaryRight::modulo;
      case EQUAL -> BinaryRight::equal;
      case NOT_EQUAL -> BinaryRight::notEqual;
      case LESS -> BinaryRight::less;
      case LESS_EQUAL -> BinaryRight::lessEqual;
      case GREATER -> BinaryRight::greater;
      case GREATER_EQUAL -> BinaryRight::greaterEqual;
      case AND -> BinaryRight::and;
      case OR -> BinaryRight::or;
      case RELU_GRADIENT -> BinaryRight::reluGradient;
      case RELU6_GRADIENT -> BinaryRight::relu6Gradient;
      case SIGMOID_GRADIENT -> BinaryRight::sigmoidGradient;
      case TANH_GRADIENT -> BinaryRight::tanhGradient;
    };
  }

  private static Left left(BinaryKind kind) {
    return switch (kind) {
      case SUBTRACT -> BinaryLeft::subtract;
      case DIVIDE -> BinaryLeft::divide;
      case POWER -> PowerLoops::powerLeft;
      case MODULO -> BinaryLeft::modulo;
      case RELU_GRADIENT -> BinaryLeft::reluGradient;
      case RELU6_GRADIENT -> BinaryLeft::relu6Gradient;
      case SIGMOID_GRADIENT -> BinaryLeft::sigmoidGradient;
      case TANH_GRADIENT -> BinaryLeft::tanhGradient;
      case ADD -> mirrored(BinaryRight::add);
      case MULTIPLY -> mirrored(BinaryRight::multiply);
      case MAXIMUM -> mirrored(BinaryRight::maximum);
      case MINIMUM -> mirrored(BinaryRight::minimum);
      case EQUAL -> mirrored(BinaryRight::equal);
      case NOT_EQUAL -> mirrored(BinaryRight::notEqual);
      case LESS -> mirrored(BinaryRight::greater);
      case LESS_EQUAL -> mirrored(BinaryRight::greaterEqual);
      case GREATER -> mirrored(BinaryRight::less);
      case GREATER_EQUAL -> mirrored(BinaryRight::lessEqual);
      case AND -> mirrored(BinaryRight::and);
      case OR -> mirrored(BinaryRight::or);
    };
  }

  private static Left mirrored(Right right) {
    return (a, b, bOff, y, yOff, n) -> right.run(b, bOff, a, y, yOff, n);
  }
}
