// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.ops.Window;
import io.nyala.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Normalisation with pooling by 2 against the naive kernels, in one piece and in several. */
@Tag("kernel")
class NormalizedPoolingKernelsTest {
  private static final NormalizedPoolingKernels FAST = KernelProvider.current().normalizedPooling();
  private static final NormalizedPoolingKernels NAIVE = KernelProvider.scalar().normalizedPooling();
  private static final int OFFSET = 3;

  static ConvolutionShape shape(int batch, int height, int width, int channels) {
    List<Integer> two = List.of(2, 2);
    List<Integer> none = List.of(0, 0);
    Window window = new Window(two, two, List.of(1, 1), none, none);
    return ConvolutionShape.of(
        window, Shape.of(batch, height, width, channels), channels, channels);
  }

  /** Odd extents: the last row and column are in no window. */
  private static List<ConvolutionShape> shapes() {
    return List.of(
        shape(3, 8, 6, 32),
        shape(2, 7, 9, 16),
        shape(2, 6, 7, 48),
        shape(2, 3, 2, 128),
        shape(5, 40, 38, 16));
  }

  /** Whole numbers from -2 to 2: every other window has its largest more than once. */
  private static float[] data(int n, int seed) {
    Random random = new Random(seed);
    float[] x = new float[OFFSET + n];
    for (int i = 0; i < x.length; i++) {
      x[i] = random.nextInt(5) - 2;
    }
    return x;
  }

  private static float[] fractions(int n, int seed) {
    Random random = new Random(seed);
    float[] x = new float[OFFSET + n];
    for (int i = 0; i < x.length; i++) {
      x[i] = random.nextFloat() - 0.5f;
    }
    return x;
  }

  private static int inSize(ConvolutionShape s) {
    return s.inLines() * s.in[2] * s.channels;
  }

  private static int outSize(ConvolutionShape s) {
    return s.outLines() * s.out[2] * s.channels;
  }

  @Test
  void takes_the_largest_of_what_is_normalised() {
    for (ConvolutionShape s : shapes()) {
      float[] x = data(inSize(s), 1);
      float[] line = fractions(2 * s.channels, 2); // negative factors as well
      float[] want = new float[OFFSET + outSize(s)];
      float[] got = want.clone();
      int part = s.outLines() / 3;
      NAIVE.largest(s, x, OFFSET, line, OFFSET, want, OFFSET, 0, s.outLines());
      FAST.largest(s, x, OFFSET, line, OFFSET, got, OFFSET, 0, part);
      FAST.largest(s, x, OFFSET, line, OFFSET, got, OFFSET, part, s.outLines());
      assertThat(got).as("%s", Arrays.toString(s.in)).containsExactly(want);
    }
  }

  @Test
  void sums_what_flows_to_the_first_of_the_largest() {
    for (ConvolutionShape s : shapes()) {
      int c = s.channels;
      float[] x = data(inSize(s), 1);
      float[] line = fractions(2 * c, 2);
      float[] mean = fractions(c, 3);
      float[] dy = fractions(outSize(s), 4);
      float[] want = new float[OFFSET + 2 * c];
      float[] got = want.clone();
      for (int[] part : new int[][] {{0, s.outLines()}, {1, s.outLines() / 2 + 1}}) {
        int from = part[0];
        int to = part[1];
        NAIVE.gradientSums(
            s, x, OFFSET, line, OFFSET, mean, OFFSET, dy, OFFSET, want, OFFSET, from, to);
        FAST.gradientSums(
            s, x, OFFSET, line, OFFSET, mean, OFFSET, dy, OFFSET, got, OFFSET, from, to);
        // Sums of up to 1,900 terms below 1.25, in blocks of 256: some roundings of the largest.
        for (int i = 0; i < want.length; i++) {
          assertThat(got[i]).isCloseTo(want[i], Offset.offset(1e-4f));
        }
      }
    }
  }

  @Test
  void gives_the_gradient_of_normalisation_and_of_a_relu_before_it() {
    for (ConvolutionShape s : shapes()) {
      for (boolean relu : new boolean[] {false, true}) {
        float[] x = data(inSize(s), 1);
        float[] line = fractions(2 * s.channels, 2);
        float[] plane = fractions(3 * s.channels, 3);
        float[] dy = fractions(outSize(s), 4);
        float[] want = new float[x.length];
        float[] got = new float[x.length];
        Arrays.fill(got, OFFSET, got.length, Float.NaN); // all of it is to be written
        int all = s.outLines();
        int part = all / 3;
        NAIVE.gradient(
            s, x, OFFSET, line, OFFSET, plane, OFFSET, relu, dy, OFFSET, want, OFFSET, 0, all);
        FAST.gradient(
            s, x, OFFSET, line, OFFSET, plane, OFFSET, relu, dy, OFFSET, got, OFFSET, 0, part);
        FAST.gradient(
            s, x, OFFSET, line, OFFSET, plane, OFFSET, relu, dy, OFFSET, got, OFFSET, part, all);
        assertThat(got).as("%s", Arrays.toString(s.in)).containsExactly(want);
        FAST.gradient(
            s, x, OFFSET, line, OFFSET, plane, OFFSET, relu, dy, OFFSET, x, OFFSET, 0, all);
        Arrays.fill(x, 0, OFFSET, 0f);
        assertThat(x).as("in place, %s", Arrays.toString(s.in)).containsExactly(want);
      }
    }
  }
}
