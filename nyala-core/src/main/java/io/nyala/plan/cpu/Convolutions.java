// SPDX-License-Identifier: Apache-2.0
package io.nyala.plan.cpu;

import io.nyala.kernel.ConvolutionKernels;
import io.nyala.kernel.ConvolutionShape;
import io.nyala.kernel.Kernels;
import io.nyala.ops.kinds.FusedActivation;
import io.nyala.ops.kinds.ReduceKind;
import java.util.List;

/** Instructions of convolutions and their gradients. */
final class Convolutions {
  /** The fewest multiplications that are worth a chunk: a few microseconds. */
  private static final long GRAIN = 300_000;

  /** The fewest weights that are worth a chunk of packing. */
  private static final int PACKING_GRAIN = 32_768;

  /** From this number of images on, work is split between images, otherwise between lines. */
  private static final int MANY_IMAGES = 16;

  private static final int FILTER_BLOCK = 64;

  /** The largest number of floats for separate partial sums of kernel gradients. */
  private static final int MOST_PARTIAL = 1 << 20;

  private static final int MOST_CHUNKS = 8;

  private final Kernels kernels;
  private final List<Instruction> program;

  Convolutions(Kernels kernels, List<Instruction> program) {
    this.kernels = kernels;
    this.program = program;
  }

  void convolution(
      ConvolutionShape s, FusedActivation activation, Ref x, Ref kernel, Ref bias, Ref y) {
    if (isOfPixels(s)) {
      program.add(
          new GemmInstruction(
              kernels.gemm(),
              kernels.elementwise(),
              false,
              false,
              y.size / s.filters,
              s.filters,
              s.channels,
              isProduct(s) ? x : pixels(s, x),
              kernel,
              bias,
              activation,
              y));
      return;
    }
    ConvolutionKernels k = kernels.convolutions();
    Ref packed = pack(s, false, kernel);
    List<Ref> reads = bias == null ? List.of(x, packed) : List.of(x, packed, bias);
    RowInstruction.Part part =
        (m, from, to, first, end) ->
            k.convolve(
                s,
                x.in(m),
                x.at(m),
                packed.in(m),
                packed.at(m),
                bias == null ? null : bias.in(m),
                bias == null ? 0 : bias.at(m),
                activation,
                y.in(m),
                y.at(m),
                from,
                to,
                first,
                end);
    int block = k.filterBlock(s);
    if (block >= s.filters) {
      cut(s.cost(), s.batch, s.outLines(), reads, y, (m, a, b) -> part.run(m, a, b, 0, s.filters));
      return;
    }
    int lines = s.batch >= MANY_IMAGES ? s.outLines() / s.batch : 1;
    Grid grid =
        Grid.of(
            Instruction.chunksFor(s.cost(), GRAIN, Integer.MAX_VALUE),
            s.outLines() / lines,
            Math.ceilDiv(s.filters, block),
            x.size,
            s.kernelSize());
    program.add(
        RowInstruction.ofParts(grid, s.outLines(), lines, s.filters, block, reads, y, part));
  }

  void inputGradient(ConvolutionShape s, Ref kernel, Ref dy, Ref dx) {
    if (isProduct(s)) {
      product(false, true, dy.size / s.filters, s.channels, s.filters, dy, kernel, dx);
      return;
    }
    ConvolutionKernels k = kernels.convolutions();
    Ref packed = pack(s, true, kernel);
    cut(
        s.cost(),
        s.batch,
        s.inLines(),
        List.of(dy, packed),
        dx,
        (m, a, b) ->
            k.inputGradient(
                s, dy.in(m), dy.at(m), packed.in(m), packed.at(m), dx.in(m), dx.at(m), a, b));
  }

  /**
   * Appends the gradient of the kernel, split into blocks of filters and parts of the lines; the
   * sums of the parts are added in order.
   *
   * @param dBias the gradient of the bias, or null if not needed
   */
  void kernelGradient(ConvolutionShape s, Ref x, Ref dy, Ref dKernel, Ref dBias) {
    ConvolutionKernels k = kernels.convolutions();
    boolean depthwise = s.groups == s.channels && s.groups > 1;
    int blocks = depthwise ? 1 : (s.filters + FILTER_BLOCK - 1) / FILTER_BLOCK;
    int most = Math.max(1, Math.min(MOST_CHUNKS / blocks, MOST_PARTIAL / s.kernelSize()));
    boolean images = s.batch >= MANY_IMAGES;
    int units = images ? s.batch : s.outLines();
    int linesOfUnit = images ? s.outLines() / s.batch : 1;
    int parts = Instruction.chunksFor(s.cost() / blocks, GRAIN, Math.min(most, units));
    Ref kernelParts = parts == 1 ? dKernel : scratch(parts * s.kernelSize());
    Ref biasParts = parts == 1 || dBias == null ? dBias : scratch(parts * s.filters);
    program.add(
        new RowInstruction(
            parts * blocks,
            1,
            List.of(x, dy),
            dBias == null ? List.of(kernelParts) : List.of(kernelParts, biasParts),
            (m, a, b) -> {
              for (int i = a; i < b; i++) {
                int part = i / blocks;
                int filter = i % blocks * FILTER_BLOCK;
                k.kernelGradient(
                    s,
                    x.in(m),
                    x.at(m),
                    dy.in(m),
                    dy.at(m),
                    (int) ((long) units * part / parts) * linesOfUnit,
                    (int) ((long) units * (part + 1) / parts) * linesOfUnit,
                    filter,
                    blocks == 1 ? s.filters : Math.min(s.filters, filter + FILTER_BLOCK),
                    kernelParts.in(m),
                    kernelParts.at(m) + part * s.kernelSize(),
                    dBias == null ? null : biasParts.in(m),
                    dBias == null ? 0 : biasParts.at(m) + part * s.filters);
              }
            }));
    if (parts > 1) {
      add(parts, s.kernelSize(), kernelParts, dKernel);
      if (dBias != null) {
        add(parts, s.filters, biasParts, dBias);
      }
    }
  }

