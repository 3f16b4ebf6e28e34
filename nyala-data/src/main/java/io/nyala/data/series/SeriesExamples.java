// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.series;

import io.nyala.tensor.Tensor;
import java.time.LocalDateTime;
import java.util.List;

/**
 * Windows of a series, scaled as set in {@link SeriesWindows}.
 *
 * @param x the inputs of the network: the past {@code (windows, past, inputs)} and, if there are
 *     known columns, their future {@code (windows, ahead, known)}
 * @param y the targets {@code (windows, ahead)}, or {@code (windows, ahead, targets)} if there are
 *     several
 * @param starts the time of the first target of each window
 */
public record SeriesExamples(List<Tensor> x, Tensor y, List<LocalDateTime> starts) {
  /** Copies the lists. */
  public SeriesExamples {
    x = List.copyOf(x);
    starts = List.copyOf(starts);
  }

  /** Returns the number of windows. */
  public int size() {
    return starts.size();
  }
}
