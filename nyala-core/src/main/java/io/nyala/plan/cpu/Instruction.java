// SPDX-License-Identifier: Apache-2.0
package io.nyala.plan.cpu;

import io.nyala.kernel.WorkerPool;
import java.util.List;

/**
 * A step of a program. Its chunks may run in any order on any threads. Their number depends only on
 * shapes, so that results never depend on the number of threads.
 */
abstract class Instruction implements WorkerPool.Task, Cloneable {
  Memory memory;
  int chunks = 1;

  /** Returns the operands that are read. */
  abstract List<Ref> reads();

  /** Returns the operands that are written, including scratch. */
  abstract List<Ref> writes();

  /** An operand and a result that this instruction allows to share memory. */
  record Overwrite(Ref operand, Ref result) {}

  /**
   * Returns pairs in which the operand is not read after the result has been written to its memory.
   */
  List<Overwrite> overwrites() {
    return List.of();
  }

  @Override
  public abstract void run(int chunk);

  /** Returns a copy that uses other memory. */
  final Instruction in(Memory newMemory) {
    try {
      Instruction copy = (Instruction) clone();
      copy.memory = newMemory;
      copy.prepare();
      return copy;
    } catch (CloneNotSupportedException e) {
      throw new AssertionError(e);
    }
  }

  /** Allocates the objects that a copy must not share with others. */
  void prepare() {}

  /** Returns the index at which a chunk of {@code n} items begins. */
  final int begin(int chunk, int n) {
    return (int) ((long) n * chunk / chunks);
  }

  /**
   * Returns the number of chunks into which to split work.
   *
   * @param cost the total cost, for example in elements
   * @param grain the least cost that is worth another chunk
   * @param most the largest number of chunks
   */
  static int chunksFor(long cost, long grain, int most) {
    return (int) Math.max(1, Math.min(Math.min(MOST_CHUNKS, most), cost / grain));
  }

  private static final int MOST_CHUNKS = 16;
}
