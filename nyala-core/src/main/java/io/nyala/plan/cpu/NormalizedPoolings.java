// SPDX-License-Identifier: Apache-2.0
package io.nyala.plan.cpu;

import io.nyala.kernel.ColumnKernels;
import io.nyala.kernel.ConvolutionShape;
import io.nyala.kernel.ElementwiseKernels;
import io.nyala.kernel.Kernels;
import io.nyala.kernel.PoolingKernels;
import io.nyala.ops.BinaryKind;
import io.nyala.ops.ReduceKind;
import io.nyala.ops.Window;
import io.nyala.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * Instructions of batch normalisation with the maximum pooling behind it, and of their gradient.
 * Both go through the images in bands of some lines of windows: normalised images, and the gradient
 * that pooling spreads over them, exist for one band at a time. The gradient makes them twice,
 * because it needs sums over all of them first.
 */
final class NormalizedPoolings {
  /** Elements of a band: with as many normalised and as many gradients, well inside the cache. */
  private static final int BAND = 4096;

  private static final int GRAIN = 32_768;

  private final Kernels kernels;
  private final List<Instruction> program;
  private final Normalizations normalizations;

  NormalizedPoolings(Kernels kernels, List<Instruction> program, Normalizations normalizations) {
    this.kernels = kernels;
    this.program = program;
    this.normalizations = normalizations;
  }

  /** How images {@code (batch, height, width, channels)} are cut into bands. */
  private static final class Bands {
    final Window window;
    final int height;
    final int width;
    final int channels;
    final int lines;
    final int columns;
    final int linesOfBand;
    final int bandsOfImage;
    final int count;
    private final ConvolutionShape whole;
    private final ConvolutionShape last;

    Bands(Window window, Shape x) {
      Shape y = window.over(x, x.last());
      this.window = window;
      this.height = x.dim(1);
      this.width = x.dim(2);
      this.channels = x.dim(3);
      this.lines = y.dim(1);
      this.columns = y.dim(2);
      int line = Math.max(1, window.size().get(0) * width * channels);
      this.linesOfBand = Math.max(1, Math.min(lines, BAND / line));
      this.bandsOfImage = (lines + linesOfBand - 1) / linesOfBand;
      this.count = x.dim(0) * bandsOfImage;
      this.whole = shape(linesOfBand);
      this.last = shape(lines - (bandsOfImage - 1) * linesOfBand);
    }

    private ConvolutionShape shape(int bandLines) {
      Shape band = Shape.of(1, bandLines * window.size().get(0), width, channels);
      return ConvolutionShape.of(window, band, 1, channels);
    }

    /** Returns a band as an image of its own. */
    ConvolutionShape of(int band) {
      return isLast(band) ? last : whole;
    }

    boolean isLast(int band) {
      return band % bandsOfImage == bandsOfImage - 1;
    }

    /** Returns how many pixels are before a band. */
    int pixels(int band) {
      int line = band % bandsOfImage * linesOfBand * window.size().get(0);
      return (band / bandsOfImage * height + line) * width;
    }

    /** Returns how many windows are before a band. */
    int windows(int band) {
      return (band / bandsOfImage * lines + band % bandsOfImage * linesOfBand) * columns;
    }

    /** Returns how many pixels are below the last window of an image. */
    int pixelsBelow() {
      return (height - lines * window.size().get(0)) * width;
    }

    /** Returns the most pixels of a band. */
    int most() {
      return Math.max(linesOfBand * window.size().get(0) * width, pixelsBelow());
    }

    long grain() {
      return GRAIN / Math.max(1, most() * channels);
    }
  }

  private static int pixels(ConvolutionShape band) {
    return band.in[1] * band.in[2];
  }

  void pool(
      float epsilon,
      Window window,
      Shape shape,
      Ref x,
      Ref gamma,
      Ref beta,
      Ref y,
      Ref mean,
      Ref variance) {
    Bands bands = new Bands(window, shape);
    int c = bands.channels;
    normalizations.moments(x, x.size / c, c, mean, variance);
    Normalizations.Line line = normalizations.line(epsilon, gamma, beta, mean, variance);
    PoolingKernels pooling = kernels.pooling();
    program.add(
        new BandInstruction(
            bands.count,
            bands.grain(),
            bands.most() * c,
            List.of(x, line.scale(), line.shift()),
            List.of(y),
            List.of(),
            (m, i, arena, room) -> {
              ConvolutionShape band = bands.of(i);
              line.apply(m, kernels, x, bands.pixels(i) * c, pixels(band), c, arena, room);
              int to = y.at(m) + bands.windows(i) * c;
              pooling.largest(band, arena, room, y.in(m), to, 0, band.outLines());
            }));
  }

