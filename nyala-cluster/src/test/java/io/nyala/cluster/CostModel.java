// SPDX-License-Identifier: Apache-2.0
package io.nyala.cluster;

import io.nyala.peers.Peers;

/**
 * The time of a step, as docs/cluster.md derives it.
 *
 * @param weights P, their number
 * @param workers W
 * @param each s, the shards of each worker
 * @param compute c, the seconds in which a worker computes a shard
 * @param bytesPerSecond B, of each worker's connection, in each direction
 * @param delay L, of a message, in seconds
 */
record CostModel(
    int weights, int workers, int each, double compute, double bytesPerSecond, double delay) {
  /** The share of the backward pass in the time of a shard. */
  static final double BACKWARD = 2 / 3.0;

  /** Results, gradients, weights. */
  private static final int EXCHANGES = 3;

  /** Returns R, the slices of each worker. */
  int rounds() {
    return Peers.slicesEach(weights, workers);
  }

  /** Returns the bytes of the weights, or of a shard's gradient, that a worker sends. */
  double part() {
    return 4.0 * weights * (workers - 1) / workers;
  }

  /** Returns the bytes that a worker sends in a step. */
  double bytes() {
    return part() * (each + 1);
  }

  /** Returns the seconds of a step. */
  double step() {
    double send = part() / bytesPerSecond;
    double forward = (1 - BACKWARD) * compute;
    double computed = each * compute;
    double gradients =
        Math.max(
            computed + send / rounds(), // the last slice, after the computation
            Math.max(
                computed - BACKWARD * compute + send, // the last shard, from its backward pass on
                forward + each * send)); // the connection never rests
    return gradients + send + EXCHANGES * delay;
  }

  /**
   * Returns the least time to compute a shard for which the workers are at least {@code share *
   * workers} times as fast as one.
   */
  static double worthwhile(
      int weights, int workers, double bytesPerSecond, double delay, double share) {
    double low = 0;
    double high = 1e6;
    for (int i = 0; i < 100; i++) {
      double c = (low + high) / 2;
      boolean pays =
          c / new CostModel(weights, workers, 1, c, bytesPerSecond, delay).step() >= share;
      high = pays ? c : high;
      low = pays ? low : c;
    }
    return high;
  }
}
