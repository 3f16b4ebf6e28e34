// SPDX-License-Identifier: Apache-2.0
package io.nyala.plan.cpu;

import io.nyala.kernel.Kernels;
import io.nyala.kernel.RecurrentKernels;
import io.nyala.ops.Recurrence;
import io.nyala.ops.Recurrence.Cell;
import io.nyala.ops.kinds.FusedActivation;
import java.util.ArrayList;
import java.util.List;

/**
 * All steps of a recurrent layer. A chunk processes some sequences of the batch from the first step
 * to the last, so that threads never wait for each other between steps.
 */
final class RecurrentForward extends Instruction {
  /** The fewest multiplications that are worth a chunk. */
  private static final long GRAIN = 100_000;

  private static final int LEAST_ROWS = 8;

  private final Kernels kernels;
  private final Recurrence op;
  private final int batch;
  private final int time;
  private final int u;
  private final List<Ref> in;
  private final List<Ref> out;
  private final Ref state;
  private final Ref next;
  private final Ref pre;
  private final Ref packed;
  private final int wide;
  private final int preSize;

  /**
   * Creates the instruction.
   *
   * @param packed the packed recurrent kernel: the columns of the gates, then those of the
   *     candidate if they are multiplied separately
   */
  RecurrentForward(
      Kernels kernels,
      Recurrence op,
      int batch,
      int time,
      int u,
      Ref packed,
      List<Ref> in,
      List<Ref> out) {
    this.kernels = kernels;
    this.op = op;
    this.batch = batch;
    this.time = time;
    this.u = u;
    this.in = in;
    this.out = out;
    this.state = scratch(batch * u);
    this.next = scratch(batch * u);
    this.packed = packed;
    this.chunks = chunks(batch, time, u, op.cell().gates());
    this.wide = kernels.recurrent().paddedColumns(firstColumns(op.cell(), u));
    int after = op.cell() == Cell.GRU ? u + kernels.recurrent().paddedColumns(u) : 0;
    int most = (batch + chunks - 1) / chunks;
    this.preSize = kernels.recurrent().paddedRows(most) * (wide + after);
    this.pre = scratch(chunks * preSize);
  }

  static Ref scratch(int size) {
    return new Ref(new Buffer(Buffer.ARENA, size));
  }

  /**
   * Returns the number of columns of the recurrent kernel that are multiplied by the state itself.
   */
  static int firstColumns(Cell cell, int u) {
    return (cell == Cell.GRU ? 2 : cell.gates()) * u;
  }

  /**
   * Returns the number of chunks, which is small because each reads the whole recurrent kernel at
   * every step.
   */
  static int chunks(int batch, int time, int u, int gates) {
    long cost = (long) batch * time * u * (u * gates + 30);
    int most = Math.max(1, batch / LEAST_ROWS);
    return chunksFor(cost, GRAIN, Math.min(most, cost < 4_000_000_000L ? 2 : 4));
  }

  @Override
  List<Ref> reads() {
    List<Ref> all = new ArrayList<>(in);
    all.add(packed);
    return all;
  }

  @Override
  List<Ref> writes() {
    List<Ref> all = new ArrayList<>(out);
    all.addAll(List.of(state, next, pre));
    return all;
  }

  @Override
  public void run(int chunk) {
    int first = begin(chunk, batch);
    int rows = begin(chunk + 1, batch) - first;
    float[] scratch = state.in(memory);
    int h = state.at(memory) + first * u;
    int newH = op.masked() ? next.at(memory) + first * u : h;
    int hs = out.get(0).at(memory) + first * time * u;
    float[] allH = out.get(0).in(memory);
    System.arraycopy(in.get(2).in(memory), in.get(2).at(memory) + first * u, scratch, h, rows * u);
    for (int t = 0; t < time; t++) {
      step(t, first, rows, scratch, h, newH, pre.at(memory) + chunk * preSize);
      if (op.masked()) {
        keepMasked(t, first, rows, scratch, h, newH);
      }
      for (int i = 0; i < rows; i++) {
        System.arraycopy(scratch, h + i * u, allH, hs + (i * time + t) * u, u);
      }
    }
    System.arraycopy(
        scratch, h, out.get(1).in(memory), out.get(1).at(memory) + first * u, rows * u);
    if (op.cell() == Cell.LSTM) {
      float[] c = out.get(2).in(memory);
      int at = out.get(2).at(memory) + (first * time + time - 1) * u;
      float[] last = out.get(3).in(memory);
      int lastAt = out.get(3).at(memory) + first * u;
      for (int i = 0; i < rows; i++) {
        System.arraycopy(c, at + i * time * u, last, lastAt + i * u, u);
      }
    }
  }

