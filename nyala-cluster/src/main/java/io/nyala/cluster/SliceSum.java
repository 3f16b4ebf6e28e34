// SPDX-License-Identifier: Apache-2.0
package io.nyala.cluster;

import io.nyala.kernel.WorkerPool;
import io.nyala.peers.GradientSum;
import io.nyala.peers.Topic;
import java.util.Arrays;

/**
 * A sum by slices: each worker sends every other one that worker's slice of the gradients of its
 * shards, one shard after another while later ones are computed. The owner of a slice adds them in
 * the order of the shards.
 */
final class SliceSum implements GradientSum {
  private static final int GRAIN = 16_384;
  private static final int BLOCK = 2_048;

  private final Mesh mesh;
  private final int[] bounds;
  private final int from;
  private final int to;
  private final WorkerPool.Task task = this::add;

  private float[][] received = new float[0][]; // by shard, this worker's slices
  private float[][] sources = new float[0][]; // by shard
  private boolean[] remote = new boolean[0];
  private Exchange exchange;
  private int shards;
  private int next;
  private int end;
  private float[] sum;
  private float[] target;

  SliceSum(Mesh mesh, int[] bounds) {
    this.mesh = mesh;
    this.bounds = bounds.clone();
    this.from = bounds[mesh.rank()];
    this.to = bounds[mesh.rank() + 1];
  }

  private int first(int rank, int count) {
    return (int) ((long) count * rank / mesh.count());
  }

  @Override
  public void begin(int count) {
    shards = count;
    next = first(mesh.rank(), count);
    end = first(mesh.rank() + 1, count);
    exchange = mesh.exchange(Topic.GRADIENTS);
    if (received.length < count) {
      received = Arrays.copyOf(received, count);
    }
    sources = new float[count][];
    remote = new boolean[count];
    for (int w = 0; w < mesh.count(); w++) {
      for (int s = first(w, count); w != mesh.rank() && s < first(w + 1, count); s++) {
        if (received[s] == null) {
          received[s] = new float[to - from];
        }
        sources[s] = received[s];
        remote[s] = true;
        mesh.link(w).receive(new Parcel(exchange, s, received[s], 0, to - from));
      }
    }
  }

  @Override
  public synchronized void ready(int shard, float[] gradient) {
    sources[shard] = gradient;
    for (; next < end && sources[next] != null; next++) {
      for (int w = 0; w < mesh.count(); w++) {
        if (w != mesh.rank()) {
          mesh.link(w).send(new Parcel(exchange, next, sources[next], bounds[w], bounds[w + 1]));
        }
      }
    }
  }

  @Override
  public void finish(float[] into) {
    exchange.await(mesh.timeout());
    sum = into;
    boolean isLater = false;
    for (int s = 1; s < shards; s++) {
      isLater |= sources[s] == sum;
    }
    // The sum must start with the first shard, whose buffer takes it if the place is needed.
    target = isLater ? sources[0] : sum;
    WorkerPool.shared().run(task, Math.ceilDiv(to - from, GRAIN));
  }

  private int offset(int shard) {
    return remote[shard] ? -from : 0;
  }

  private void add(int chunk) {
    int last = Math.min(to, from + (chunk + 1) * GRAIN);
    for (int at = from + chunk * GRAIN; at < last; at += BLOCK) {
      int n = Math.min(last - at, BLOCK);
      int to0 = target == sum ? at : at + offset(0);
      if (sources[0] != target) {
        System.arraycopy(sources[0], at + offset(0), target, to0, n);
      }
      for (int s = 1; s < shards; s++) {
        add(sources[s], at + offset(s), target, to0, n);
      }
      if (target != sum) {
        System.arraycopy(target, to0, sum, at, n);
      }
    }
  }

  private static void add(float[] x, int from, float[] sum, int at, int n) {
    for (int i = 0; i < n; i++) {
      sum[at + i] += x[from + i];
    }
  }

  @Override
  public long bytes(int count) {
    int own = first(mesh.rank() + 1, count) - first(mesh.rank(), count);
    return (long) Float.BYTES * (to - from) * (count - own);
  }
}
