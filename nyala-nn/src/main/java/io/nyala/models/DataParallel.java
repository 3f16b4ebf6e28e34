// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

/**
 * How the rows of each step are spread over several workers of one machine: {@code
 * model.distribute(DataParallel.replicas(2))}.
 *
 * <p>Each batch is cut into shards, a fixed number of them. A replica is a thread that computes
 * losses and gradients of one shard after the other, with kernels that use no other thread; all
 * replicas read the same weights. The gradients of the shards are added in the order of the shards
 * and make one update. Results depend on the number of shards, and not at all on the number of
 * replicas or threads: with 1, 2 or 4 replicas training gives the same bits.
 *
 * <p>Losses, penalties, masks and sample weights count as in one batch, and dropout drops the same
 * elements, so that training differs from that without shards by rounding alone, except where rows
 * see each other: batch normalization takes the moments of each shard, and its moving averages
 * follow their mean, as under Keras's {@code MirroredStrategy} with so many replicas; losses and
 * metrics that are not means over samples, such as Dice over a whole batch, are those of the
 * shards.
 */
public final class DataParallel {
  /** Shards of a batch where nothing else is said. */
  public static final int SHARDS = 4;

  private final int replicas;
  private final int shards;

  private DataParallel(int replicas, int shards) {
    this.replicas = replicas;
    this.shards = shards;
    if (replicas < 1 || shards < 1) {
      throw new IllegalArgumentException(
          "replicas and shards must be at least 1, got %d and %d".formatted(replicas, shards));
    }
  }

  /**
   * Spreads the shards of a batch over so many replicas. More than there are shards, or than
   * threads ({@code nyala.threads}), find nothing to do.
   *
   * @throws IllegalArgumentException if it is below 1
   */
  public static DataParallel replicas(int count) {
    return new DataParallel(count, SHARDS);
  }

  /**
   * Cuts each batch into so many shards, as equal as can be; default {@value #SHARDS}. A batch with
   * fewer rows is cut into its rows. Fewer shards are quicker in all, and larger ones better for
   * batch normalization; a multiple of the replicas keeps all of them at work.
   *
   * @throws IllegalArgumentException if it is below 1
   */
  public DataParallel shards(int count) {
    return new DataParallel(replicas, count);
  }

  /** Returns how many workers there are. */
  public int replicas() {
    return replicas;
  }

  /** Returns into how many shards a batch is cut. */
  public int shards() {
    return shards;
  }

  @Override
  public String toString() {
    return replicas + " replicas, " + shards + " shards";
  }
}
