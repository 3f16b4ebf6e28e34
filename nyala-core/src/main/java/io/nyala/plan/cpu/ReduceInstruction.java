// SPDX-License-Identifier: Apache-2.0
package io.nyala.plan.cpu;

import io.nyala.kernel.ReduceKernels;
import io.nyala.ops.kinds.ReduceKind;
import java.util.ArrayList;
import java.util.List;

/** A reduction of the middle axis of {@code (outer, extent, inner)}. */
final class ReduceInstruction extends Instruction {
  private static final long GRAIN = 32_768;

  private final ReduceKernels kernels;
  private final ReduceKind kind;
  private final int outer;
  private final int extent;
  private final int inner;
  private final Ref x;
  private final Ref y;

  private ReduceInstruction(
      ReduceKernels kernels, ReduceKind kind, int outer, int extent, int inner, Ref x, Ref y) {
    this.kernels = kernels;
    this.kind = kind;
    this.outer = outer;
    this.extent = extent;
    this.inner = inner;
    this.x = x;
    this.y = y;
    int parts = outer > 1 || inner == 1 ? outer : Math.max(1, inner / 16);
    this.chunks = chunksFor((long) outer * extent * inner, GRAIN, parts);
  }

  /**
   * Appends the instructions of a reduction. A large array reduced as a whole is first reduced in
   * fixed parts, whose results are then reduced in order.
   */
  static void emit(
      List<Instruction> program,
      ReduceKernels kernels,
      ReduceKind kind,
      int outer,
      int extent,
      int inner,
      Ref x,
      Ref y) {
    int parts = 64;
    if (outer == 1 && inner == 1 && extent >= parts * 4096) {
      int length = extent / parts;
      int rest = extent - length * parts;
      Ref partial = new Ref(new Buffer(Buffer.ARENA, parts + 1));
      program.add(
          new ReduceInstruction(
              kernels, kind, parts, length, 1, x.part(0, parts * length), partial.part(0, parts)));
      program.add(
          new ReduceInstruction(
              kernels, kind, 1, rest, 1, x.part(parts * length, rest), partial.part(parts, 1)));
      program.add(new ReduceInstruction(kernels, kind, 1, parts + 1, 1, partial, y));
    } else {
      program.add(new ReduceInstruction(kernels, kind, outer, extent, inner, x, y));
    }
  }

  @Override
  List<Ref> reads() {
    return new ArrayList<>(List.of(x));
  }

  @Override
  List<Ref> writes() {
    return List.of(y);
  }

  @Override
  public void run(int chunk) {
    float[] from = x.in(memory);
    int at = x.at(memory);
    float[] to = y.in(memory);
    int toAt = y.at(memory);
    if (outer > 1 || inner == 1) {
      int first = begin(chunk, outer);
      int end = begin(chunk + 1, outer);
      if (inner == 1) {
        kernels.reduceRows(kind, from, at + first * extent, end - first, extent, to, toAt + first);
      } else {
        for (int o = first; o < end; o++) {
          kernels.reduceColumns(
              kind, from, at + o * extent * inner, extent, inner, inner, to, toAt + o * inner);
        }
      }
    } else {
      int first = begin(chunk, inner);
      int end = begin(chunk + 1, inner);
      kernels.reduceColumns(kind, from, at + first, extent, end - first, inner, to, toAt + first);
    }
  }
}