  private void step(int t, int first, int rows, float[] scratch, int h, int newH, int inner) {
    RecurrentKernels cells = kernels.recurrent();
    int gates = op.cell().gates();
    float[] x = in.get(0).in(memory);
    int stride = time * gates * u;
    int xAt = in.get(0).at(memory) + (first * time + t) * gates * u;
    int first0 = firstColumns(op.cell(), u);
    cells.product(
        rows, u, first0, scratch, h, u, packed.in(memory), packed.at(memory), scratch, inner);
    if (op.cell().hasRecurrentBias()) {
      Ref bias = in.get(3);
      cells.add(rows, 3 * u, bias.in(memory), bias.at(memory), 0, scratch, inner, wide);
    }
    if (op.cell() == Cell.SIMPLE) {
      cells.activateSum(
          op.activation(), rows, u, x, xAt, stride, scratch, inner, wide, scratch, newH, u);
      return;
    }
    Ref savedRef = out.get(op.savedIndex());
    float[] saved = savedRef.in(memory);
    int sStride = time * op.cell().saved() * u;
    int s = savedRef.at(memory) + (first * time + t) * op.cell().saved() * u;
    cells.activateSum(
        FusedActivation.SIGMOID,
        rows,
        2 * u,
        x,
        xAt,
        stride,
        scratch,
        inner,
        wide,
        saved,
        s,
        sStride);
    if (op.cell() == Cell.LSTM) {
      int g = 2 * u;
      int o = 3 * u;
      cells.activateSum(
          op.activation(),
          rows,
          u,
          x,
          xAt + g,
          stride,
          scratch,
          inner + g,
          wide,
          saved,
          s + g,
          sStride);
      cells.activateSum(
          FusedActivation.SIGMOID,
          rows,
          u,
          x,
          xAt + o,
          stride,
          scratch,
          inner + o,
          wide,
          saved,
          s + o,
          sStride);
      Ref before = t == 0 ? in.get(3) : out.get(2);
      int beforeAt = before.at(memory) + (t == 0 ? first * u : (first * time + t - 1) * u);
      cells.lstm(
          op.activation(),
          rows,
          u,
          saved,
          s,
          sStride,
          before.in(memory),
          beforeAt,
          t == 0 ? u : time * u,
          out.get(2).in(memory),
          out.get(2).at(memory) + (first * time + t) * u,
          time * u,
          scratch,
          newH);
      return;
    }
    int candidate = inner + 2 * u;
    if (op.cell() == Cell.GRU) {
      int reset = inner + kernels.recurrent().paddedRows(rows) * wide;
      int after = reset + rows * u;
      int candidateWide = kernels.recurrent().paddedColumns(u);
      cells.multiply(rows, u, saved, s + u, sStride, scratch, h, u, scratch, reset, u);
      int at = packed.at(memory) + u * wide;
      cells.product(rows, u, u, scratch, reset, u, packed.in(memory), at, scratch, after);
      cells.activateSum(
          op.activation(),
          rows,
          u,
          x,
          xAt + 2 * u,
          stride,
          scratch,
          after,
          candidateWide,
          saved,
          s + 2 * u,
          sStride);
    } else {
      for (int i = 0; i < rows; i++) {
        System.arraycopy(scratch, candidate + i * wide, saved, s + i * sStride + 3 * u, u);
      }
      cells.multiply(
          rows, u, saved, s + u, sStride, saved, s + 3 * u, sStride, scratch, candidate, wide);
      cells.activateSum(
          op.activation(),
          rows,
          u,
          x,
          xAt + 2 * u,
          stride,
          scratch,
          candidate,
          wide,
          saved,
          s + 2 * u,
          sStride);
    }
    cells.gru(rows, u, saved, s, sStride, scratch, h, scratch, newH);
  }

  private void keepMasked(int t, int first, int rows, float[] scratch, int h, int newH) {
    Ref mask = in.get(op.maskIndex());
    float[] keep = mask.in(memory);
    int at = mask.at(memory) + first * time + t;
    for (int i = 0; i < rows; i++) {
      if (keep[at + i * time] != 0) {
        System.arraycopy(scratch, newH + i * u, scratch, h + i * u, u);
      } else if (op.cell() == Cell.LSTM) {
        float[] c = out.get(2).in(memory);
        int to = out.get(2).at(memory) + ((first + i) * time + t) * u;
        Ref before = t == 0 ? in.get(3) : out.get(2);
        int from = t == 0 ? before.at(memory) + (first + i) * u : to - u;
        System.arraycopy(before.in(memory), from, c, to, u);
      }
    }
  }
}
