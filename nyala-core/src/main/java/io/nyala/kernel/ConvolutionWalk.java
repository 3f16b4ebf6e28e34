// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel;

import java.util.Arrays;

/**
 * Describes which source elements contribute to each destination element of a convolution, where
 * every step is a sum of products with a kernel. Position q of a phase reads the source at {@code q
 * * step + delta} for each tap of the phase and is written to the destination at {@code phase + q *
 * spread}. A convolution has one phase on each axis. Its gradient has as many phases as the stride,
 * because positions with different remainders use different taps.
 *
 * <p>The arrays must not be modified.
 */
public final class ConvolutionWalk {
  /** One spatial axis. */
  public static final class Axis {
    /** Extent of the source. */
    public final int source;

    /** Extent of the destination. */
    public final int dest;

    /** Distance in the source between neighbouring positions of a phase. */
    public final int step;

    /** Distance in the destination, which is also the number of phases. */
    public final int spread;

    /** Number of positions, by phase. */
    public final int[] counts;

    /**
     * Positions in the kernel, by phase, in ascending order of the source positions that they read.
     */
    public final int[][] taps;

    /** Offsets in the source, by phase and tap. */
    public final int[][] deltas;

    private Axis(int source, int dest, int step, int spread) {
      this.source = source;
      this.dest = dest;
      this.step = step;
      this.spread = spread;
      this.counts = new int[spread];
      this.taps = new int[spread][];
      this.deltas = new int[spread][];
    }
  }

  /** Depth, height and width. */
  public final Axis[] axes = new Axis[ConvolutionShape.AXES];

  /** Images. */
  public final int batch;

  /** Channels of the source, over all groups. */
  public final int sourceChannels;

  /** Channels of the destination, over all groups. */
  public final int destChannels;

  /** Groups of channels. */
  public final int groups;

  private ConvolutionWalk(int batch, int sourceChannels, int destChannels, int groups) {
    this.batch = batch;
    this.sourceChannels = sourceChannels;
    this.destChannels = destChannels;
    this.groups = groups;
  }

  static ConvolutionWalk forward(ConvolutionShape s) {
    ConvolutionWalk walk = new ConvolutionWalk(s.batch, s.channels, s.filters, s.groups);
    for (int i = 0; i < walk.axes.length; i++) {
      Axis axis = new Axis(s.in[i], s.out[i], s.stride[i], 1);
      axis.counts[0] = s.out[i];
      axis.taps[0] = new int[s.size[i]];
      axis.deltas[0] = new int[s.size[i]];
      for (int k = 0; k < s.size[i]; k++) {
        axis.taps[0][k] = k;
        axis.deltas[0][k] = k * s.dilation[i] - s.before[i];
      }
      walk.axes[i] = axis;
    }
    return walk;
  }

  static ConvolutionWalk backward(ConvolutionShape s) {
    ConvolutionWalk walk = new ConvolutionWalk(s.batch, s.filters, s.channels, s.groups);
    for (int i = 0; i < walk.axes.length; i++) {
      int stride = s.stride[i];
      Axis axis = new Axis(s.out[i], s.in[i], 1, stride);
      for (int phase = 0; phase < stride; phase++) {
        axis.counts[phase] = Math.max(0, Math.ceilDiv(s.in[i] - phase, stride));
        int[] taps = new int[s.size[i]];
        int[] deltas = new int[s.size[i]];
        int n = 0;
        for (int k = s.size[i] - 1; k >= 0; k--) {
          int distance = phase + s.before[i] - k * s.dilation[i];
          if (Math.floorMod(distance, stride) == 0) {
            taps[n] = k;
            deltas[n++] = Math.floorDiv(distance, stride);
          }
        }
        axis.taps[phase] = Arrays.copyOf(taps, n);
        axis.deltas[phase] = Arrays.copyOf(deltas, n);
      }
      walk.axes[i] = axis;
    }
    return walk;
  }

  /** Returns the number of lines of the destination. */
  public int lines() {
    return batch * axes[0].dest * axes[1].dest;
  }

  /** Returns the number of weights of a group for each of its destination channels. */
  public int depth() {
    int taps = 1;
    for (Axis axis : axes) {
      int n = 0;
      for (int[] t : axis.taps) {
        n += t.length;
      }
      taps *= n;
    }
    return taps * (sourceChannels / groups);
  }
}
