// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector.convolution;

import static io.nyala.kernel.vector.base.Lanes.LANES;
import static io.nyala.kernel.vector.base.Lanes.MANY_REGISTERS;
import static io.nyala.kernel.vector.convolution.Winograd.MOST_CHANNELS;

import io.nyala.kernel.ConvolutionWalk;

/**
 * Decides which convolutions use {@link Winograd}: those for which its transforms cost less than
 * they save. If the system property {@code nyala.winograd} is {@code false}, all convolutions are
 * direct.
 */
final class WinogradChoice {
  private static final boolean ALLOWED =
      Boolean.parseBoolean(System.getProperty("nyala.winograd", "true"));

  private static final int TAPS = 3;

  /** With fewer channels than this, on either side, the transforms cost as much as they save. */
  private static final int FEWEST_CHANNELS = MANY_REGISTERS ? 64 : 32;

  /** With fewer tiles than this, transforming the kernel costs more than it saves. */
  private static final int FEWEST_TILES = 256;

  private WinogradChoice() {}

  /** Returns whether a convolution uses Winograd's method. */
  static boolean serves(ConvolutionWalk w) {
    return ALLOWED
        && w.groups == 1
        && w.sourceChannels % LANES == 0
        && w.destChannels % LANES == 0
        && Math.min(w.sourceChannels, w.destChannels) >= FEWEST_CHANNELS
        && w.sourceChannels <= MOST_CHANNELS
        && w.axes[0].source == 1
        && w.axes[0].dest == 1
        && w.axes[0].taps[0].length == 1
        && isByThree(w.axes[1])
        && isByThree(w.axes[2])
        && w.batch * Winograd.tiles(w.axes[1]) * Winograd.tiles(w.axes[2]) >= FEWEST_TILES
        && isMostlyInside(w.axes[1], w.axes[2]);
  }

  /**
   * Returns whether the parts of tiles outside the result are at most a third of the part inside.
   */
  private static boolean isMostlyInside(ConvolutionWalk.Axis height, ConvolutionWalk.Axis width) {
    return 3 * Winograd.tiles(height) * Winograd.tiles(width) <= height.dest * width.dest;
  }

  private static boolean isByThree(ConvolutionWalk.Axis axis) {
    int[] deltas = axis.deltas[0];
    return axis.spread == 1
        && axis.step == 1
        && deltas.length == TAPS
        && deltas[1] == deltas[0] + 1
        && deltas[2] == deltas[0] + 2;
  }
}