  /**
   * Appends the gradient.
   *
   * @param slope of the activation whose result x is, or null
   */
  void gradient(
      float epsilon,
      Window window,
      Shape shape,
      BinaryKind slope,
      Ref x,
      Ref gamma,
      Ref beta,
      Ref mean,
      Ref variance,
      Ref y,
      Ref dy,
      Ref dx,
      Ref dgamma,
      Ref dbeta) {
    Bands bands = new Bands(window, shape);
    int c = bands.channels;
    int size = bands.most() * c;
    Normalizations.Line line = normalizations.line(epsilon, gamma, beta, mean, variance);
    Spread spread = new Spread(kernels, bands, line, x, y, dy);
    Ref betas = new Ref(new Buffer(Buffer.ARENA, bands.count * c));
    Ref gammas = new Ref(new Buffer(Buffer.ARENA, bands.count * c));
    ColumnKernels columns = kernels.columns();
    program.add(
        new BandInstruction(
            bands.count,
            bands.grain(),
            2 * size,
            List.of(x, y, dy, mean, line.scale(), line.shift()),
            List.of(betas, gammas),
            List.of(),
            (m, i, arena, room) -> {
              spread.run(m, i, arena, room, room + size);
              columns.columnGradientSums(
                  x.in(m),
                  x.at(m) + bands.pixels(i) * c,
                  mean.in(m),
                  mean.at(m),
                  arena,
                  room + size,
                  pixels(bands.of(i)),
                  c,
                  c,
                  betas.in(m),
                  betas.at(m) + i * c,
                  gammas.in(m),
                  gammas.at(m) + i * c);
            }));
    for (Ref[] sums : new Ref[][] {{betas, dbeta}, {gammas, dgamma}}) {
      ReduceInstruction.emit(
          program, kernels.reduce(), ReduceKind.SUM, 1, bands.count, c, sums[0], sums[1]);
    }
    Normalizations.Plane plane =
        normalizations.plane(epsilon, x.size / c, gamma, mean, variance, dgamma, dbeta);
    program.add(
        new BandInstruction(
            bands.count,
            bands.grain(),
            2 * size,
            List.of(x, y, dy, line.scale(), line.shift(), plane.p(), plane.q(), plane.r()),
            List.of(dx),
            List.of(new Instruction.Overwrite(x, dx)),
            (m, i, arena, room) -> {
              int from = bands.pixels(i) * c;
              int n = pixels(bands.of(i)) * c;
              spread.run(m, i, arena, room, room + size);
              combine(m, plane, slope, arena, room + size, x, dx, from, n, c);
              if (bands.isLast(i) && bands.pixelsBelow() > 0) {
                int below = bands.pixelsBelow() * c;
                Arrays.fill(arena, room + size, room + size + below, 0f);
                combine(m, plane, slope, arena, room + size, x, dx, from + n, below, c);
              }
            }));
  }

  /** Overwrites the gradient in the arena on the way, and x only where it has been read. */
  private void combine(
      Memory m,
      Normalizations.Plane plane,
      BinaryKind slope,
      float[] dy,
      int dyOff,
      Ref x,
      Ref dx,
      int from,
      int n,
      int columns) {
    float[] to = slope == null ? dx.in(m) : dy;
    int at = slope == null ? dx.at(m) + from : dyOff;
    plane.combine(m, kernels, dy, dyOff, x.in(m), x.at(m) + from, to, at, n / columns, columns);
    if (slope != null) {
      ElementwiseKernels elementwise = kernels.elementwise();
      elementwise.binary(slope, dy, dyOff, x.in(m), x.at(m) + from, dx.in(m), dx.at(m) + from, n);
    }
  }

  /** A band of normalised images, and of the gradient that pooling spreads over them. */
  private record Spread(
      Kernels kernels, Bands bands, Normalizations.Line line, Ref x, Ref y, Ref dy) {
    void run(Memory m, int i, float[] arena, int normal, int gradient) {
      int c = bands.channels;
      ConvolutionShape band = bands.of(i);
      line.apply(m, kernels, x, bands.pixels(i) * c, pixels(band), c, arena, normal);
      int from = bands.windows(i) * c;
      kernels
          .pooling()
          .largestGradient(
              band,
              arena,
              normal,
              y.in(m),
              y.at(m) + from,
              dy.in(m),
              dy.at(m) + from,
              arena,
              gradient,
              0,
              1);
    }
  }
}
