// SPDX-License-Identifier: Apache-2.0
package io.nyala.bench;

import java.io.IOException;

/** Thrown when the process of a peer has ended: native code crashed, or it did not respond. */
final class PeerEndedException extends IOException {
  private static final long serialVersionUID = 1;

  PeerEndedException(String message) {
    super(message);
  }
}
