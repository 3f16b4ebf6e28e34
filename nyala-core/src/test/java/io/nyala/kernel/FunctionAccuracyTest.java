// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.nyala.kernel.scalar.ScalarFunctions;
import io.nyala.ops.kinds.UnaryKind;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Transcendental functions over the whole line of floats, against double arithmetic. */
@Tag("kernel")
class FunctionAccuracyTest {
  /** A prime, so that every exponent and pattern of low bits comes up: some 400,000 floats. */
  private static final int STEP = 10007;

  private static final int BLOCK = 4099;

  @ParameterizedTest
  @EnumSource(
      names = {
        "EXP",
        "EXPM1",
        "LOG",
        "LOG1P",
        "SIN",
        "COS",
        "TANH",
        "SIGMOID",
        "SOFTPLUS",
        "ERF",
        "SQRT",
        "RSQRT",
        "RECIPROCAL",
        "FLOOR",
        "CEIL",
        "ROUND"
      })
  void is_within_a_few_ulps_everywhere(UnaryKind kind) {
    ElementwiseKernels kernels = KernelProvider.current().elementwise();
    float[] x = new float[BLOCK];
    float[] y = new float[BLOCK];
    double worst = 0;
    float at = 0;
    float value = 0;
    for (long bits = 0; bits < 1L << 32; ) {
      int n = 0;
      for (; n < BLOCK && bits < 1L << 32; n++, bits += STEP) {
        x[n] = Float.intBitsToFloat((int) bits);
      }
      kernels.unary(kind, x, 0, y, 0, n);
      for (int i = 0; i < n; i++) {
        double distance = Ulps.between(y[i], truth(kind, x[i]));
        if (distance > worst) {
          worst = distance;
          at = x[i];
          value = y[i];
        }
      }
    }
    double bound =
        switch (kind) {
          case EXP, LOG, LOG1P, SIN, COS, ERF, RSQRT -> 2;
          case EXPM1, TANH, SIGMOID, SOFTPLUS -> 3;
          default -> 0.5;
        };
    assertThat(worst)
        .as("%s(%s) = %s, should be %s", kind, at, value, truth(kind, at))
        .isLessThanOrEqualTo(bound);
  }

  @Test
  void saturates_exactly() {
    float[] x = {-1e30f, -200f, 200f, 1e30f, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY};
    assertThat(apply(UnaryKind.SIGMOID, x)).containsExactly(0, 0, 1, 1, 0, 1);
    assertThat(apply(UnaryKind.TANH, x)).containsExactly(-1, -1, 1, 1, -1, 1);
    assertThat(apply(UnaryKind.ERF, x)).containsExactly(-1, -1, 1, 1, -1, 1);
    float infinity = Float.POSITIVE_INFINITY;
    assertThat(apply(UnaryKind.EXP, x)).containsExactly(0, 0, infinity, infinity, 0, infinity);
    assertThat(apply(UnaryKind.SOFTPLUS, x)).containsExactly(0, 0, 200, 1e30f, 0, infinity);
  }

  /** Abramowitz and Stegun, table 7.1 (erf 3.5: table 7.3, through erfc). */
  @ParameterizedTest
  @CsvSource({
    "0.1, 0.1124629160",
    "0.5, 0.5204998778",
    "1, 0.8427007929",
    "1.5, 0.9661051465",
    "2, 0.9953222650",
    "-1.2, -0.9103139782",
    "3.5, 0.999999256902"
  })
  void erf_has_the_tabulated_values(double x, double erf) {
    assertThat(ScalarFunctions.erf(x)).isCloseTo(erf, offset(6e-11));
    assertThat(apply(UnaryKind.ERF, (float) x)[0]).isCloseTo((float) erf, offset(1.2e-7f));
  }

  private static float[] apply(UnaryKind kind, float... x) {
    float[] y = new float[x.length];
    KernelProvider.current().elementwise().unary(kind, x, 0, y, 0, x.length);
    return y;
  }

  private static double truth(UnaryKind kind, double x) {
    return switch (kind) {
      case EXP -> Math.exp(x);
      case EXPM1 -> Math.expm1(x);
      case LOG -> Math.log(x);
      case LOG1P -> Math.log1p(x);
      case SIN -> Math.sin(x);
      case COS -> Math.cos(x);
      case TANH -> Math.tanh(x);
      case SIGMOID -> 1 / (1 + Math.exp(-x));
      case SOFTPLUS -> Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
      case ERF -> ScalarFunctions.erf(x);
      case SQRT -> Math.sqrt(x);
      case RSQRT -> 1 / Math.sqrt(x);
      case RECIPROCAL -> 1 / x;
      case FLOOR -> Math.floor(x);
      case CEIL -> Math.ceil(x);
      case ROUND -> Math.rint(x);
      default -> throw new AssertionError(kind);
    };
  }
}
