// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("kernel")
class RandomKernelsTest {
  private static final long KEY = 0x243f6a88_85a308d3L;
  private static final long COUNTER = 0x13198a2e_03707344L;
  private static final long[] FIRSTS = {0, 1, 63, 64, 100, (1L << 38) - 77, 1L << 40};

  @Test
  void uniform_twins_give_the_same_bits() {
    RandomKernels vector = KernelData.vector().random();
    for (long first : FIRSTS) {
      for (int n : new int[] {0, 1, 15, 16, 63, 64, 65, 257, 5000}) {
        float[] y = new float[n + 3];
        float[] truth = new float[n + 3];
        vector.uniform(KEY, COUNTER, first, y, 2, n);
        KernelProvider.scalar().random().uniform(KEY, COUNTER, first, truth, 2, n);
        assertThat(y).containsExactly(truth);
      }
    }
  }

  @Test
  void normal_twins_agree() {
    RandomKernels vector = KernelData.vector().random();
    for (long first : FIRSTS) {
      int n = 3000;
      float[] y = new float[n];
      float[] truth = new float[n];
      vector.normal(KEY, COUNTER, first, y, 0, n);
      KernelProvider.scalar().random().normal(KEY, COUNTER, first, truth, 0, n);
      for (int i = 0; i < n; i++) {
        // A few ulps of the radius, which is at most 6.7.
        assertThat(y[i]).as("element %d", i).isCloseTo(truth[i], offset(6.7f * 4 * 0x1p-24f));
      }
    }
  }

  @Test
  void dropout_twins_give_the_same_bits_and_follow_the_uniform_stream() {
    RandomKernels vector = KernelData.vector().random();
    int n = 3000;
    float[] x = KernelData.normal(n, 1);
    float[] u = new float[n];
    float[] y = new float[n];
    float[] truth = new float[n];
    for (float rate : new float[] {0, 0.1f, 0.5f, 0.999f}) {
      vector.uniform(KEY, 5, 7, u, 0, n);
      vector.dropout(KEY, 5, 7, rate, x, 0, y, 0, n);
      KernelProvider.scalar().random().dropout(KEY, 5, 7, rate, x, 0, truth, 0, n);
      assertThat(y).containsExactly(truth);
      for (int i = 0; i < n; i++) {
        assertThat(y[i]).isEqualTo(u[i] < rate ? 0 : x[i] / (1 - rate));
      }
    }
    float[] inPlace = x.clone();
    vector.dropout(KEY, 5, 7, 0.999f, inPlace, 0, inPlace, 0, n);
    assertThat(inPlace).containsExactly(truth);
    vector.dropout(KEY, 5, 7, 1, x, 0, y, 0, n);
    assertThat(y).containsOnly(0f);
  }

  @Test
  void an_element_does_not_depend_on_the_range() {
    RandomKernels kernels = KernelProvider.current().random();
    int n = 1000;
    float[] whole = new float[n];
    float[] parts = new float[n];
    kernels.normal(KEY, COUNTER, 33, whole, 0, n);
    for (int at = 0, size = 1; at < n; at += size, size = size % 97 + 1) {
      kernels.normal(KEY, COUNTER, 33 + at, parts, at, Math.min(size, n - at));
    }
    assertThat(parts).containsExactly(whole);
    float[] x = KernelData.normal(n, 2);
    kernels.dropout(KEY, COUNTER, 33, 0.3f, x, 0, whole, 0, n);
    for (int at = 0, size = 1; at < n; at += size, size = size % 97 + 1) {
      kernels.dropout(KEY, COUNTER, 33 + at, 0.3f, x, at, parts, at, Math.min(size, n - at));
    }
    assertThat(parts).containsExactly(whole);
  }

  @Test
  void streams_differ_by_key_and_counter() {
    RandomKernels kernels = KernelProvider.current().random();
    float[][] streams = new float[4][50];
    kernels.uniform(1, 1, 0, streams[0], 0, 50);
    kernels.uniform(2, 1, 0, streams[1], 0, 50);
    kernels.uniform(1, 2, 0, streams[2], 0, 50);
    kernels.uniform(1L << 32 | 1, 1, 0, streams[3], 0, 50);
    for (int i = 0; i < 4; i++) {
      for (int j = 0; j < i; j++) {
        assertThat(streams[i]).isNotEqualTo(streams[j]);
      }
    }
  }

  @Test
  void uniform_numbers_have_their_moments() {
    int n = 1 << 20;
    float[] y = new float[n];
    KernelProvider.current().random().uniform(42, 0, 0, y, 0, n);
    double sum = 0;
    double squares = 0;
    double successive = 0;
    int[] tenths = new int[10];
    for (int i = 0; i < n; i++) {
      assertThat(y[i] >= 0 && y[i] < 1).isTrue();
      sum += y[i];
      squares += (y[i] - 0.5) * (y[i] - 0.5);
      successive += (y[i] - 0.5) * (y[(i + 1) % n] - 0.5);
      tenths[(int) (y[i] * 10)]++;
    }
    // Five standard deviations of each estimate.
    assertThat(sum / n).isCloseTo(0.5, offset(5 * Math.sqrt(1 / 12.0 / n)));
    assertThat(squares / n).isCloseTo(1 / 12.0, offset(5 * Math.sqrt(1 / 180.0 / n)));
    assertThat(successive / n).isCloseTo(0, offset(5 / 12.0 / Math.sqrt(n)));
    for (int count : tenths) {
      assertThat(count).isCloseTo(n / 10, offset((int) (5 * Math.sqrt(0.09 * n))));
    }
  }

  @Test
  void normal_numbers_have_their_moments() {
    int n = 1 << 20;
    float[] y = new float[n];
    KernelProvider.current().random().normal(42, 0, 0, y, 0, n);
    double[] moments = new double[5];
    double pairs = 0;
    int beyondTwo = 0;
    for (int i = 0; i < n; i++) {
      for (int k = 1; k <= 4; k++) {
        moments[k] += Math.pow(y[i], k) / n;
      }
      pairs += (double) y[i] * y[i ^ 16] / n; // the two numbers of one radius
      beyondTwo += Math.abs(y[i]) > 2 ? 1 : 0;
    }
    double deviation = 5 / Math.sqrt(n);
    assertThat(moments[1]).isCloseTo(0, offset(deviation));
    assertThat(moments[2]).isCloseTo(1, offset(deviation * Math.sqrt(2)));
    assertThat(moments[3]).isCloseTo(0, offset(deviation * Math.sqrt(15)));
    assertThat(moments[4]).isCloseTo(3, offset(deviation * Math.sqrt(96)));
    assertThat(pairs).isCloseTo(0, offset(2 * deviation));
    assertThat(beyondTwo / (double) n).isCloseTo(0.0455003, offset(deviation * 0.21));
  }
}
