// SPDX-License-Identifier: Apache-2.0
package io.nyala.plan.cpu;

import io.nyala.kernel.Kernels;
import io.nyala.ops.kinds.BinaryKind;
import java.util.Arrays;
import java.util.List;

/**
 * The gradient of attention, one head of keys and values at a time. The weights are computed again,
 * with the same bits.
 */
final class AttentionBackward extends Instruction {
  private static final long GRAIN = 200_000;

  private final Kernels kernels;
  private final AttentionBlocks blocks;
  private final List<Ref> in;
  private final Ref q;
  private final Ref k;
  private final Ref v;
  private final Ref dy;
  private final Ref dq;
  private final Ref dk;
  private final Ref dv;
  private final Ref scratch;
  private final int units;
  private final int unitScratch;

  AttentionBackward(Kernels kernels, AttentionBlocks blocks, List<Ref> in, List<Ref> out) {
    this.kernels = kernels;
    this.blocks = blocks;
    this.in = in;
    this.q = in.get(0);
    this.k = in.get(1);
    this.v = in.get(2);
    this.dy = in.getLast();
    this.dq = out.get(0);
    this.dk = out.get(1);
    this.dv = out.get(2);
    this.units = blocks.batch * blocks.groups;
    this.chunks = chunksFor(blocks.cost(), GRAIN, units);
    this.unitScratch = blocks.rows * (blocks.dim + 2 * blocks.from);
    this.scratch = new Ref(new Buffer(Buffer.ARENA, Math.multiplyExact(chunks, unitScratch)));
  }

  @Override
  List<Ref> reads() {
    return in;
  }

  @Override
  List<Ref> writes() {
    return List.of(dq, dk, dv, scratch);
  }

  @Override
  public void run(int chunk) {
    AttentionBlocks s = blocks;
    int repeats = s.heads / s.groups;
    for (int unit = begin(chunk, units); unit < begin(chunk + 1, units); unit++) {
      int b = unit / s.groups;
      int group = unit % s.groups;
      clear(dk, b, group, s.dim);
      clear(dv, b, group, s.valueDim);
      for (int head = group * repeats; head < (group + 1) * repeats; head++) {
        for (int begin = 0; begin < s.to; begin += s.rows) {
          block(chunk, b, head, group, begin, Math.min(s.to, begin + s.rows));
        }
      }
    }
  }

  private void clear(Ref gradient, int b, int group, int features) {
    float[] to = gradient.in(memory);
    for (int step = 0; step < blocks.from; step++) {
      int at = gradient.at(memory) + blocks.keyAt(b, step, group, features);
      Arrays.fill(to, at, at + features, 0);
    }
  }

  private void block(int chunk, int b, int head, int group, int begin, int end) {
    AttentionBlocks s = blocks;
    int n = end - begin;
    int keys = s.keys(end);
    float[] own = scratch.in(memory);
    int scaledAt = scratch.at(memory) + chunk * unitScratch;
    int weightsAt = scaledAt + s.rows * s.dim;
    int slopesAt = weightsAt + s.rows * s.from;
    int keyAt = s.keyAt(b, 0, group, s.dim);
    int valueAt = s.keyAt(b, 0, group, s.valueDim);
    int keyRow = s.groups * s.dim;
    int valueRow = s.groups * s.valueDim;
    int dyAt = dy.at(memory) + s.queryAt(b, begin, head, s.valueDim);
    int dyRow = s.heads * s.valueDim;
    s.softmax(memory, q, k, b, head, begin, end, own, scaledAt, own, weightsAt);
    // Of a step that may attend to nothing, the mean has a gradient, zeros have none.
    s.product(
        false,
        true,
        n,
        keys,
        s.valueDim,
        dy.in(memory),
        dyAt,
        dyRow,
        v.in(memory),
        v.at(memory) + valueAt,
        valueRow,
        own,
        slopesAt,
        keys,
        false);
    if (s.op.zeroMasked()) {
      s.mask(memory, b, begin, end, own, weightsAt, 0);
    }
    s.product(
        true,
        false,
        keys,
        s.valueDim,
        n,
        own,
        weightsAt,
        keys,
        dy.in(memory),
        dyAt,
        dyRow,
        dv.in(memory),
        dv.at(memory) + valueAt,
        valueRow,
        true);
    slopes(b, begin, end, keys, own, weightsAt, slopesAt);
    int dqAt = dq.at(memory) + s.queryAt(b, begin, head, s.dim);
    int queryRow = s.heads * s.dim;
    s.product(
        false,
        false,
        n,
        s.dim,
        keys,
        own,
        slopesAt,
        keys,
        k.in(memory),
        k.at(memory) + keyAt,
        keyRow,
        dq.in(memory),
        dqAt,
        queryRow,
        false);
    for (int i = 0; i < n; i++) {
      int at = dqAt + i * queryRow;
      kernels
          .elementwise()
          .binaryRight(
              BinaryKind.MULTIPLY, dq.in(memory), at, s.op.scale(), dq.in(memory), at, s.dim);
    }
    s.product(
        true,
        false,
        keys,
        s.dim,
        n,
        own,
        slopesAt,
        keys,
        own,
        scaledAt,
        s.dim,
        dk.in(memory),
        dk.at(memory) + keyAt,
        keyRow,
        true);
  }

  /** Turns the gradient of the weights into that of the scores: {@code p (d - sum(p d))}. */
  private void slopes(
      int b, int begin, int end, int keys, float[] own, int weightsAt, int slopesAt) {
    int n = (end - begin) * keys;
    kernels
        .rows()
        .softmaxGradientRows(own, weightsAt, own, slopesAt, own, slopesAt, end - begin, keys);
    blocks.mask(memory, b, begin, end, own, slopesAt, 0);
  }
}
