// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.programs;

import io.nyala.peers.Peers;

/**
 * The way batches are split.
 *
 * @param replicas the number of replicas that process the shards of a batch in this process
 * @param shards the number of shards per batch
 * @param peers the processes that share the shards, or null for a single one
 */
public record Sharding(int replicas, int shards, Peers peers) {
  /** Returns the first shard of a process, out of {@code count} shards. */
  int first(int rank, int count) {
    return peers == null ? rank * count : (int) ((long) count * rank / peers.count());
  }

  /** Returns the first shard of this process. */
  int from(int count) {
    return first(peers == null ? 0 : peers.rank(), count);
  }

  /** Returns the end of the shards of this process. */
  int to(int count) {
    return first(peers == null ? 1 : peers.rank() + 1, count);
  }
}
