// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.programs;

import io.nyala.metrics.Metric;

/** What a shard contributes to its batch besides gradients. */
interface ShardResult {
  /** Returns the fraction of the rows of the batch. */
  float share();

  /** Returns the contribution to one of the losses. The total loss has index 0. */
  float loss(int i);

  /** Returns an element of the shard's copy of a variable that layers change. */
  float kept(int variable, int element);

  void update(Metric[] metrics);
}
