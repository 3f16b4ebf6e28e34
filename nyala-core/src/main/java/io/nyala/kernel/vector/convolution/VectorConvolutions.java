// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector.convolution;

import io.nyala.kernel.ConvolutionKernels;
import io.nyala.kernel.ConvolutionShape;
import io.nyala.kernel.ConvolutionWalk;
import io.nyala.kernel.vector.base.Caps;
import io.nyala.kernel.vector.elementwise.Activations;
import io.nyala.ops.kinds.FusedActivation;

/**
 * Convolutions in register tiles of pixels by channels, band by band (see {@link ConvolutionBand}),
 * except for those that {@link Winograd} computes. The gradient of the input uses the same walk
 * over the gradient of the output.
 *
 * <p>Every element of a direct convolution is a chain of fused multiply-adds that starts with the
 * bias and runs over the taps in source order, channel by channel. The bits are therefore the same
 * for any lines and bands.
 */
public final class VectorConvolutions implements ConvolutionKernels {
  /** A multiple of every panel's width. */
  private static final int FILTER_BLOCK = 64;

  @Override
  public int packedSize(ConvolutionShape s, boolean backward) {
    ConvolutionWalk w = backward ? s.backward : s.forward;
    return WinogradChoice.serves(w)
        ? Winograd.packedSize(w)
        : Depthwise.serves(w)
            ? s.kernelSize()
            : w.groups * w.depth() * ConvolutionPacking.columns(w);
  }

  @Override
  public void pack(
      ConvolutionShape s,
      boolean backward,
      float[] kernel,
      int kernelOff,
      float[] packed,
      int packedOff,
      int firstFilter,
      int endFilter) {
    ConvolutionWalk w = backward ? s.backward : s.forward;
    if (WinogradChoice.serves(w)) {
      Winograd.pack(w, backward, kernel, kernelOff, packed, packedOff);
    } else if (Depthwise.serves(w)) {
      Depthwise.pack(w, kernel, kernelOff, packed, packedOff);
    } else {
      boolean all = firstFilter == 0 && endFilter == s.filters;
      ConvolutionPacking.pack(
          w,
          backward,
          kernel,
          kernelOff,
          packed,
          packedOff,
          all ? 0 : firstFilter,
          all ? w.destChannels / w.groups : endFilter);
    }
  }

  @Override
  public int filterBlock(ConvolutionShape s) {
    ConvolutionWalk w = s.forward;
    boolean panels = w.groups == 1 && !WinogradChoice.serves(w) && !FewChannels.serves(w);
    return panels ? FILTER_BLOCK : s.filters;
  }

  @Override
  public void convolve(
      ConvolutionShape s,
      float[] x,
      int xOff,
      float[] packed,
      int packedOff,
      float[] bias,
      int biasOff,
      FusedActivation activation,
      float[] y,
      int yOff,
      int from,
      int to,
      int firstFilter,
      int endFilter) {
    float cap = Caps.of(activation);
    walk(
        s.forward,
        x,
        xOff,
        packed,
        packedOff,
        bias,
        biasOff,
        cap,
        y,
        yOff,
        from,
        to,
        firstFilter,
        endFilter);
    if (!Caps.clips(cap) && activation != FusedActivation.LINEAR) {
      int first = yOff + from * s.out[2] * s.filters + firstFilter;
      int pixels = (to - from) * s.out[2];
      Activations.apply(activation, pixels, endFilter - firstFilter, y, first, s.filters);
    }
  }

  @Override
  public void inputGradient(
      ConvolutionShape s,
      float[] dy,
      int dyOff,
      float[] packed,
      int packedOff,
      float[] dx,
      int dxOff,
      int from,
      int to) {
    walk(
        s.backward,
        dy,
        dyOff,
        packed,
        packedOff,
        null,
        0,
        Caps.NONE,
        dx,
        dxOff,
        from,
        to,
        0,
        s.channels);
  }

