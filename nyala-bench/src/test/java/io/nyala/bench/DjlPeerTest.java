// SPDX-License-Identifier: Apache-2.0
package io.nyala.bench;

import io.nyala.app.bench.Contender;
import org.junit.jupiter.api.Tag;

@Tag("djl")
class DjlPeerTest extends PeerContract {
  @Override
  Contender peer() {
    return new DjlPeer();
  }
}
