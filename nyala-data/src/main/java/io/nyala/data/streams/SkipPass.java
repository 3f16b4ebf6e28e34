// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.streams;

import io.nyala.batches.Batch;
import io.nyala.batches.BatchSource;

/** A pass over all but the first elements. */
final class SkipPass extends StagePass {
  private long left;

  SkipPass(BatchSource.Pass upstream, long elements) {
    super(upstream);
    this.left = elements;
  }

  @Override
  public Batch next() {
    for (; left > 0; left--) {
      if (upstream().next() == null) {
        left = 0;
        return null;
      }
    }
    return upstream().next();
  }
}
