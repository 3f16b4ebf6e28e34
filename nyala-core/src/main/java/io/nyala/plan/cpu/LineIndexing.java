// SPDX-License-Identifier: Apache-2.0
package io.nyala.plan.cpu;

import io.nyala.kernel.SortKernels;
import io.nyala.ops.AlongAxis;
import java.util.Arrays;
import java.util.List;

/** Instructions that sort, read or write each line along the last axis independently. */
final class LineIndexing {
  private static final long GRAIN = 32_768;

  /** The cost of sorting an element, relative to copying it. */
  private static final long SORTING = 16;

  private LineIndexing() {}

  static Instruction argSort(AlongAxis.ArgSort op, boolean ints, int columns, Ref x, Ref y) {
    int lines = lines(y.size, columns);
    int room = SortKernels.scratch(columns);
    Ref scratch = new Ref(new Buffer(Buffer.ARENA, Math.multiplyExact(lines, room)));
    return new RowInstruction(
        lines,
        GRAIN / Math.max(1, SORTING * columns),
        List.of(x),
        List.of(y, scratch),
        (m, a, b) -> {
          for (int line = a; line < b; line++) {
            SortKernels.argSort(
                ints,
                op.descending(),
                x.in(m),
                x.at(m) + line * columns,
                y.in(m),
                y.at(m) + line * columns,
                scratch.in(m),
                scratch.at(m) + line * room,
                columns);
          }
        });
  }

  static Instruction take(int wide, int columns, Ref x, Ref index, Ref y) {
    return new RowInstruction(
        lines(y.size, columns),
        GRAIN / Math.max(1, columns),
        List.of(x, index),
        List.of(y),
        (m, a, b) -> {
          Indexing.check(index.in(m), index.at(m), a * columns, b * columns, wide, "takeAlong");
          for (int line = a; line < b; line++) {
            int from = x.at(m) + line * wide;
            for (int i = line * columns; i < (line + 1) * columns; i++) {
              int at = Float.floatToRawIntBits(index.in(m)[index.at(m) + i]);
              y.in(m)[y.at(m) + i] = x.in(m)[from + at];
            }
          }
        });
  }

  static Instruction scatterAdd(int wide, int columns, Ref x, Ref index, Ref y) {
    return new RowInstruction(
        lines(y.size, columns),
        GRAIN / Math.max(1, Math.max(wide, columns)),
        List.of(x, index),
        List.of(y),
        (m, a, b) -> {
          Indexing.check(index.in(m), index.at(m), a * wide, b * wide, columns, "scatterAlong");
          Arrays.fill(y.in(m), y.at(m) + a * columns, y.at(m) + b * columns, 0);
          for (int line = a; line < b; line++) {
            int to = y.at(m) + line * columns;
            for (int i = line * wide; i < (line + 1) * wide; i++) {
              int at = Float.floatToRawIntBits(index.in(m)[index.at(m) + i]);
              y.in(m)[to + at] += x.in(m)[x.at(m) + i];
            }
          }
        });
  }

  private static int lines(int size, int columns) {
    return columns == 0 ? 0 : size / columns;
  }
}