  private static void walk(
      ConvolutionWalk w,
      float[] x,
      int xOff,
      float[] packed,
      int packedOff,
      float[] bias,
      int biasOff,
      float cap,
      float[] y,
      int yOff,
      int from,
      int to,
      int first,
      int last) {
    if (WinogradChoice.serves(w)) {
      Winograd.convolve(w, x, xOff, packed, packedOff, bias, biasOff, cap, y, yOff, from, to);
      return;
    }
    ConvolutionBand band = ConvolutionBand.get();
    int depth = w.axes[0].dest;
    int height = w.axes[1].dest;
    int columns = Depthwise.serves(w) ? w.groups : ConvolutionPacking.columns(w);
    int line = from;
    while (line < to) {
      int image = line / height / depth;
      int d = line / height % depth;
      int h0 = line % height;
      int h1 = Math.min(height, h0 + to - line);
      int images = 1;
      if (depth == 1 && h0 == 0 && h1 == height) {
        images = (to - line) / height;
      }
      int at = packedOff;
      for (int pd = 0; pd < w.axes[0].spread; pd++) {
        for (int ph = 0; ph < w.axes[1].spread; ph++) {
          for (int pw = 0; pw < w.axes[2].spread; pw++) {
            band.phase[0] = pd;
            band.phase[1] = ph;
            band.phase[2] = pw;
            if (d % w.axes[0].spread == pd) {
              phase(
                  w, band, image, images, d, h0, h1, x, xOff, packed, at, bias, biasOff, cap, y,
                  yOff, first, last);
            }
            at += ConvolutionPacking.rows(w, pd, ph, pw) * columns;
          }
        }
      }
      line += images * (h1 - h0);
    }
  }

  /** Computes one phase of some lines, or of some whole images. */
  private static void phase(
      ConvolutionWalk w,
      ConvolutionBand band,
      int image,
      int images,
      int d,
      int h0,
      int h1,
      float[] x,
      int xOff,
      float[] packed,
      int packedOff,
      float[] bias,
      int biasOff,
      float cap,
      float[] y,
      int yOff,
      int first,
      int last) {
    int[] phase = band.phase;
    int spread = w.axes[1].spread;
    int begin = Math.max(0, Math.ceilDiv(h0 - phase[1], spread));
    int end = Math.ceilDiv(h1 - phase[1], spread);
    int columns = w.axes[2].counts[phase[2]];
    if (end <= begin || columns == 0) {
      return;
    }
    int most = ConvolutionBand.pixels(w);
    int rows = Math.max(1, Math.min(end - begin, most / columns));
    int together = rows == end - begin ? Math.max(1, Math.min(images, most / (rows * columns))) : 1;
    for (int i = 0; i < images; i += together) {
      int n = Math.min(together, images - i);
      for (int q = begin; q < end; q += rows) {
        int q1 = Math.min(end, q + rows);
        band.set(w, phase, image + i, n, d / w.axes[0].spread, q, q1, x, xOff, false);
        if (Depthwise.serves(w)) {
          Depthwise.multiply(w, band, packed, packedOff, bias, biasOff, cap, y, yOff);
        } else if (FewChannels.serves(w)) {
          FewChannels.multiply(w, band, packed, packedOff, bias, biasOff, cap, y, yOff);
        } else {
          ConvolutionPanels.multiply(
              w, band, packed, packedOff, bias, biasOff, cap, y, yOff, first, last);
        }
      }
    }
  }

  @Override
  public void kernelGradient(
      ConvolutionShape s,
      float[] x,
      int xOff,
      float[] dy,
      int dyOff,
      int from,
      int to,
      int firstFilter,
      int endFilter,
      float[] dKernel,
      int dKernelOff,
      float[] dBias,
      int dBiasOff) {
    KernelGradient.run(
        s,
        x,
        xOff,
        dy,
        dyOff,
        from,
        to,
        firstFilter,
        endFilter,
        dKernel,
        dKernelOff,
        dBias,
        dBiasOff);
  }
}
