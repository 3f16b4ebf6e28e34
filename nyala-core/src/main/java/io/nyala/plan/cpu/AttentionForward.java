// SPDX-License-Identifier: Apache-2.0
package io.nyala.plan.cpu;

import java.util.List;

/** Attention, one block of the query steps of a head at a time. */
final class AttentionForward extends Instruction {
  private static final long GRAIN = 200_000;

  private final AttentionBlocks blocks;
  private final List<Ref> in;
  private final Ref q;
  private final Ref k;
  private final Ref v;
  private final Ref y;
  private final Ref scratch;
  private final int units;
  private final int unitScratch;

  AttentionForward(AttentionBlocks blocks, List<Ref> in, Ref y) {
    this.blocks = blocks;
    this.in = in;
    this.q = in.get(0);
    this.k = in.get(1);
    this.v = in.get(2);
    this.y = y;
    this.units = blocks.batch * blocks.heads * blocks.blocks();
    this.chunks = chunksFor(blocks.cost(), GRAIN, units);
    this.unitScratch = blocks.rows * (blocks.dim + blocks.from);
    this.scratch = new Ref(new Buffer(Buffer.ARENA, Math.multiplyExact(chunks, unitScratch)));
  }

  @Override
  List<Ref> reads() {
    return in;
  }

  @Override
  List<Ref> writes() {
    return List.of(y, scratch);
  }

  @Override
  public void run(int chunk) {
    AttentionBlocks s = blocks;
    float[] own = scratch.in(memory);
    int scaledAt = scratch.at(memory) + chunk * unitScratch;
    int weightsAt = scaledAt + s.rows * s.dim;
    int perHead = s.blocks();
    for (int unit = begin(chunk, units); unit < begin(chunk + 1, units); unit++) {
      int head = unit / perHead % s.heads;
      int b = unit / perHead / s.heads;
      int begin = unit % perHead * s.rows;
      int end = Math.min(s.to, begin + s.rows);
      int keys = s.keys(end);
      s.softmax(memory, q, k, b, head, begin, end, own, scaledAt, own, weightsAt);
      if (s.op.zeroMasked()) {
        s.mask(memory, b, begin, end, own, weightsAt, 0);
      }
      s.product(
          false,
          false,
          end - begin,
          s.valueDim,
          keys,
          own,
          weightsAt,
          keys,
          v.in(memory),
          v.at(memory) + s.keyAt(b, 0, head / (s.heads / s.groups), s.valueDim),
          s.groups * s.valueDim,
          y.in(memory),
          y.at(memory) + s.queryAt(b, begin, head, s.valueDim),
          s.heads * s.valueDim,
          false);
    }
  }
}
