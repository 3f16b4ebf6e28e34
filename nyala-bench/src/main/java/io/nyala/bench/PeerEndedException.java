// SPDX-License-Identifier: Apache-2.0
package io.nyala.bench;

import java.io.IOException;

/** The process of a peer is no more: native code crashed, or it did not answer. */
final class PeerEndedException extends IOException {
  private static final long serialVersionUID = 1;

  PeerEndedException(String message) {
    super(message);
  }
}
