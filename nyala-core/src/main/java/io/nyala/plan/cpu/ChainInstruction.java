// SPDX-License-Identifier: Apache-2.0
package io.nyala.plan.cpu;

import io.nyala.kernel.ElementwiseKernels;
import io.nyala.kernel.IntKernels;
import io.nyala.ops.kinds.BinaryKind;
import io.nyala.ops.kinds.UnaryKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A chain of elementwise operations in one pass over blocks that stay in the cache: each step
 * processes a whole block before the next, so that a step costs one kernel call for each block and
 * no intermediate result goes to memory.
 */
final class ChainInstruction extends Instruction {
  /** Elements of a block: with a few registers, it easily fits a first-level cache. */
  private static final int BLOCK = 1024;

  private static final long GRAIN = 32_768;

  /** The source of an operand of a step, or the destination of its result. */
  enum Mode {
    /** An array with one element for each element of the result. */
    FULL,
    /** A block of scratch, written by an earlier step. */
    REGISTER,
    /** One number for all. */
    SCALAR,
    /** One number for all elements, repeated over a block because the kernel requires an array. */
    SPREAD,
    /** A broadcast array, read block by block. */
    VIEW
  }

  /** An operand of a step. */
  record Operand(Mode mode, Ref ref, View view, int register) {}

  /** The kind of a step. */
  enum Code {
    UNARY,
    BINARY,
    SELECT,
    COPY,
    INT_UNARY,
    INT_BINARY,
    INT_TO_FLOAT,
    FLOAT_TO_INT
  }

  /** One operation; operands are indices in the list of operands, -1 for none. */
  record Step(Code code, UnaryKind unary, BinaryKind binary, int a, int b, int c, int result) {}

  private final ElementwiseKernels kernels;
  private final int n;
  private final int block;
  private final Operand[] operands;
  private final Step[] steps;
  private final int registers;
  private final Ref scratch;
  private final List<Ref> reads = new ArrayList<>();
  private final List<Ref> writes = new ArrayList<>();

  // For each chunk: where each operand is.
  private float[][][] arrays;
  private int[][] offsets;
  private int[][] positions;

  ChainInstruction(
      ElementwiseKernels kernels, int n, List<Operand> operands, List<Step> steps, int registers) {
    this.kernels = kernels;
    this.n = n;
    this.block = Math.max(1, Math.min(n, BLOCK));
    this.operands = operands.toArray(Operand[]::new);
    this.steps = steps.toArray(Step[]::new);
    this.registers = registers;
    int blocks = (n + block - 1) / block;
    this.chunks = chunksFor((long) n * steps.size(), GRAIN, Math.max(1, blocks));
    this.scratch =
        registers == 0 ? null : new Ref(new Buffer(Buffer.ARENA, chunks * registers * block));
    boolean[] written = new boolean[operands.size()];
    for (Step s : steps) {
      written[s.result()] = true;
    }
    for (int i = 0; i < this.operands.length; i++) {
      Ref ref = this.operands[i].ref();
      if (ref != null) {
        (written[i] ? writes : reads).add(ref);
      }
    }
    if (scratch != null) {
      writes.add(scratch);
    }
  }

  @Override
  List<Ref> reads() {
    return reads;
  }

  @Override
  List<Ref> writes() {
    return writes;
  }

  /**
   * Returns pairs of full operands and results where the operand is not read after the step that
   * writes the result.
   */
  @Override
  List<Overwrite> overwrites() {
    List<Overwrite> pairs = new ArrayList<>();
    for (int w = 0; w < steps.length; w++) {
      Operand result = operands[steps[w].result()];
      if (result.mode() != Mode.FULL) {
        continue;
      }
      for (int i = 0; i < operands.length; i++) {
        Operand o = operands[i];
        if (o.mode() == Mode.FULL
            && reads.contains(o.ref())
            && lastRead(i) <= w
            && o.ref().skip == 0
            && reads.stream().noneMatch(r -> r != o.ref() && r.buffer == o.ref().buffer)) {
          pairs.add(new Overwrite(o.ref(), result.ref()));
        }
      }
    }
    return pairs;
  }

