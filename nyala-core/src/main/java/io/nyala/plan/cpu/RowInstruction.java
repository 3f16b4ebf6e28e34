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

  /** Processes some rows and columns. */
  @FunctionalInterface
  interface Part {
    void run(Memory memory, int fromRow, int toRow, int fromColumn, int toColumn);
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

  /**
   * Returns an instruction that is split by rows and columns of the result.
   *
   * @param rowBlock the number of rows that are not split
   * @param columnBlock the number of columns that are not split
   */
  static RowInstruction ofParts(
      Grid grid,
      int rows,
      int rowBlock,
      int columns,
      int columnBlock,
      List<Ref> reads,
      Ref y,
      Part part) {
    return new RowInstruction(
        grid.parts(),
        1,
        reads,
        List.of(y),
        (m, a, b) -> {
          for (int i = a; i < b; i++) {
            int row = i / grid.columns();
            int column = i % grid.columns();
            part.run(
                m,
                Grid.begin(row, grid.rows(), rows, rowBlock),
                Grid.begin(row + 1, grid.rows(), rows, rowBlock),
                Grid.begin(column, grid.columns(), columns, columnBlock),
                Grid.begin(column + 1, grid.columns(), columns, columnBlock));
          }
        });
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
