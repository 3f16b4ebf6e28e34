// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector.convolution;

import static io.nyala.kernel.vector.base.Lanes.LANES;
import static io.nyala.kernel.vector.base.Lanes.MANY_REGISTERS;

import io.nyala.kernel.ConvolutionWalk;
import io.nyala.kernel.vector.base.Copy;
import io.nyala.kernel.vector.base.Scratch;
import io.nyala.kernel.vector.base.Transpose;

/**
 * The packed order of convolution weights: for each group and each phase, panels of two vectors of
 * destination channels (the last panel may have one vector), each with a row for each tap and
 * source channel. Elements beyond the channels are zero.
 */
final class ConvolutionPacking {
  /** The fewest neighbouring elements that are worth a separate segment. */
  private static final int SHORT = 16;

  /** Columns of a panel. */
  static final int PANEL = 2 * LANES;

  private ConvolutionPacking() {}

  /** Returns the columns of the next panel, given how many channels are left. */
  static int width(int left) {
    return MANY_REGISTERS && left >= 2 * PANEL ? 2 * PANEL : left > LANES ? PANEL : LANES;
  }

  /** Returns the number of columns of all panels of a group. */
  static int columns(ConvolutionWalk w) {
    return (w.destChannels / w.groups + LANES - 1) / LANES * LANES;
  }

  /**
   * Returns whether the windows of a phase are copied one after the other, because the contiguous
   * runs in the source are short.
   */
  static boolean windows(ConvolutionWalk w, int depth, int height, int width) {
    int line = w.axes[2].taps[width].length;
    int others = w.axes[0].taps[depth].length * w.axes[1].taps[height].length;
    return w.groups == 1 && line * w.sourceChannels < SHORT && line * others > 1;
  }

  /** Returns the number of rows of a phase's panels. */
  static int rows(ConvolutionWalk w, int depth, int height, int width) {
    int taps =
        w.axes[0].taps[depth].length * w.axes[1].taps[height].length * w.axes[2].taps[width].length;
    return taps * (w.sourceChannels / w.groups);
  }

  /**
   * Packs weights.
   *
   * @param first the first destination channel of each group; other than 0 only with one phase
   * @param end the end of the destination channels of each group
   */
  static void pack(
      ConvolutionWalk w,
      boolean backward,
      float[] kernel,
      int kernelOff,
      float[] packed,
      int at,
      int first,
      int end) {
    int to = at;
    for (int g = 0; g < w.groups; g++) {
      for (int d = 0; d < w.axes[0].spread; d++) {
        for (int h = 0; h < w.axes[1].spread; h++) {
          for (int c = 0; c < w.axes[2].spread; c++) {
            if (FewChannels.serves(w)) {
              FewChannels.pack(w, backward, d, h, c, kernel, kernelOff, packed, to);
            } else {
              phase(w, backward, g, d, h, c, kernel, kernelOff, packed, to, first, end);
            }
            to += rows(w, d, h, c) * columns(w);
          }
        }
      }
    }
  }

  private static void phase(
      ConvolutionWalk w,
      boolean backward,
      int group,
      int depth,
      int height,
      int width,
      float[] kernel,
      int kernelOff,
      float[] packed,
      int packedOff,
      int first,
      int end) {
    int source = w.sourceChannels / w.groups;
    int dest = w.destChannels / w.groups;
    int sizeH = taps(w.axes[1]);
    int sizeW = taps(w.axes[2]);
    float[] square = Scratch.get().square;
    int to = packedOff + first * rows(w, depth, height, width);
    int columns;
    for (int j = first; j < end; j += columns) {
      columns = width(dest - j);
      int n = Math.min(columns, dest - j);
      for (int d : w.axes[0].taps[depth]) {
        for (int h : w.axes[1].taps[height]) {
          for (int c : w.axes[2].taps[width]) {
            int tap = (d * sizeH + h) * sizeW + c;
            if (backward) {
              // The kernel is (tap, dest, all source channels).
              int from = kernelOff + (tap * dest + j) * w.sourceChannels + group * source;
              Transpose.transpose(
                  kernel, from, w.sourceChannels, n, source, packed, to, columns, square);
            } else {
              int from = kernelOff + tap * source * w.destChannels + group * dest + j;
              Copy.rows(kernel, from, w.destChannels, source, n, packed, to, columns);
            }
            if (n < columns) {
              for (int r = 0; r < source; r++) {
                for (int k = n; k < columns; k++) {
                  packed[to + r * columns + k] = 0;
                }
              }
            }
            to += source * columns;
          }
        }
      }
    }
  }

  /** Returns the extent of the kernel. */
  static int taps(ConvolutionWalk.Axis axis) {
    int n = 0;
    for (int[] taps : axis.taps) {
      n += taps.length;
    }
    return n;
  }
}
