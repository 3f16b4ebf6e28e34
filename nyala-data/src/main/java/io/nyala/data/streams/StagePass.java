// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.streams;

import io.nyala.batches.BatchSource;

/** A pass that reads another one and closes it. */
abstract class StagePass implements BatchSource.Pass {
  private final BatchSource.Pass upstream;

  StagePass(BatchSource.Pass upstream) {
    this.upstream = upstream;
  }

  final BatchSource.Pass upstream() {
    return upstream;
  }

  @Override
  public void close() {
    upstream.close();
  }
}