  private int lastRead(int operand) {
    int last = -1;
    for (int i = 0; i < steps.length; i++) {
      Step s = steps[i];
      if (s.a() == operand || s.b() == operand || s.c() == operand) {
        last = i;
      }
    }
    return last;
  }

  @Override
  void prepare() {
    arrays = new float[chunks][operands.length][];
    offsets = new int[chunks][operands.length];
    int rank = 1;
    for (Operand o : operands) {
      rank = Math.max(rank, o.view() == null ? 1 : o.view().rank());
    }
    positions = new int[chunks][rank];
  }

  @Override
  public void run(int chunk) {
    int blocks = (n + block - 1) / block;
    int from = begin(chunk, blocks) * block;
    int to = Math.min(n, begin(chunk + 1, blocks) * block);
    float[][] arr = arrays[chunk];
    int[] off = offsets[chunk];
    locate(chunk, from, arr, off);
    for (int at = from; at < to; at += block) {
      int count = Math.min(block, to - at);
      for (int i = 0; i < operands.length; i++) {
        Operand o = operands[i];
        if (o.mode() == Mode.VIEW && (at == from || !o.view().repeatsIn(block))) {
          o.view()
              .read(
                  o.ref().in(memory),
                  o.ref().at(memory),
                  at,
                  count,
                  arr[i],
                  off[i],
                  positions[chunk]);
        }
      }
      for (Step step : steps) {
        execute(step, arr, off, count);
      }
      for (int i = 0; i < operands.length; i++) {
        if (operands[i].mode() == Mode.FULL) {
          off[i] += count;
        }
      }
    }
  }

  private void locate(int chunk, int from, float[][] arr, int[] off) {
    float[] registerArray = scratch == null ? null : scratch.in(memory);
    int registerAt = scratch == null ? 0 : scratch.at(memory) + chunk * registers * block;
    for (int i = 0; i < operands.length; i++) {
      Operand o = operands[i];
      switch (o.mode()) {
        case FULL -> {
          arr[i] = o.ref().in(memory);
          off[i] = o.ref().at(memory) + from;
        }
        case SCALAR -> {
          arr[i] = o.ref().in(memory);
          off[i] = o.ref().at(memory);
        }
        case SPREAD -> {
          arr[i] = registerArray;
          off[i] = registerAt + o.register() * block;
          Arrays.fill(
              registerArray, off[i], off[i] + block, o.ref().in(memory)[o.ref().at(memory)]);
        }
        default -> {
          arr[i] = registerArray;
          off[i] = registerAt + o.register() * block;
        }
      }
    }
  }

  private void execute(Step s, float[][] arr, int[] off, int count) {
    float[] y = arr[s.result()];
    int yAt = off[s.result()];
    float[] x = arr[s.a()];
    int xAt = off[s.a()];
    switch (s.code()) {
      case UNARY -> kernels.unary(s.unary(), x, xAt, y, yAt, count);
      case BINARY -> {
        if (operands[s.b()].mode() == Mode.SCALAR) {
          kernels.binaryRight(s.binary(), x, xAt, arr[s.b()][off[s.b()]], y, yAt, count);
        } else if (operands[s.a()].mode() == Mode.SCALAR) {
          kernels.binaryLeft(s.binary(), x[xAt], arr[s.b()], off[s.b()], y, yAt, count);
        } else {
          kernels.binary(s.binary(), x, xAt, arr[s.b()], off[s.b()], y, yAt, count);
        }
      }
      case SELECT ->
          kernels.select(x, xAt, arr[s.b()], off[s.b()], arr[s.c()], off[s.c()], y, yAt, count);
      case COPY -> System.arraycopy(x, xAt, y, yAt, count);
      case INT_UNARY -> IntKernels.unary(s.unary(), x, xAt, y, yAt, count);
      case INT_BINARY ->
          IntKernels.binary(s.binary(), x, xAt, arr[s.b()], off[s.b()], y, yAt, count);
      case INT_TO_FLOAT -> IntKernels.castToFloat(x, xAt, y, yAt, count);
      case FLOAT_TO_INT -> IntKernels.castFromFloat(x, xAt, y, yAt, count);
    }
  }
}
