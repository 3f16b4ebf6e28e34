// SPDX-License-Identifier: Apache-2.0
package io.nyala.plan.cpu;

import io.nyala.kernel.RandomKernels;
import io.nyala.ops.DropoutOp;
import io.nyala.ops.Primitive;
import java.util.Arrays;
import java.util.List;

/** Instructions that fill buffers with constants or random numbers. */
final class Fills {
  private static final long GRAIN = 16_384;

  private Fills() {}

  static Instruction fill(Ref y, float value) {
    return new RowInstruction(
        y.size,
        65_536,
        List.of(),
        List.of(y),
        (m, a, b) -> Arrays.fill(y.in(m), y.at(m) + a, y.at(m) + b, value));
  }

  static Instruction random(RandomKernels kernels, Primitive.Random op, Ref y) {
    long seed = op.seed();
    RowInstruction.Body body =
        op.normal()
            ? (m, a, b) ->
                kernels.normal(seed, m.step, m.firstDrawn(y.size) + a, y.in(m), y.at(m) + a, b - a)
            : (m, a, b) ->
                kernels.uniform(
                    seed, m.step, m.firstDrawn(y.size) + a, y.in(m), y.at(m) + a, b - a);
    return new RowInstruction(y.size, GRAIN, List.of(), List.of(y), body);
  }

  static Instruction dropout(RandomKernels kernels, DropoutOp op, Ref x, Ref y) {
    long seed = op.seed();
    float rate = op.rate();
    return new RowInstruction(
        y.size,
        GRAIN,
        List.of(x),
        List.of(y),
        (m, a, b) ->
            kernels.dropout(
                seed,
                m.step,
                m.firstDrawn(y.size) + a,
                rate,
                x.in(m),
                x.at(m) + a,
                y.in(m),
                y.at(m) + a,
                b - a));
  }
}
