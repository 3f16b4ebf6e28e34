// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SobolSequenceTest {
  /** From scipy 1.17.1: {@code qmc.Sobol(128, scramble=False, bits=52).random(300)}. */
  @ParameterizedTest
  @CsvSource({
    "0, 0, 0",
    "1, 0, 0.5",
    "5, 7, 0.375",
    "100, 3, 0.7265625",
    "100, 63, 0.6484375",
    "255, 127, 0.23828125",
    "299, 100, 0.619140625",
    "299, 10, 0.876953125",
  })
  void plain_points_are_those_of_scipy(int index, int dimension, double expected) {
    assertThat(SobolSequence.plain(128).point(index)[dimension]).isEqualTo(expected);
  }

  /** From the same points: their sum, and the sum with column d counted d times. */
  @Test
  void sums_over_all_dimensions_are_those_of_scipy() {
    double[] points = new double[300 * 128];
    SobolSequence.plain(128).fill(points, 300);

    double sum = 0;
    double weighted = 0;
    for (int i = 0; i < points.length; i++) {
      sum += points[i];
      weighted += points[i] * (i % 128 + 1);
    }
    assertThat(sum).isEqualTo(19136.171875);
    assertThat(weighted).isEqualTo(1234216.828125);
  }

  @Test
  void points_alone_equal_points_in_a_row() {
    SobolSequence sequence = SobolSequence.scrambled(7, new SplittableRandom(3));
    double[] points = new double[100 * 7];
    sequence.fill(points, 100);

    for (int i = 0; i < 100; i++) {
      double[] expected = Arrays.copyOfRange(points, i * 7, i * 7 + 7);
      assertThat(sequence.point(i)).isEqualTo(expected);
    }
  }

  /** Scrambling keeps what makes the sequence even: each strip has one of n points. */
  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2, 3})
  void scrambled_points_have_one_in_each_strip(long seed) {
    SobolSequence sequence = SobolSequence.scrambled(20, new Random(seed));
    for (int d = 0; d < 20; d++) {
      boolean[] hit = new boolean[64];
      for (int i = 0; i < 64; i++) {
        int strip = (int) (sequence.point(i)[d] * 64);
        assertThat(hit[strip]).isFalse();
        hit[strip] = true;
      }
    }
  }

  /** The mean of one point over many seeds is that of the uniform distribution. */
  @Test
  void each_scrambled_point_is_uniform() {
    double sum = 0;
    double squares = 0;
    for (int seed = 0; seed < 2000; seed++) {
      double x = SobolSequence.scrambled(3, new SplittableRandom(seed)).point(5)[2];
      sum += x;
      squares += x * x;
    }
    assertThat(sum / 2000).isCloseTo(1 / 2.0, within(0.03));
    assertThat(squares / 2000).isCloseTo(1 / 3.0, within(0.03));
  }

  @Test
  void refuses_more_dimensions_than_the_table_has() {
    assertThatThrownBy(() -> SobolSequence.plain(129))
        .hasMessage("Sobol's sequence has 1 to 128 dimensions, got 129; use random points instead");
  }
}
