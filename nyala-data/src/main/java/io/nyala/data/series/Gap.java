// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.series;

import java.time.LocalDateTime;

/**
 * A gap in a series.
 *
 * @param after the last time before the gap
 * @param before the first time after the gap
 * @param missing the number of missing steps, at least 1
 */
public record Gap(LocalDateTime after, LocalDateTime before, int missing) {
  /** Formats as {@code 2 steps missing after 2017-05-03}. */
  @Override
  public String toString() {
    return missing
        + (missing == 1 ? " step" : " steps")
        + " missing after "
        + TimeSeries.text(after);
  }
}
