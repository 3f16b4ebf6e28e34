// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector.convolution;

import static io.nyala.kernel.vector.base.Lanes.LANES;
import static io.nyala.kernel.vector.base.Lanes.MANY_REGISTERS;

import io.nyala.kernel.ConvolutionShape;
import io.nyala.kernel.ConvolutionWalk;
import io.nyala.kernel.PerThread;
import java.util.Arrays;

/**
 * Some pixels of the destination of a convolution and the positions of their windows in the source:
 * element p of segment s of a pixel is {@code source[origin + segments[s] + in[pixel] + p]}. If
 * windows reach into the padding, the source is a copy surrounded by zeros. If there are few
 * channels, it is a copy with the windows one after the other, because short segments are slow.
 * Used by one thread.
 */
final class ConvolutionBand {
  /**
   * Tables are padded with repetitions of the last pixel to a multiple of this number, which is a
   * multiple of the pixels of every tile: 4 or 8, and 6 if there are few registers.
   */
  private static final int GROUP = MANY_REGISTERS ? 8 : 24;

  /** The number of elements that tiles may read after the last element. */
  private static final int SLACK = 16;

  private static final int WORK = 1 << 15;
  private static final int MOST_PIXELS = 1024;
  private static final PerThread<ConvolutionBand> OF_THREAD = new PerThread<>(ConvolutionBand::new);

  int[] in = {};
  int[] out = {};
  int[] segments = {};
  int pixels;
  int segmentCount;
  int run;
  float[] source;
  int origin;

  /** For tiles that extend beyond the result. */
  final float[] tile = new float[12 * 2 * LANES];

  /** The phase on each axis. */
  final int[] phase = new int[ConvolutionShape.AXES];

  /** Room for a bias that ends within a vector, or for a missing bias. */
  final float[] bias = new float[4 * LANES];

  /** Distances of the vectors of a window, see {@link #vectors}. */
  int[] steps = {};

  private float[] panel = {};
  private int[] rows = {};
  private float[] padded = {};
  private float[] windows = {};
  private int planeStride;
  private int rowStride;
  private int imageStride;

  private ConvolutionBand() {}

  static ConvolutionBand get() {
    return OF_THREAD.get();
  }

  /** Returns a buffer with this number of floats for each pixel. */
  float[] panel(int width) {
    int size = (pixels + GROUP) * width;
    if (panel.length < size) {
      panel = new float[size];
    }
    return panel;
  }

  /** Lists the vectors of a window, if its segments are whole vectors. */
  int vectors() {
    int ofRun = run / LANES;
    int n = segmentCount * ofRun;
    if (steps.length < n) {
      steps = new int[n];
    }
    for (int i = 0; i < n; i++) {
      steps[i] = segments[i / ofRun] + i % ofRun * LANES;
    }
    return n;
  }

  /** Returns the offsets of the pixels in a panel with this number of columns. */
  int[] rows(int width) {
    if (rows.length < in.length) {
      rows = new int[in.length];
    }
    for (int i = 0; i < (pixels + GROUP - 1) / GROUP * GROUP; i++) {
      rows[i] = i * width;
    }
    return rows;
  }

  /** Returns the number of pixels of a band: enough to reuse weights, few enough for the cache. */
  static int pixels(ConvolutionWalk w) {
    int step = w.axes[2].step * w.axes[1].step;
    return Math.max(96, Math.min(MOST_PIXELS, WORK / (w.sourceChannels * step)));
  }

  /**
   * Sets the band to positions {@code [q0, q1)} of the middle axis, all of the last one and one of
   * the first one, of some images.
   *
   * @param gradient whether it is for the gradient of the kernel, whose tiles read up to {@link
   *     #SLACK} elements after the windows
   */
  void set(
      ConvolutionWalk w,
      int[] phase,
      int image,
      int images,
      int qDepth,
      int q0,
      int q1,
      float[] x,
      int xOff,
      boolean gradient) {
    ConvolutionWalk.Axis depth = w.axes[0];
    ConvolutionWalk.Axis height = w.axes[1];
    ConvolutionWalk.Axis width = w.axes[2];
    int[] dd = depth.deltas[phase[0]];
    int[] dh = height.deltas[phase[1]];
    int[] dw = width.deltas[phase[2]];
    int columns = width.counts[phase[2]];
    int channels = w.sourceChannels;
    boolean none = dd.length == 0 || dh.length == 0 || dw.length == 0;
    int plane0 = 0;
    int row0 = 0;
    int column0 = 0;
    source = x;
    rowStride = width.source * channels;
    planeStride = height.source * rowStride;
    imageStride = depth.source * planeStride;
    origin = xOff + image * imageStride;
    if (!none) {
      plane0 = qDepth * depth.step + dd[0];
      row0 = q0 * height.step + dh[0];
      column0 = dw[0];
      int plane1 = qDepth * depth.step + dd[dd.length - 1] + 1;
      int row1 = (q1 - 1) * height.step + dh[dh.length - 1] + 1;
      int column1 = (columns - 1) * width.step + dw[dw.length - 1] + 1;
      boolean inside =
          plane0 >= 0
              && row0 >= 0
              && column0 >= 0
              && plane1 <= depth.source
              && row1 <= height.source
              && column1 <= width.source;
      int at = plane0 * planeStride + row0 * rowStride + column0 * channels;
      if (inside) {
        int end = (plane1 - 1) * planeStride + (row1 - 1) * rowStride + column1 * channels;
        int last = origin + (images - 1) * imageStride + end;
        inside = !gradient || last + SLACK <= x.length;
      }
      if (inside) {
        origin += at;
      } else {
        pad(w, image, images, plane0, plane1, row0, row1, column0, column1, x, xOff);
      }
    }
    tables(w, phase, image, images, qDepth, q0, q1, none);
    if (ConvolutionPacking.windows(w, phase[0], phase[1], phase[2])
        && !(gradient && KernelGradient.hasTileOf(run))) {
      copyWindows();
    }
  }