  private void add(int parts, int size, Ref from, Ref to) {
    ReduceInstruction.emit(program, kernels.reduce(), ReduceKind.SUM, 1, parts, size, from, to);
  }

  /** Returns whether a convolution is a product of the pixels and a matrix. */
  private static boolean isProduct(ConvolutionShape s) {
    boolean same = isOfPixels(s);
    for (int i = 0; i < ConvolutionShape.AXES; i++) {
      same &= s.stride[i] == 1;
    }
    return same;
  }

  /** Returns whether a convolution is a product of all or some of the pixels and a matrix. */
  private static boolean isOfPixels(ConvolutionShape s) {
    boolean all = s.taps() == 1 && s.groups == 1;
    for (int i = 0; i < ConvolutionShape.AXES; i++) {
      all &= s.before[i] == 0 && s.out[i] == Math.ceilDiv(s.in[i], s.stride[i]);
    }
    return all;
  }

  /** Appends a copy of the pixels that a 1 x 1 convolution with strides reads. */
  private Ref pixels(ConvolutionShape s, Ref x) {
    int[] strides = new int[ConvolutionShape.AXES + 2];
    int[] extents = new int[strides.length];
    int[] packed = new int[strides.length];
    strides[ConvolutionShape.AXES + 1] = 1;
    packed[ConvolutionShape.AXES + 1] = 1;
    extents[ConvolutionShape.AXES + 1] = s.channels;
    int from = s.channels;
    int to = s.channels;
    for (int i = ConvolutionShape.AXES - 1; i >= 0; i--) {
      strides[i + 1] = from * s.stride[i];
      packed[i + 1] = to;
      extents[i + 1] = s.out[i];
      from *= s.in[i];
      to *= s.out[i];
    }
    strides[0] = from;
    packed[0] = to;
    extents[0] = s.batch;
    Ref copy = scratch(s.batch * to);
    program.add(new MoveInstruction(kernels.move(), x, 0, strides, copy, 0, packed, extents));
    return copy;
  }

  private void product(boolean tA, boolean tB, int m, int n, int k, Ref a, Ref b, Ref c) {
    program.add(
        new GemmInstruction(
            kernels.gemm(),
            kernels.elementwise(),
            tA,
            tB,
            m,
            n,
            k,
            a,
            b,
            null,
            FusedActivation.LINEAR,
            c));
  }

  private Ref pack(ConvolutionShape s, boolean backward, Ref kernel) {
    ConvolutionKernels k = kernels.convolutions();
    Ref packed = scratch(k.packedSize(s, backward));
    int block = Math.max(1, backward ? s.filters : k.filterBlock(s));
    int blocks = Math.max(1, Math.ceilDiv(s.filters, block));
    program.add(
        new RowInstruction(
            blocks,
            Math.max(1, (long) PACKING_GRAIN * blocks / Math.max(1, s.kernelSize())),
            List.of(kernel),
            List.of(packed),
            (m, a, b) ->
                k.pack(
                    s,
                    backward,
                    kernel.in(m),
                    kernel.at(m),
                    packed.in(m),
                    packed.at(m),
                    a * block,
                    Math.min(s.filters, b * block))));
    return packed;
  }

  /** Appends work that is split by lines of the result. */
  private void cut(
      long cost, int batch, int lines, List<Ref> reads, Ref y, RowInstruction.Body body) {
    boolean images = batch >= MANY_IMAGES;
    int units = images ? batch : lines;
    int linesOfUnit = units == 0 ? 0 : lines / units;
    long grain = Math.max(1, GRAIN * units / Math.max(1, cost));
    program.add(
        new RowInstruction(
            units,
            grain,
            reads,
            List.of(y),
            (m, a, b) -> body.run(m, a * linesOfUnit, b * linesOfUnit)));
  }

  private static Ref scratch(int size) {
    return new Ref(new Buffer(Buffer.ARENA, size));
  }
}
