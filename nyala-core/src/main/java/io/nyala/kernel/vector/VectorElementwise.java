// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector;

import static io.nyala.kernel.vector.Lanes.LANES;
import static io.nyala.kernel.vector.Lanes.SPECIES;
import static io.nyala.kernel.vector.Simd.load;
import static io.nyala.kernel.vector.Simd.store;

import io.nyala.kernel.ElementwiseKernels;
import io.nyala.ops.BinaryKind;
import io.nyala.ops.UnaryKind;
import java.lang.invoke.MethodHandle;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** Elementwise work, one loop for each kind, each a {@link Unit}. */
final class VectorElementwise implements ElementwiseKernels {
  /** The signature of loops over functions of one element. */
  interface Unary {
    void run(float[] x, int xOff, float[] y, int yOff, int n);
  }

  /** The signature of loops over functions of two elements. */
  interface Binary {
    void run(float[] a, int aOff, float[] b, int bOff, float[] y, int yOff, int n);
  }

  /** The same with one right operand. */
  interface Right {
    void run(float[] a, int aOff, float b, float[] y, int yOff, int n);
  }

  /** The same with one left operand. */
  interface Left {
    void run(float a, float[] b, int bOff, float[] y, int yOff, int n);
  }

  // All by ordinal.
  private static final MethodHandle[] UNARY = new MethodHandle[UnaryKind.values().length];
  private static final boolean[] WHOLE_VECTORS = new boolean[UNARY.length];
  private static final MethodHandle[] BINARY = new MethodHandle[BinaryKind.values().length];
  private static final MethodHandle[] RIGHT = new MethodHandle[BINARY.length];
  private static final MethodHandle[] LEFT = new MethodHandle[BINARY.length];

  static {
    for (UnaryKind kind : UnaryKind.values()) {
      UNARY[kind.ordinal()] = Unit.of(Unary.class, unary(kind));
      WHOLE_VECTORS[kind.ordinal()] = takesWholeVectors(kind);
    }
    for (BinaryKind kind : BinaryKind.values()) {
      BINARY[kind.ordinal()] = Unit.of(Binary.class, binary(kind));
      RIGHT[kind.ordinal()] = Unit.of(Right.class, right(kind));
      LEFT[kind.ordinal()] = Unit.of(Left.class, left(kind));
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

  static void apply(UnaryKind kind, float[] x, int xOff, float[] y, int yOff, int n) {
    int whole = WHOLE_VECTORS[kind.ordinal()] ? n & -LANES : n;
    try {
      if (whole > 0) {
        UNARY[kind.ordinal()].invokeExact(x, xOff, y, yOff, whole);
      }
      if (whole < n) {
        float[] padded = Simd.padded(x, xOff + whole, n - whole);
        UNARY[kind.ordinal()].invokeExact(padded, 0, padded, 0, LANES);
        System.arraycopy(padded, 0, y, yOff + whole, n - whole);
      }
    } catch (Throwable e) {
      throw Unit.rethrow(e);
    }
  }

  static void apply(
      BinaryKind kind, float[] a, int aOff, float[] b, int bOff, float[] y, int yOff, int n) {
    try {
      BINARY[kind.ordinal()].invokeExact(a, aOff, b, bOff, y, yOff, n);
    } catch (Throwable e) {
      throw Unit.rethrow(e);
    }
  }

  @Override
  public void binaryRight(
      BinaryKind kind, float[] a, int aOff, float b, float[] y, int yOff, int n) {
    try {
      RIGHT[kind.ordinal()].invokeExact(a, aOff, b, y, yOff, n);
    } catch (Throwable e) {
      throw Unit.rethrow(e);
    }
  }

  @Override
  public void binaryLeft(
      BinaryKind kind, float a, float[] b, int bOff, float[] y, int yOff, int n) {
    try {
      LEFT[kind.ordinal()].invokeExact(a, b, bOff, y, yOff, n);
    } catch (Throwable e) {
      throw Unit.rethrow(e);
    }
  }

  @Override
  public void select(
      float[] c, int cOff, float[] a, int aOff, float[] b, int bOff, float[] y, int yOff, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector condition = FloatVector.fromArray(SPECIES, c, cOff + i);
      FloatVector yes = FloatVector.fromArray(SPECIES, a, aOff + i);
      FloatVector no = FloatVector.fromArray(SPECIES, b, bOff + i);
      no.blend(yes, condition.compare(VectorOperators.NE, 0f)).intoArray(y, yOff + i);
    }
    if (i < n) {
      FloatVector condition = load(c, cOff + i, n - i);
      FloatVector yes = load(a, aOff + i, n - i);
      FloatVector no = load(b, bOff + i, n - i);
      store(no.blend(yes, condition.compare(VectorOperators.NE, 0f)), y, yOff + i, n - i);
    }
  }

  @Override
  public void axpy(float alpha, float[] x, int xOff, float[] y, int yOff, int n) {
    FloatVector factor = FloatVector.broadcast(SPECIES, alpha);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector.fromArray(SPECIES, x, xOff + i)
          .fma(factor, FloatVector.fromArray(SPECIES, y, yOff + i))
          .intoArray(y, yOff + i);
    }
    if (i < n) {
      FloatVector sum = load(x, xOff + i, n - i).fma(factor, load(y, yOff + i, n - i));
      store(sum, y, yOff + i, n - i);
    }
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

  /** Tells whether the loop is one of {@link UnaryFunctions} or {@link Rounding}. */
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
