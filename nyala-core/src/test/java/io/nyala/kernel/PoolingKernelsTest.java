// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.ops.Window;
import io.nyala.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Maximum pooling of images against the naive kernels, in one piece and in several. */
@Tag("kernel")
class PoolingKernelsTest {
  private static final PoolingKernels FAST = KernelProvider.current().pooling();
  private static final PoolingKernels NAIVE = KernelProvider.scalar().pooling();
  private static final int OFFSET = 3;

  private static List<ConvolutionShape> shapes() {
    return List.of(
        shape(2, 2, 0, 0, 3, 8, 6, 32),
        shape(2, 2, 0, 0, 2, 7, 9, 16), // odd extents: the last row and column are in no window
        shape(2, 2, 0, 1, 2, 7, 9, 16),
        shape(2, 2, 1, 0, 2, 7, 8, 16),
        shape(2, 2, 0, 0, 2, 6, 6, 20),
        shape(3, 2, 0, 0, 2, 9, 7, 48),
        shape(2, 1, 0, 0, 2, 5, 6, 32));
  }

  private static ConvolutionShape shape(
      int size, int stride, int before, int after, int batch, int height, int width, int channels) {
    Window window =
        new Window(
            List.of(size, size),
            List.of(stride, stride),
            List.of(1, 1),
            List.of(before, before),
            List.of(after, after));
    return ConvolutionShape.of(
        window, Shape.of(batch, height, width, channels), channels, channels);
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

  @Test
  void takes_the_largest() {
    for (ConvolutionShape s : shapes()) {
      float[] x = data(s.inLines() * s.in[2] * s.channels, 1);
      float[] want = new float[OFFSET + s.outLines() * s.out[2] * s.channels];
      float[] got = want.clone();
      NAIVE.largest(s, x, OFFSET, want, OFFSET, 0, s.outLines());
      int part = s.outLines() / 3;
      FAST.largest(s, x, OFFSET, got, OFFSET, 0, part);
      FAST.largest(s, x, OFFSET, got, OFFSET, part, s.outLines());
      assertThat(got).as("%s", Arrays.toString(s.in)).containsExactly(want);
    }
  }

  @Test
  void gives_the_gradient_to_the_first_of_the_largest() {
    for (ConvolutionShape s : shapes()) {
      float[] x = data(s.inLines() * s.in[2] * s.channels, 1);
      float[] y = new float[OFFSET + s.outLines() * s.out[2] * s.channels];
      NAIVE.largest(s, x, OFFSET, y, OFFSET, 0, s.outLines());
      float[] dy = new float[y.length];
      for (int i = 0; i < dy.length; i++) {
        dy[i] = 1 + i;
      }
      float[] want = new float[x.length];
      float[] got = new float[x.length];
      Arrays.fill(got, OFFSET, got.length, Float.NaN); // all of it is to be written
      NAIVE.largestGradient(s, x, OFFSET, y, OFFSET, dy, OFFSET, want, OFFSET, 0, s.batch);
      FAST.largestGradient(s, x, OFFSET, y, OFFSET, dy, OFFSET, got, OFFSET, 0, 1);
      FAST.largestGradient(s, x, OFFSET, y, OFFSET, dy, OFFSET, got, OFFSET, 1, s.batch);
      assertThat(got).as("%s", Arrays.toString(s.in)).containsExactly(want);
    }
  }
}
