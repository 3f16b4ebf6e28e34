// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.programs;

/**
 * The way batches are split.
 *
 * @param replicas the number of replicas that process the shards of a batch
 * @param shards the number of shards per batch
 */
public record Sharding(int replicas, int shards) {}
