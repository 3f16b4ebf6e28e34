// SPDX-License-Identifier: Apache-2.0
package io.nyala.plan.cpu;

import java.util.ArrayList;
import java.util.List;

/**
 * Several kernels over one band of rows before the next band, with room for what they hand on to
 * each other, so that it stays in the cache.
 */
final class BandInstruction extends Instruction {
  /** Floats to a cache line. */
  private static final int LINE = 16;

  /** Says what to do with a band; {@code room} is where its own place in the arena begins. */
  @FunctionalInterface
  interface Body {
    void run(Memory memory, int band, float[] arena, int room);
  }

  private final int bands;
  private final int room;
  private final Ref scratch;
  private final List<Ref> reads;
  private final List<Ref> writes;
  private final List<Overwrite> overwrites;
  private final Body body;

  /**
   * Creates the instruction.
   *
   * @param grain bands that are worth a chunk
   * @param room floats that a band needs for itself
   * @param overwrites operands of which a band reads only what it then writes
   */
  BandInstruction(
      int bands,
      long grain,
      int room,
      List<Ref> reads,
      List<Ref> writes,
      List<Overwrite> overwrites,
      Body body) {
    this.bands = bands;
    this.room = (room + LINE - 1) / LINE * LINE;
    this.reads = reads;
    this.overwrites = overwrites;
    this.body = body;
    this.chunks = chunksFor(bands, Math.max(1, grain), Math.max(1, bands));
    this.scratch = new Ref(new Buffer(Buffer.ARENA, chunks * this.room));
    this.writes = new ArrayList<>(writes);
    this.writes.add(scratch);
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
    int end = begin(chunk + 1, bands);
    for (int band = begin(chunk, bands); band < end; band++) {
      body.run(memory, band, scratch.in(memory), scratch.at(memory) + chunk * room);
    }
  }
}
