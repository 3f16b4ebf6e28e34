// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import io.nyala.peers.Peers;
import io.nyala.settings.Arguments;

/**
 * Distributes the rows of each training step over several workers of one machine: {@code
 * model.distribute(DataParallel.replicas(2))}, or of several machines, with a distribution that
 * {@code ClusterWorker} of nyala-cluster supplies.
 *
 * <p>Each batch is split into a fixed number of shards. A replica is a thread that computes the
 * losses and gradients of one shard after another with single-threaded kernels; all replicas read
 * the same weights. The gradients are summed in shard order and applied in one update. Results
 * depend on the number of shards, but not on the number of replicas or threads: training with 1, 2
 * or 4 replicas is bitwise identical.
 *
 * <p>Losses, penalties, masks and sample weights are combined as in a single batch, and dropout
 * drops the same elements, so results differ from training without shards only by rounding. The
 * exceptions are computations across rows. Batch normalization uses the moments of each shard, and
 * its moving averages follow the mean of these, as in Keras's {@code MirroredStrategy} with one
 * replica per shard. Losses and metrics that are not means over samples, such as Dice over a whole
 * batch, are computed per shard.
 */
public final class DataParallel {
  /** The default number of shards per batch. */
  public static final int SHARDS = 4;

  private final int replicas;
  private final int shards;
  private final Peers peers;

  private DataParallel(int replicas, int shards, Peers peers) {
    this.replicas = replicas;
    this.shards = shards;
    this.peers = peers;
    if (replicas < 1 || shards < 1) {
      throw new IllegalArgumentException(
          "replicas and shards must be at least 1, got %d and %d".formatted(replicas, shards));
    }
  }

  /**
   * Distributes the shards of a batch over {@code count} replicas. Replicas beyond the number of
   * shards or of threads ({@code nyala.threads}) stay idle.
   *
   * @throws IllegalArgumentException if {@code count} is below 1
   */
  public static DataParallel replicas(int count) {
    return new DataParallel(count, SHARDS, null);
  }

  /**
   * Sets the number of shards per batch; default {@value #SHARDS}. Shards are as equal in size as
   * possible; a batch with fewer rows gets one shard per row. Fewer shards have less overhead and
   * are better for batch normalization; a multiple of the number of replicas keeps all replicas
   * busy.
   *
   * @throws IllegalArgumentException if {@code count} is below 1
   */
  public DataParallel shards(int count) {
    return new DataParallel(replicas, count, peers);
  }

  /**
   * Also distributes the shards over processes, each of which has this number of replicas. All
   * processes run the same program: they call {@code fit}, {@code evaluate} and {@code
   * trainOnBatch} with the same data in the same order. Results are those of a single process with
   * the same number of shards.
   */
  public DataParallel among(Peers others) {
    return new DataParallel(replicas, shards, Arguments.given("peers", others));
  }

  /** Returns the processes that share the work, or null for this one alone. */
  public Peers peers() {
    return peers;
  }

  /** Returns the number of replicas. */
  public int replicas() {
    return replicas;
  }

  /** Returns the number of shards per batch. */
  public int shards() {
    return shards;
  }

  @Override
  public String toString() {
    return replicas
        + " replicas, "
        + shards
        + " shards"
        + (peers == null ? "" : ", worker %d of %d".formatted(peers.rank(), peers.count()));
  }
}
