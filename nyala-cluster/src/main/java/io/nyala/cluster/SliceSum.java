// SPDX-License-Identifier: Apache-2.0
package io.nyala.cluster;

import io.nyala.kernel.WorkerPool;
import io.nyala.peers.GradientSum;
import io.nyala.peers.Topic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A sum by slices: each worker sends every other one that worker's slices of the gradients of its
 * shards, each as soon as it is complete and while the rest is computed. The owner of a slice adds
 * them in the order of the shards.
 *
 * <p>Slices come in rounds, in each of which every worker has one. The last round is complete
 * first.
 */
final class SliceSum implements GradientSum {
  private static final int GRAIN = 16_384;
  private static final int BLOCK = 2_048;
  private static final ThreadLocal<float[]> BLOCKS =
      ThreadLocal.withInitial(() -> new float[BLOCK]);

  private final Mesh mesh;
  private final int[] bounds;
  private final int rounds;
  private final int[] packed; // where this worker's slices are in what it receives
  private final int[] taskRounds;
  private final int[] taskFroms;
  private final WorkerPool.Task task = this::add;

  private float[][] received = new float[0][]; // by shard, this worker's slices
  private float[][] sources = new float[0][]; // by shard
  private boolean[] remote = new boolean[0];
  private int[] unsent = new int[0]; // by shard, rounds
  private Exchange exchange;
  private int shards;
  private float[] sum;
  private boolean isLater; // whether the sum is the buffer of a shard other than the first

  SliceSum(Mesh mesh, int[] bounds) {
    this.mesh = mesh;
    this.bounds = bounds.clone();
    this.rounds = (bounds.length - 1) / mesh.count();
    this.packed = new int[rounds + 1];
    int tasks = 0;
    for (int r = 0; r < rounds; r++) {
      packed[r + 1] = packed[r] + to(r) - from(r);
      tasks += Math.ceilDiv(to(r) - from(r), GRAIN);
    }
    this.taskRounds = new int[tasks];
    this.taskFroms = new int[tasks];
    int t = 0;
    for (int r = 0; r < rounds; r++) {
      for (int at = from(r); at < to(r); at += GRAIN) {
        taskRounds[t] = r;
        taskFroms[t++] = at;
      }
    }
  }

  private int from(int round) {
    return bounds[round * mesh.count() + mesh.rank()];
  }

  private int to(int round) {
    return bounds[round * mesh.count() + mesh.rank() + 1];
  }

  private int first(int rank, int count) {
    return (int) ((long) count * rank / mesh.count());
  }

  @Override
  public void begin(int count) {
    shards = count;
    exchange = mesh.exchange(Topic.GRADIENTS);
    if (received.length < count) {
      received = Arrays.copyOf(received, count);
    }
    sources = new float[count][];
    remote = new boolean[count];
    unsent = new int[count];
    Arrays.fill(unsent, rounds);
    for (int w = 0; w < mesh.count(); w++) {
      if (w == mesh.rank()) {
        continue;
      }
      List<Parcel> parcels = new ArrayList<>();
      for (int s = first(w, count); s < first(w + 1, count); s++) {
        if (received[s] == null) {
          received[s] = new float[packed[rounds]];
        }
        sources[s] = received[s];
        remote[s] = true;
        for (int r = 0; r < rounds; r++) {
          parcels.add(new Parcel(exchange, s * rounds + r, received[s], packed[r], packed[r + 1]));
        }
      }
      mesh.link(w).receive(parcels);
    }
  }

  @Override
  public synchronized void ready(int shard, float[] gradient, int from) {
    sources[shard] = gradient;
    while (unsent[shard] > 0 && bounds[(unsent[shard] - 1) * mesh.count()] >= from) {
      int r = --unsent[shard];
      for (int i = 1; i < mesh.count(); i++) {
        int w = mesh.next(i);
        int slice = r * mesh.count() + w;
        mesh.link(w)
            .send(
                new Parcel(
                    exchange, shard * rounds + r, gradient, bounds[slice], bounds[slice + 1]));
      }
    }
  }

  @Override
  public void finish(float[] into) {
    exchange.await(mesh.timeout());
    sum = into;
    isLater = false;
    for (int s = 1; s < shards; s++) {
      isLater |= sources[s] == sum;
    }
    WorkerPool.shared().run(task, taskRounds.length);
  }

  private void add(int chunk) {
    int round = taskRounds[chunk];
    int shift = packed[round] - from(round);
    int last = Math.min(to(round), taskFroms[chunk] + GRAIN);
    // The sum must start with the first shard, so it grows elsewhere if its place is still needed.
    float[] target = isLater ? BLOCKS.get() : sum;
    for (int at = taskFroms[chunk]; at < last; at += BLOCK) {
      int n = Math.min(last - at, BLOCK);
      int into = isLater ? 0 : at;
      if (sources[0] != target) {
        System.arraycopy(sources[0], remote[0] ? at + shift : at, target, into, n);
      }
      for (int s = 1; s < shards; s++) {
        add(sources[s], remote[s] ? at + shift : at, target, into, n);
      }
      if (isLater) {
        System.arraycopy(target, 0, sum, at, n);
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
    return (long) Float.BYTES * packed[rounds] * (count - own);
  }
}
