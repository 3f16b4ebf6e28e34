// SPDX-License-Identifier: Apache-2.0
package io.nyala.cluster;

import io.nyala.peers.Topic;

/**
 * Numbers on their way to or from another worker.
 *
 * @param exchange what they belong to
 * @param number which of those between two workers in this exchange
 * @param array floats or ints
 * @param from the first element
 * @param to the end
 */
record Parcel(Exchange exchange, int number, Object array, int from, int to) {
  Topic topic() {
    return exchange.topic();
  }

  int size() {
    return to - from;
  }
}
