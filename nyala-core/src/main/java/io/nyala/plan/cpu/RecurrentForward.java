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
  private final Ref pre;
  private final Ref packed;
  private final int wide;
  private final int preSize;
  private final RecurrentInput input;
  private final int inputAt;
  private final int inputWide;

  /**
   * Creates the instruction.
   *
   * @param packed the packed recurrent kernel: the columns of the gates, then those of the
   *     candidate if they are multiplied separately
   * @param input computes the first operand of the operation; or null if that is in memory
   */
  RecurrentForward(
      Kernels kernels,
      Recurrence op,
      int batch,
      int time,
      int u,
      Ref packed,
      RecurrentInput input,
      List<Ref> in,
      List<Ref> out) {
    this.kernels = kernels;
    this.op = op;
    this.batch = batch;
    this.time = time;
    this.u = u;
    this.in = in;
    this.out = out;
    this.packed = packed;
    this.chunks = chunks(batch, time, u, op.cell().gates());
    this.wide = kernels.recurrent().paddedColumns(firstColumns(op.cell(), u));
    int after = op.cell() == Cell.GRU ? u + kernels.recurrent().paddedColumns(u) : 0;
    int most = (batch + chunks - 1) / chunks;
    int padded = kernels.recurrent().paddedRows(most);
    this.input = input;
    this.inputAt = padded * (wide + after);
    this.inputWide = kernels.recurrent().paddedColumns(op.cell().gates() * u);
    this.preSize = inputAt + (input == null ? 0 : padded * inputWide);
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
    if (input != null) {
      all.set(0, input.x());
      all.add(input.packed());
      if (input.bias() != null) {
        all.add(input.bias());
      }
    }
    return all;
  }

  @Override
  List<Ref> writes() {
    List<Ref> all = new ArrayList<>(out);
    all.add(pre);
    return all;
  }

  @Override
  public void run(int chunk) {
    int first = begin(chunk, batch);
    int rows = begin(chunk + 1, batch) - first;
    for (int t = 0; t < time; t++) {
      step(t, first, rows, pre.at(memory) + chunk * preSize);
      if (op.masked()) {
        keepMasked(t, first, rows);
      }
    }
    copyLast(out.get(0), out.get(1), first, rows);
    if (op.cell() == Cell.LSTM) {
      copyLast(out.get(2), out.get(3), first, rows);
    }
  }

  private void copyLast(Ref states, Ref last, int first, int rows) {
    float[] x = states.in(memory);
    float[] y = last.in(memory);
    int from = states.at(memory) + (first * time + time - 1) * u;
    int to = last.at(memory) + first * u;
    for (int i = 0; i < rows; i++) {
      System.arraycopy(x, from + i * time * u, y, to + i * u, u);
    }
  }

  private void step(int t, int first, int rows, int inner) {
    RecurrentKernels cells = kernels.recurrent();
    float[] scratch = pre.in(memory);
    Ref before = t == 0 ? in.get(2) : out.get(0);
    float[] last = before.in(memory);
    int lastAt = before.at(memory) + (t == 0 ? first * u : (first * time + t - 1) * u);
    int lastStride = t == 0 ? u : time * u;
    float[] h = out.get(0).in(memory);
    int hAt = out.get(0).at(memory) + (first * time + t) * u;
    int gates = op.cell().gates() * u;
    float[] x = scratch;
    int xAt = inner + inputAt;
    int xStride = inputWide;
    if (input == null) {
      x = in.get(0).in(memory);
      xAt = in.get(0).at(memory) + (first * time + t) * gates;
      xStride = time * gates;
    } else {
      input.multiply(cells, memory, first, rows, t, time, gates, x, xAt, xStride);
    }
    float[] kernel = packed.in(memory);
    int first0 = firstColumns(op.cell(), u);
    cells.product(
        rows,
        u,
        first0,
        last,
        lastAt,
        lastStride,
        kernel,
        packed.at(memory),
        scratch,
        inner,
        false);
    if (op.cell().hasRecurrentBias()) {
      Ref bias = in.get(3);
      cells.add(rows, 3 * u, bias.in(memory), bias.at(memory), 0, scratch, inner, wide);
    }
    if (op.cell() == Cell.SIMPLE) {
      cells.activateSum(
          op.activation(), rows, u, x, xAt, xStride, scratch, inner, wide, h, hAt, time * u);
      return;
    }
    Ref savedRef = out.get(op.savedIndex());
    float[] saved = savedRef.in(memory);
    int sStride = time * op.cell().saved() * u;
    int s = savedRef.at(memory) + (first * time + t) * op.cell().saved() * u;
    activate(FusedActivation.SIGMOID, rows, 2 * u, x, xAt, xStride, scratch, inner, wide, saved, s);
    int c = 2 * u;
    if (op.cell() == Cell.LSTM) {
      int o = 3 * u;
      activate(
          op.activation(), rows, u, x, xAt + c, xStride, scratch, inner + c, wide, saved, s + c);
      activate(
          FusedActivation.SIGMOID,
          rows,
          u,
          x,
          xAt + o,
          xStride,
          scratch,
          inner + o,
          wide,
          saved,
          s + o);
      Ref cells0 = t == 0 ? in.get(3) : out.get(2);
      int cellsAt = cells0.at(memory) + (t == 0 ? first * u : (first * time + t - 1) * u);
      cells.lstm(
          op.activation(),
          rows,
          u,
          saved,
          s,
          sStride,
          cells0.in(memory),
          cellsAt,
          lastStride,
          out.get(2).in(memory),
          out.get(2).at(memory) + (first * time + t) * u,
          time * u,
          h,
          hAt,
          time * u);
      return;
    }
    int candidate = inner + c;
    if (op.cell() == Cell.GRU) {
      int reset = inner + kernels.recurrent().paddedRows(rows) * wide;
      int after = reset + rows * u;
      int candidateWide = kernels.recurrent().paddedColumns(u);
      cells.multiply(rows, u, saved, s + u, sStride, last, lastAt, lastStride, scratch, reset, u);
      int at = packed.at(memory) + u * wide;
      cells.product(rows, u, u, scratch, reset, u, kernel, at, scratch, after, false);
      activate(
          op.activation(),
          rows,
          u,
          x,
          xAt + c,
          xStride,
          scratch,
          after,
          candidateWide,
          saved,
          s + c);
    } else {
      for (int i = 0; i < rows; i++) {
        System.arraycopy(scratch, candidate + i * wide, saved, s + i * sStride + 3 * u, u);
      }
      cells.multiply(
          rows, u, saved, s + u, sStride, saved, s + 3 * u, sStride, scratch, candidate, wide);
      activate(
          op.activation(), rows, u, x, xAt + c, xStride, scratch, candidate, wide, saved, s + c);
    }
    cells.gru(rows, u, saved, s, sStride, last, lastAt, lastStride, h, hAt, time * u);
  }

  /** Computes gates from the contributions of the input and of the previous state. */
  private void activate(
      FusedActivation activation,
      int rows,
      int n,
      float[] x,
      int xAt,
      int xStride,
      float[] inner,
      int innerAt,
      int innerStride,
      float[] gates,
      int gatesAt) {
    int gatesStride = time * op.cell().saved() * u;
    kernels
        .recurrent()
        .activateSum(
            activation,
            rows,
            n,
            x,
            xAt,
            xStride,
            inner,
            innerAt,
            innerStride,
            gates,
            gatesAt,
            gatesStride);
  }

  /** Replaces the new states of masked sequences with the previous ones. */
  private void keepMasked(int t, int first, int rows) {
    Ref mask = in.get(op.maskIndex());
    float[] keep = mask.in(memory);
    int at = mask.at(memory) + first * time + t;
    for (int i = 0; i < rows; i++) {
      if (keep[at + i * time] == 0) {
        keep(in.get(2), out.get(0), t, first + i);
        if (op.cell() == Cell.LSTM) {
          keep(in.get(3), out.get(2), t, first + i);
        }
      }
    }
  }

  private void keep(Ref begin, Ref states, int t, int row) {
    int to = states.at(memory) + (row * time + t) * u;
    Ref before = t == 0 ? begin : states;
    int from = t == 0 ? begin.at(memory) + row * u : to - u;
    System.arraycopy(before.in(memory), from, states.in(memory), to, u);
  }
}
