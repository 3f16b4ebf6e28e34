// SPDX-License-Identifier: Apache-2.0
package io.nyala.activations;

import static io.nyala.ops.Ops.abs;
import static io.nyala.ops.Ops.add;
import static io.nyala.ops.Ops.and;
import static io.nyala.ops.Ops.cast;
import static io.nyala.ops.Ops.clip;
import static io.nyala.ops.Ops.constant;
import static io.nyala.ops.Ops.divide;
import static io.nyala.ops.Ops.equal;
import static io.nyala.ops.Ops.erf;
import static io.nyala.ops.Ops.expandDims;
import static io.nyala.ops.Ops.expm1;
import static io.nyala.ops.Ops.greater;
import static io.nyala.ops.Ops.greaterEqual;
import static io.nyala.ops.Ops.less;
import static io.nyala.ops.Ops.lessEqual;
import static io.nyala.ops.Ops.minimum;
import static io.nyala.ops.Ops.moveAxisToEnd;
import static io.nyala.ops.Ops.moveEndToAxis;
import static io.nyala.ops.Ops.multiply;
import static io.nyala.ops.Ops.negate;
import static io.nyala.ops.Ops.or;
import static io.nyala.ops.Ops.relu;
import static io.nyala.ops.Ops.sigmoid;
import static io.nyala.ops.Ops.softplus;
import static io.nyala.ops.Ops.split;
import static io.nyala.ops.Ops.sqrt;
import static io.nyala.ops.Ops.square;
import static io.nyala.ops.Ops.stopGradient;
import static io.nyala.ops.Ops.subtract;
import static io.nyala.ops.Ops.sum;
import static io.nyala.ops.Ops.tanh;
import static io.nyala.ops.Ops.where;

import io.nyala.ops.Value;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/** The activation functions as operations, after Keras 3 ({@code activations.py}). */
final class Formulas {
  static final double SELU_ALPHA = 1.6732632423543772848170429916717;
  static final double SELU_SCALE = 1.0507009873554804934193349852946;
  private static final float SQRT_HALF = (float) Math.sqrt(0.5);
  private static final float SQRT_2_OVER_PI = (float) Math.sqrt(2 / Math.PI);

  private Formulas() {}

  /** Keras's relu with all its settings. There is no limit if {@code maxValue} is infinite. */
  static Value rectifier(Value x, float slope, float maxValue, float threshold) {
    if (slope != 0 && threshold == 0 && maxValue == Float.POSITIVE_INFINITY) {
      return leakyRelu(x, slope);
    }
    Value y = threshold == 0 ? relu(x) : where(greater(x, threshold), x, constant(0));
    if (maxValue != Float.POSITIVE_INFINITY) {
      y = threshold == 0 ? minimum(y, maxValue) : clip(y, 0, maxValue);
    }
    return slope == 0 ? y : subtract(y, multiply(relu(subtract(threshold, x)), slope));
  }

  static Value leakyRelu(Value x, float slope) {
    return where(greaterEqual(x, 0), x, multiply(x, slope));
  }

  static Value elu(Value x, float alpha) {
    return where(greater(x, 0), x, multiply(expm1(negativePart(x)), alpha));
  }

  static Value selu(Value x) {
    return multiply(elu(x, (float) SELU_ALPHA), (float) SELU_SCALE);
  }

  static Value celu(Value x, float alpha) {
    return where(greater(x, 0), x, multiply(expm1(divide(negativePart(x), alpha)), alpha));
  }

  /** Zero where x is positive, which keeps {@code e^x} finite in the branch not selected. */
  private static Value negativePart(Value x) {
    return where(greater(x, 0), constant(0), x);
  }

  static Value relu6(Value x) {
    return minimum(relu(x), 6);
  }

  static Value hardSigmoid(Value x) {
    return multiply(relu6(add(x, 3)), 1 / 6f);
  }

  /** The hard_sigmoid of Keras 1 and 2: a line of slope 0.2. */
  static Value oldHardSigmoid(Value x) {
    return clip(add(multiply(x, 0.2f), 0.5f), 0, 1);
  }

  static Value hardSilu(Value x) {
    return multiply(x, hardSigmoid(x));
  }

  static Value gelu(Value x) {
    return multiply(multiply(x, 0.5f), add(erf(multiply(x, SQRT_HALF)), 1));
  }

  static Value geluApproximate(Value x) {
    Value cubic = multiply(multiply(square(x), x), 0.044715f);
    return multiply(multiply(x, 0.5f), add(tanh(multiply(add(x, cubic), SQRT_2_OVER_PI)), 1));
  }

  static Value silu(Value x) {
    return multiply(x, sigmoid(x));
  }

  static Value mish(Value x) {
    return multiply(x, tanh(softplus(x)));
  }

  static Value softsign(Value x) {
    return divide(x, add(abs(x), 1));
  }

  static Value logSigmoid(Value x) {
    return negate(softplus(negate(x)));
  }

  static Value glu(Value x, int axis) {
    List<Value> halves = split(x, 2, axis);
    return multiply(halves.get(0), sigmoid(halves.get(1)));
  }

  static Value hardTanh(Value x) {
    return clip(x, -1, 1);
  }

  static Value tanhShrink(Value x) {
    return subtract(x, tanh(x));
  }

  static Value hardShrink(Value x, float threshold) {
    return where(greater(abs(x), threshold), x, constant(0));
  }

  static Value softShrink(Value x, float threshold) {
    return where(
        greater(x, threshold),
        subtract(x, threshold),
        where(less(x, -threshold), add(x, threshold), constant(0)));
  }

  static Value threshold(Value x, float threshold, float defaultValue) {
    return where(greater(x, threshold), x, constant(defaultValue));
  }

  static Value squareplus(Value x, float b) {
    return multiply(add(x, sqrt(add(square(x), b))), 0.5f);
  }

  static Value sparsePlus(Value x) {
    Value middle = multiply(square(add(x, 1)), 0.25f);
    return where(lessEqual(x, -1), constant(0), where(less(x, 1), middle, x));
  }

  static Value sparseSigmoid(Value x) {
    return clip(multiply(add(x, 1), 0.5f), 0, 1);
  }

  /**
   * The sparsemax of Keras 3.15: the projection onto the simplex (Martins and Astudillo 2016) if
   * one element is selected, but with a threshold that is too high if several are, because it adds
   * up all cumulative sums instead of using the last one. Ranks are computed by comparing all pairs
   * instead of sorting, which is quadratic but only needs basic operations.
   */
  static Value sparsemax(Value x, int axis) {
    Value z = moveAxisToEnd(x, axis);
    Value row = stopGradient(expandDims(z, -2));
    Value column = stopGradient(expandDims(z, -1));
    Value tie = and(equal(row, column), upToDiagonal(z.shape().last()));
    Value notAfter = cast(or(greater(row, column), tie), DType.FLOAT32);
    Value rank = sum(notAfter, false, -1);
    Value cumulative = sum(multiply(notAfter, expandDims(z, -2)), false, -1);
    Value support =
        stopGradient(cast(greater(add(multiply(rank, z), 1), cumulative), DType.FLOAT32));
    Value tau =
        divide(subtract(sum(multiply(cumulative, support), true, -1), 1), sum(support, true, -1));
    return moveEndToAxis(relu(subtract(z, tau)), axis);
  }

  private static Value upToDiagonal(int n) {
    float[] truth = new float[n * n];
    for (int i = 0; i < n; i++) {
      Arrays.fill(truth, i * n, i * n + i + 1, 1);
    }
    return constant(Tensor.ofBools(Shape.of(n, n), truth));
  }
}