  private void tables(
      ConvolutionWalk w,
      int[] phase,
      int image,
      int images,
      int qDepth,
      int q0,
      int q1,
      boolean none) {
    ConvolutionWalk.Axis depth = w.axes[0];
    ConvolutionWalk.Axis height = w.axes[1];
    ConvolutionWalk.Axis width = w.axes[2];
    int columns = width.counts[phase[2]];
    pixels = images * (q1 - q0) * columns;
    int length = (pixels + GROUP - 1) / GROUP * GROUP;
    if (in.length < length) {
      in = new int[length];
      out = new int[length];
    }
    int stepRow = height.step * rowStride;
    int stepColumn = width.step * w.sourceChannels;
    int d = phase[0] + qDepth * depth.spread;
    int n = 0;
    for (int i = 0; i < images; i++) {
      for (int q = q0; q < q1; q++) {
        int row = i * imageStride + (q - q0) * stepRow;
        int h = phase[1] + q * height.spread;
        int line = ((image + i) * depth.dest + d) * height.dest + h;
        int to = (line * width.dest + phase[2]) * w.destChannels;
        for (int c = 0; c < columns; c++) {
          in[n] = row;
          out[n++] = to;
          row += stepColumn;
          to += width.spread * w.destChannels;
        }
      }
    }
    for (; n < length; n++) {
      in[n] = in[pixels - 1];
      out[n] = out[pixels - 1];
    }
    segmentCount = 0;
    run = w.sourceChannels / w.groups;
    if (!none) {
      segments(w, depth.deltas[phase[0]], height.deltas[phase[1]], width.deltas[phase[2]]);
    }
  }

  /** Lists the taps as segments; taps that are neighbours in the source form one segment. */
  private void segments(ConvolutionWalk w, int[] dd, int[] dh, int[] dw) {
    int n = dd.length * dh.length * dw.length;
    if (segments.length < n) {
      segments = new int[n];
    }
    for (int d : dd) {
      for (int h : dh) {
        for (int c : dw) {
          segments[segmentCount++] =
              (d - dd[0]) * planeStride + (h - dh[0]) * rowStride + (c - dw[0]) * w.sourceChannels;
        }
      }
    }
    if (join(dw.length) && join(dh.length)) {
      join(dd.length);
    }
  }

  /** Joins segments that are neighbours. */
  private boolean join(int length) {
    for (int i = 1; i < length; i++) {
      if (segments[i] != segments[i - 1] + run) {
        return false;
      }
    }
    segmentCount /= length;
    run *= length;
    for (int i = 1; i < segmentCount; i++) {
      segments[i] = segments[i * length];
    }
    return true;
  }

  /** Copies the elements that the windows read, with zeros for the padding. */
  private void pad(
      ConvolutionWalk w,
      int image,
      int images,
      int plane0,
      int plane1,
      int row0,
      int row1,
      int column0,
      int column1,
      float[] x,
      int xOff) {
    ConvolutionWalk.Axis depth = w.axes[0];
    ConvolutionWalk.Axis height = w.axes[1];
    ConvolutionWalk.Axis width = w.axes[2];
    int channels = w.sourceChannels;
    int rowFrom = rowStride;
    int lead = Math.max(0, -column0) * channels;
    int length = (Math.min(column1, width.source) - Math.max(column0, 0)) * channels;
    rowStride = (column1 - column0) * channels;
    planeStride = (row1 - row0) * rowStride;
    imageStride = (plane1 - plane0) * planeStride;
    int size = images * imageStride;
    if (padded.length < size + SLACK) {
      padded = new float[size + SLACK];
    }
    int to = 0;
    for (int i = image; i < image + images; i++) {
      for (int p = plane0; p < plane1; p++) {
        for (int r = row0; r < row1; r++) {
          if (p < 0 || p >= depth.source || r < 0 || r >= height.source || length <= 0) {
            Arrays.fill(padded, to, to + rowStride, 0f);
          } else {
            int line = (i * depth.source + p) * height.source + r;
            int from = xOff + line * rowFrom + Math.max(column0, 0) * channels;
            Arrays.fill(padded, to, to + lead, 0f);
            System.arraycopy(x, from, padded, to + lead, length);
            Arrays.fill(padded, to + lead + length, to + rowStride, 0f);
          }
          to += rowStride;
        }
      }
    }
    source = padded;
    origin = 0;
  }

  /** Writes each pixel's window as one segment. */
  private void copyWindows() {
    int width = segmentCount * run;
    int size = pixels * width;
    if (windows.length < size + SLACK) {
      windows = new float[size + SLACK];
    }
    for (int s = 0; s < segmentCount; s++) {
      Windows.copy(source, origin + segments[s], in, pixels, run, windows, s * run, width);
    }
    for (int pixel = 0; pixel < pixels; pixel++) {
      in[pixel] = pixel * width;
    }
    for (int i = pixels; i % GROUP != 0; i++) {
      in[i] = in[pixels - 1];
    }
    source = windows;
    origin = 0;
    segments[0] = 0;
    segmentCount = 1;
    run = width;
  }
}
