// SPDX-License-Identifier: Apache-2.0
package io.nyala.bench.peers;

import io.nyala.bench.Contender;
import org.junit.jupiter.api.Tag;

@Tag("libtorch")
class LibTorchPeerTest extends PeerContract {
  @Override
  Contender peer() {
    return new LibTorchPeer();
  }
}
