// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nyala.ops.Window;
import io.nyala.ops.kinds.FusedActivation;
import io.nyala.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The chosen kernels against the naive ones, and against themselves in other parts. */
@Tag("kernel")
class ConvolutionKernelsTest {
  private static final ConvolutionKernels FAST = KernelProvider.current().convolutions();
  private static final ConvolutionKernels NAIVE = KernelProvider.scalar().convolutions();
  private static final int OFFSET = 3;

  /** A convolution; padding of {@code before} in front and behind. */
  record Case(int[] x, int filters, int[] size, int stride, int dilation, int before, int groups) {
    ConvolutionShape shape() {
      int rank = size.length;
      Window window =
          new Window(
              list(size),
              list(fill(rank, stride)),
              list(fill(rank, dilation)),
              list(fill(rank, before)),
              list(fill(rank, before)));
      return ConvolutionShape.of(window, Shape.of(x), groups, filters);
    }

    private static int[] fill(int n, int value) {
      int[] all = new int[n];
      Arrays.fill(all, value);
      return all;
    }

    private static List<Integer> list(int[] numbers) {
      return Arrays.stream(numbers).boxed().toList();
    }

    @Override
    public String toString() {
      return "%s %d filters %s stride %d dilation %d padding %d groups %d"
          .formatted(
              Arrays.toString(x), filters, Arrays.toString(size), stride, dilation, before, groups);
    }
  }

