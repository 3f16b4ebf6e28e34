// SPDX-License-Identifier: Apache-2.0
package io.nyala.peers;

/**
 * The sum of the gradients of the shards of a batch, added in the order of the shards. Each worker
 * receives its slices of the sum. Worker {@code w} of {@code W} computes the shards from {@code
 * shards * w / W} to before {@code shards * (w + 1) / W}. Used for one batch after another.
 */
public interface GradientSum {
  /** Starts a batch of this number of shards. */
  void begin(int shards);

  /**
   * Declares the end of a gradient of a shard of this worker complete; called with ever smaller
   * indices, at last 0. It is sent while the rest is computed and must not change until {@link
   * #finish} returns. May be called from any thread.
   *
   * @param from the first element that is complete, like all after it
   */
  void ready(int shard, float[] gradient, int from);

  /**
   * Waits for the gradients of the other workers.
   *
   * @param sum receives the worker's own slices of the sum; may be one of the gradients
   */
  void finish(float[] sum);

  /** Returns the size of the buffers for a batch of this number of shards, in bytes. */
  long bytes(int shards);
}
