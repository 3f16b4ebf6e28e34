// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel;

import io.nyala.ops.Window;
import io.nyala.tensor.Shape;

/**
 * The extents of a convolution over one to three spatial axes, always represented with three:
 * {@code (batch, in, channels)} and a kernel {@code (size, channels / groups, filters)} give {@code
 * (batch, out, filters)}. Missing axes have extent 1; a single axis is the middle one, so that each
 * of its positions is a separate line.
 *
 * <p>The arrays have one element for each axis and must not be modified.
 */
public final class ConvolutionShape {
  /** The largest number of spatial axes. */
  public static final int AXES = 3;

  /** Images. */
  public final int batch;

  /** Extents of the input. */
  public final int[] in;

  /** Channels of the input. */
  public final int channels;

  /** Extents of the kernel. */
  public final int[] size;

  /** Distance between windows. */
  public final int[] stride;

  /** Distance between positions of a window. */
  public final int[] dilation;

  /** Padding at the beginning. */
  public final int[] before;

  /** Extents of the output. */
  public final int[] out;

  /** Channels of the output. */
  public final int filters;

  /** The number of independent groups of channels and filters. */
  public final int groups;

  /** From the input to the output. */
  public final ConvolutionWalk forward;

  /** From the gradient of the output to that of the input. */
  public final ConvolutionWalk backward;

  private ConvolutionShape(Window w, Shape x, int groups, int filters) {
    Shape y = w.over(x, filters);
    int rank = w.rank();
    this.batch = x.dim(0);
    this.channels = x.last();
    this.filters = filters;
    this.groups = groups;
    in = ones();
    size = ones();
    stride = ones();
    dilation = ones();
    before = new int[AXES];
    out = ones();
    int first = rank == 1 ? 1 : AXES - rank;
    for (int i = 0; i < rank; i++) {
      in[first + i] = x.dim(i + 1);
      size[first + i] = w.size().get(i);
      stride[first + i] = w.stride().get(i);
      dilation[first + i] = w.dilation().get(i);
      before[first + i] = w.before().get(i);
      out[first + i] = y.dim(i + 1);
    }
    this.forward = ConvolutionWalk.forward(this);
    this.backward = ConvolutionWalk.backward(this);
  }

  /**
   * Returns the extents of a convolution.
   *
   * @param window the window of the kernel, with at most {@link #AXES} axes
   * @param x shape of the input, known
   */
  public static ConvolutionShape of(Window window, Shape x, int groups, int filters) {
    return new ConvolutionShape(window, x, groups, filters);
  }

  private static int[] ones() {
    return new int[] {1, 1, 1};
  }

  /** Returns the number of positions in a window. */
  public int taps() {
    return size[0] * size[1] * size[2];
  }

  /** Returns the number of lines of the output, the units into which work is split. */
  public int outLines() {
    return batch * out[0] * out[1];
  }

  /** Returns the number of lines of the input. */
  public int inLines() {
    return batch * in[0] * in[1];
  }

  /** Returns the number of weights. */
  public int kernelSize() {
    return taps() * (channels / groups) * filters;
  }

  /** Returns the number of multiplications. */
  public long cost() {
    return (long) outLines() * out[2] * kernelSize();
  }
}