  static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    cases.add(new Case(new int[] {2, 9, 11, 3}, 32, new int[] {3, 3}, 1, 1, 0, 1));
    cases.add(new Case(new int[] {2, 9, 11, 3}, 5, new int[] {3, 3}, 1, 1, 1, 1));
    cases.add(new Case(new int[] {2, 13, 11, 20}, 48, new int[] {3, 3}, 1, 1, 1, 1));
    cases.add(new Case(new int[] {3, 12, 12, 7}, 40, new int[] {5, 3}, 2, 1, 2, 1));
    cases.add(new Case(new int[] {3, 12, 13, 17}, 33, new int[] {3, 3}, 3, 1, 1, 1));
    cases.add(new Case(new int[] {2, 15, 14, 6}, 18, new int[] {3, 3}, 1, 2, 2, 1));
    cases.add(new Case(new int[] {2, 15, 14, 6}, 18, new int[] {3, 3}, 2, 3, 3, 1));
    cases.add(new Case(new int[] {2, 8, 8, 12}, 60, new int[] {3, 3}, 1, 1, 1, 3));
    cases.add(new Case(new int[] {2, 7, 7, 64}, 1, new int[] {3, 3}, 1, 1, 1, 1));
    cases.add(new Case(new int[] {2, 7, 7, 4}, 3, new int[] {1, 1}, 1, 1, 0, 1));
    cases.add(new Case(new int[] {2, 7, 7, 4}, 3, new int[] {1, 1}, 2, 1, 0, 1));
    cases.add(new Case(new int[] {2, 7, 7, 4}, 3, new int[] {2, 2}, 3, 1, 0, 1));
    cases.add(new Case(new int[] {2, 3, 3, 4}, 3, new int[] {3, 3}, 1, 1, 2, 1));
    cases.add(new Case(new int[] {9, 4, 4, 300}, 16, new int[] {3, 3}, 1, 1, 1, 1));
    cases.add(new Case(new int[] {2, 40, 70, 2}, 16, new int[] {3, 3}, 1, 1, 0, 1));
    cases.add(new Case(new int[] {3, 50, 6}, 20, new int[] {5}, 1, 1, 4, 1));
    cases.add(new Case(new int[] {3, 50, 1}, 20, new int[] {4}, 2, 1, 1, 1));
    cases.add(new Case(new int[] {2, 5, 6, 7, 3}, 34, new int[] {2, 3, 3}, 1, 1, 1, 1));
    cases.add(new Case(new int[] {2, 5, 6, 7, 3}, 8, new int[] {3, 2, 2}, 2, 1, 0, 1));
    // Squares of 3 x 3 over many channels.
    cases.add(new Case(new int[] {15, 9, 12, 64}, 80, new int[] {3, 3}, 1, 1, 0, 1));
    cases.add(new Case(new int[] {17, 9, 8, 32}, 48, new int[] {3, 3}, 1, 1, 2, 1));
    cases.add(new Case(new int[] {1, 33, 34, 96}, 64, new int[] {3, 3}, 1, 1, 1, 1));
    // Few filters, or few channels.
    cases.add(new Case(new int[] {3, 9, 7, 32}, 1, new int[] {3, 3}, 1, 1, 1, 1));
    cases.add(new Case(new int[] {3, 9, 10, 48}, 3, new int[] {3, 3}, 1, 1, 1, 1));
    cases.add(new Case(new int[] {2, 12, 11, 16}, 4, new int[] {5, 4}, 2, 1, 2, 1));
    cases.add(new Case(new int[] {2, 12, 11, 2}, 32, new int[] {3, 3}, 2, 1, 1, 1));
    cases.add(new Case(new int[] {2, 12, 11, 16}, 2, new int[] {3, 3}, 1, 2, 3, 1));
    cases.add(new Case(new int[] {2, 5, 6, 7, 16}, 3, new int[] {2, 3, 3}, 1, 1, 1, 1));
    // Depthwise.
    cases.add(new Case(new int[] {2, 9, 11, 32}, 32, new int[] {3, 3}, 1, 1, 1, 32));
    cases.add(new Case(new int[] {3, 12, 11, 37}, 37, new int[] {3, 3}, 2, 1, 1, 37));
    cases.add(new Case(new int[] {2, 12, 11, 20}, 20, new int[] {5, 2}, 1, 2, 2, 20));
    cases.add(new Case(new int[] {2, 12, 11, 5}, 5, new int[] {3, 3}, 1, 1, 0, 5));
    cases.add(new Case(new int[] {2, 12, 11, 20}, 40, new int[] {3, 3}, 1, 1, 1, 20));
    return cases;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void convolves(Case c) {
    ConvolutionShape s = c.shape();
    float[] x = data(s.inLines() * s.in[2] * s.channels, 1);
    float[] kernel = data(s.kernelSize(), 2);
    float[] bias = data(s.filters, 3);
    for (FusedActivation activation : FusedActivation.values()) {
      float[] b = activation == FusedActivation.TANH ? null : bias;
      float[] want = forward(NAIVE, s, x, kernel, b, activation, s.outLines());
      float[] got = forward(FAST, s, x, kernel, b, activation, s.outLines());
      close(got, want, s.kernelSize() / s.filters, s);
      assertThat(forward(FAST, s, x, kernel, b, activation, 3)).isEqualTo(got);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void finds_the_gradient_of_the_input(Case c) {
    ConvolutionShape s = c.shape();
    float[] dy = data(s.outLines() * s.out[2] * s.filters, 1);
    float[] kernel = data(s.kernelSize(), 2);
    float[] want = backward(NAIVE, s, dy, kernel, s.inLines());
    float[] got = backward(FAST, s, dy, kernel, s.inLines());
    close(got, want, s.taps() * s.filters, s);
    assertThat(backward(FAST, s, dy, kernel, 2)).isEqualTo(got);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void finds_the_gradient_of_the_kernel(Case c) {
    ConvolutionShape s = c.shape();
    // Ends with the last element: reading beyond it must not happen.
    float[] x = data(s.inLines() * s.in[2] * s.channels, 1);
    float[] dy = data(s.outLines() * s.out[2] * s.filters, 2);
    int pixels = s.outLines() * s.out[2];
    int half = s.outLines() / 2;
    close(
        kernelGradient(FAST, s, x, dy, 0, s.outLines()),
        kernelGradient(NAIVE, s, x, dy, 0, s.outLines()),
        pixels,
        s);
    close(
        kernelGradient(FAST, s, x, dy, half - 1, half + 1),
        kernelGradient(NAIVE, s, x, dy, half - 1, half + 1),
        pixels,
        s);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void finds_the_gradient_of_the_kernel_alone(Case c) {
    ConvolutionShape s = c.shape();
    float[] x = data(s.inLines() * s.in[2] * s.channels, 1);
    float[] dy = data(s.outLines() * s.out[2] * s.filters, 2);
    float[] got = new float[OFFSET + s.kernelSize()];
    float[] want = got.clone();
    int lines = s.outLines();
    FAST.kernelGradient(s, x, OFFSET, dy, OFFSET, 0, lines, 0, s.filters, got, OFFSET, null, 0);
    NAIVE.kernelGradient(s, x, OFFSET, dy, OFFSET, 0, lines, 0, s.filters, want, OFFSET, null, 0);
    close(got, want, lines * s.out[2], s);
  }

  @Test
  void a_pixel_is_the_sum_over_its_window() {
    // By hand: a window of 2 over 1 2 3 with the kernel 10 1 and a zero in front.
    ConvolutionShape s =
        ConvolutionShape.of(
            new Window(List.of(2), List.of(1), List.of(1), List.of(1), List.of(0)),
            Shape.of(1, 3, 1),
            1,
            1);
    float[] x = {0, 0, 0, 1, 2, 3};
    float[] kernel = {0, 0, 0, 10, 1};
    float[] y = forward(FAST, s, x, kernel, null, FusedActivation.LINEAR, 3);
    assertThat(Arrays.copyOfRange(y, OFFSET, OFFSET + 3)).containsExactly(1, 12, 23);
  }

  private static float[] data(int n, int seed) {
    Random random = new Random(seed);
    float[] data = new float[OFFSET + n];
    for (int i = 0; i < data.length; i++) {
      data[i] = (float) random.nextGaussian();
    }
    return data;
  }

  /**
   * So many products of about 1 add up to about the root of their number, and each addition rounds
   * by up to 2^-24 of what is there: errors of 2^-25 times the number, of which six are allowed.
   * Winograd's method, which squares over many channels may go by, multiplies sums of four numbers,
   * twice as large as one, and so rounds twice as much.
   */
  private static void close(float[] got, float[] want, int products, ConvolutionShape s) {
    boolean square = s.size[0] == 1 && s.size[1] == 3 && s.size[2] == 3;
    boolean transformed = square && s.groups == 1 && Math.min(s.channels, s.filters) >= 32;
    float factor = transformed ? 2 : 1;
    float bound = factor * (6 * 0x1p-25f * products + 4e-6f);
    assertThat(got).hasSameSizeAs(want);
    // AssertJ compares numbers within an offset as decimals, which takes seconds for a large case.
    for (int i = 0; i < want.length; i++) {
      if (!(Math.abs(got[i] - want[i]) <= bound)) {
        assertThat(got[i]).as("element %d", i).isCloseTo(want[i], within(bound));
      }
    }
  }

  private static float[] pack(ConvolutionKernels k, ConvolutionShape s, boolean b, float[] kernel) {
    float[] packed = new float[k.packedSize(s, b)];
    Arrays.fill(packed, Float.NaN);
    int block = b ? s.filters : k.filterBlock(s);
    for (int first = 0; first < s.filters; first += block) {
      k.pack(s, b, kernel, OFFSET, packed, 0, first, Math.min(s.filters, first + block));
    }
    return packed;
  }

  private static float[] forward(
      ConvolutionKernels k,
      ConvolutionShape s,
      float[] x,
      float[] kernel,
      float[] bias,
      FusedActivation activation,
      int lines) {
    float[] packed = pack(k, s, false, kernel);
    float[] y = new float[OFFSET + s.outLines() * s.out[2] * s.filters];
    for (int line = 0; line < s.outLines(); line += lines) {
      int end = Math.min(s.outLines(), line + lines);
      int block = k.filterBlock(s);
      for (int first = 0; first < s.filters; first += block) {
        int last = Math.min(s.filters, first + block);
        k.convolve(
            s, x, OFFSET, packed, 0, bias, OFFSET, activation, y, OFFSET, line, end, first, last);
      }
    }
    return y;
  }

  private static float[] backward(
      ConvolutionKernels k, ConvolutionShape s, float[] dy, float[] kernel, int lines) {
    float[] packed = pack(k, s, true, kernel);
    float[] dx = new float[OFFSET + s.inLines() * s.in[2] * s.channels];
    for (int line = 0; line < s.inLines(); line += lines) {
      int end = Math.min(s.inLines(), line + lines);
      k.inputGradient(s, dy, OFFSET, packed, 0, dx, OFFSET, line, end);
    }
    return dx;
  }

  private static float[] kernelGradient(
      ConvolutionKernels k, ConvolutionShape s, float[] x, float[] dy, int from, int to) {
    float[] d = new float[OFFSET + s.kernelSize() + s.filters];
    int bias = OFFSET + s.kernelSize();
    int middle = s.filters / 3;
    k.kernelGradient(s, x, OFFSET, dy, OFFSET, from, to, 0, middle, d, OFFSET, d, bias);
    k.kernelGradient(s, x, OFFSET, dy, OFFSET, from, to, middle, s.filters, d, OFFSET, d, bias);
    return d;
  }
}
