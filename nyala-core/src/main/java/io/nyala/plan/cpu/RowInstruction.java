// SPDX-License-Identifier: Apache-2.0
package io.nyala.plan.cpu;

import java.util.List;

/** Independent work on each row of a matrix: softmax functions, layer normalization, gathers. */
final class RowInstruction extends Instruction {
  /** Processes rows {@code from} to {@code to}. */
  @FunctionalInterface
  interface Body {
    void run(Memory memory, int from, int to);
  }

  private final int rows;
  private final List<Ref> reads;
  private final List<Ref> writes;
  private final List<Overwrite> overwrites;
  private final Body body;

  /**
   * Creates the instruction.
   *
   * @param grain the number of rows of a chunk; more than {@code rows} for work that must not be
   *     split
   */
  RowInstruction(int rows, long grain, List<Ref> reads, List<Ref> writes, Body body) {
    this(rows, grain, reads, writes, List.of(), body);
  }

  /** Creates an instruction that reads rows of an operand only before it writes the same rows. */
  RowInstruction(
      int rows,
      long grain,
      List<Ref> reads,
      List<Ref> writes,
      List<Overwrite> overwrites,
      Body body) {
    this.rows = rows;
    this.overwrites = overwrites;
    this.reads = reads;
    this.writes = writes;
    this.body = body;
    this.chunks = chunksFor(rows, Math.max(1, grain), Math.max(1, rows));
  }

  @Override
  List<Ref> reads() {
    return reads;
  }

  @Override
  List<Ref> writes() {
    return writes;
  }

  @Override
  List<Overwrite> overwrites() {
    return overwrites;
  }

  @Override
  public void run(int chunk) {
    body.run(memory, begin(chunk, rows), begin(chunk + 1, rows));
  }
}
