// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.programs;

/**
 * How batches are cut.
 *
 * @param replicas that work through the shards of a batch
 * @param shards of a batch
 */
public record Sharding(int replicas, int shards) {}
