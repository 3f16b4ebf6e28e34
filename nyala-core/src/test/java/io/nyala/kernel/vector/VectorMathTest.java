// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector;

import static io.nyala.kernel.vector.Lanes.LANES;
import static io.nyala.kernel.vector.Lanes.SPECIES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Against {@link Math} in double. */
@Tag("kernel")
class VectorMathTest {
  @Test
  void exp_is_close_over_its_whole_range() {
    // Twice the rounding of one operation; subnormal results are as exact as they can be.
    checkAll(VectorMath::exp, Math::exp, -110, 95, 2.4e-7);
  }

  @Test
  void sigmoid_is_close() {
    checkAll(VectorMath::sigmoid, x -> 1 / (1 + Math.exp(-x)), -80, 80, 4e-7);
  }

  @Test
  void tanh_is_close() {
    checkAll(VectorMath::tanh, Math::tanh, -12, 12, 4e-7);
    checkAll(VectorMath::tanh, Math::tanh, -0.7, 0.7, 4e-7);
    checkAll(VectorMath::tanh, Math::tanh, -1e-6, 1e-6, 4e-7);
  }

  @Test
  void special_values_are_those_of_math() {
    float[] values = {
      Float.NaN,
      Float.POSITIVE_INFINITY,
      Float.NEGATIVE_INFINITY,
      0f,
      -0f,
      Float.MAX_VALUE,
      -Float.MAX_VALUE,
      Float.MIN_VALUE,
      -Float.MIN_VALUE
    };
    for (float x : values) {
      assertThat(apply(VectorMath::exp, x))
          .as("exp %s", x)
          .isEqualTo(Float.valueOf((float) Math.exp(x)));
      assertThat(apply(VectorMath::tanh, x))
          .as("tanh %s", x)
          .isEqualTo(Float.valueOf((float) Math.tanh(x)));
      assertThat(apply(VectorMath::sigmoid, x))
          .as("sigmoid %s", x)
          .isEqualTo(Float.valueOf((float) (1 / (1 + Math.exp(-x)))));
    }
  }

  @Test
  void sum_adds_every_lane_once() {
    float[] powers = new float[LANES];
    for (int i = 0; i < LANES; i++) {
      powers[i] = 1 << i;
    }
    assertThat(VectorMath.sum(FloatVector.fromArray(SPECIES, powers, 0)))
        .isEqualTo((1 << LANES) - 1);
  }

  @Test
  void bits_are_the_same_before_and_after_compilation() {
    float[] x = numbers(64 * LANES, -20, 20);
    float[] first = map(x);
    float[] last = first;
    for (int i = 0; i < 3_000; i++) {
      last = map(x);
    }
    assertThat(last).isEqualTo(first);
  }

  private static float[] map(float[] x) {
    float[] y = new float[x.length];
    for (int i = 0; i < x.length; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, i);
      FloatVector mixed = VectorMath.exp(v).add(VectorMath.tanh(v)).add(VectorMath.sigmoid(v));
      mixed.withLane(0, VectorMath.sum(mixed)).intoArray(y, i);
    }
    return y;
  }

  private static void checkAll(
      UnaryOperator<FloatVector> function,
      DoubleUnaryOperator exact,
      double from,
      double to,
      double relative) {
    float[] x = numbers(512 * LANES, from, to);
    float[] y = new float[LANES];
    for (int i = 0; i < x.length; i += LANES) {
      function.apply(FloatVector.fromArray(SPECIES, x, i)).intoArray(y, 0);
      for (int lane = 0; lane < LANES; lane++) {
        double expected = exact.applyAsDouble(x[i + lane]);
        if ((float) expected != y[lane]) { // infinity, above all
          assertThat((double) y[lane])
              .as("x = %s", x[i + lane])
              .isCloseTo(expected, within(Math.abs(expected) * relative + Float.MIN_VALUE));
        }
      }
    }
  }

  private static float apply(UnaryOperator<FloatVector> function, float x) {
    return function.apply(FloatVector.broadcast(SPECIES, x)).lane(LANES - 1);
  }

  private static float[] numbers(int n, double from, double to) {
    Random random = new Random(7);
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = (float) (from + (to - from) * random.nextDouble());
    }
    return x;
  }
}
