// SPDX-License-Identifier: Apache-2.0
package io.nyala.plan.cpu;

import io.nyala.kernel.MoveKernels;
import io.nyala.kernel.ReduceKernels;
import io.nyala.ops.Leaf;
import io.nyala.ops.Node;
import java.util.Arrays;
import java.util.List;

/** Instructions over int32 positions, which are stored as raw bits. */
final class Indexing {
  private static final long GRAIN = 32_768;
  private static final long WHOLE = Long.MAX_VALUE;

  private Indexing() {}

  static Instruction argMax(ReduceKernels kernels, Node node, Ref x, Ref y) {
    int columns = node.input(0).shape().last();
    return new RowInstruction(
        y.size,
        GRAIN / Math.max(1, columns),
        List.of(x),
        List.of(y),
        (m, a, b) -> {
          for (int i = a; i < b; i++) {
            int best = kernels.argMax(x.in(m), x.at(m) + i * columns, columns);
            y.in(m)[y.at(m) + i] = Float.intBitsToFloat(best);
          }
        });
  }

  static Instruction gather(MoveKernels kernels, Node node, Ref x, Ref index, Ref y) {
    int rows = node.input(0).shape().dim(0);
    int width = rows == 0 ? 0 : x.size / rows;
    String what = what(node);
    return new RowInstruction(
        index.size,
        GRAIN / Math.max(1, width),
        List.of(x, index),
        List.of(y),
        (m, a, b) -> {
          check(index.in(m), index.at(m), a, b, rows, what);
          kernels.gatherRows(
              x.in(m),
              x.at(m),
              width,
              index.in(m),
              index.at(m) + a,
              b - a,
              y.in(m),
              y.at(m) + a * width);
        });
  }

  static Instruction scatterAdd(MoveKernels kernels, int rows, Ref x, Ref index, Ref y) {
    int width = rows == 0 ? 0 : y.size / rows;
    // Several positions may name the same row: one thread, in order.
    return new RowInstruction(
        index.size,
        WHOLE,
        List.of(x, index),
        List.of(y),
        (m, a, b) -> {
          check(index.in(m), index.at(m), a, b, rows, "scatterAdd");
          Arrays.fill(y.in(m), y.at(m), y.at(m) + y.size, 0);
          kernels.scatterAddRows(
              x.in(m), x.at(m), width, index.in(m), index.at(m), b, y.in(m), y.at(m));
        });
  }

  static Instruction oneHot(int depth, Ref index, Ref y) {
    return new RowInstruction(
        index.size,
        GRAIN / Math.max(1, depth),
        List.of(index),
        List.of(y),
        (m, a, b) -> {
          float[] to = y.in(m);
          int at = y.at(m);
          Arrays.fill(to, at + a * depth, at + b * depth, 0);
          for (int i = a; i < b; i++) {
            int hot = Float.floatToRawIntBits(index.in(m)[index.at(m) + i]);
            if (hot >= 0 && hot < depth) {
              to[at + i * depth + hot] = 1;
            }
          }
        });
  }

  /**
   * Returns the name of a gather in messages: its table, and the owner of the table if it is a
   * weight.
   */
  static String what(Node gather) {
    if (!(gather.input(0).node().op() instanceof Leaf.Read read)) {
      return "gather";
    }
    Object owner = read.variable().owner();
    return (owner == null ? "" : owner + ": ") + "gather from " + read.variable().name();
  }

  static void check(float[] index, int at, int from, int to, int rows, String what) {
    for (int i = from; i < to; i++) {
      int row = Float.floatToRawIntBits(index[at + i]);
      if (row < 0 || row >= rows) {
        throw new IndexOutOfBoundsException(
            what + ": index " + row + " at position " + i + " is outside [0, " + rows + ")");
      }
    }
  }
}
