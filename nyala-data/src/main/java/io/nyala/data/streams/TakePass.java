// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.streams;

import io.nyala.batches.Batch;
import io.nyala.batches.BatchSource;

/** A pass over the first elements. */
final class TakePass extends StagePass {
  private long left;

  TakePass(BatchSource.Pass upstream, long elements) {
    super(upstream);
    this.left = elements;
  }

  @Override
  public Batch next() {
    if (left == 0) {
      return null;
    }
    left--;
    return upstream().next();
  }
}
