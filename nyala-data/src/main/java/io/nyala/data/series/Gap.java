// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.series;

import java.time.LocalDateTime;

/**
 * A place where a series jumps.
 *
 * @param after the last time before the gap
 * @param before the first time behind it
 * @param missing how many steps are missing, at least 1
 */
public record Gap(LocalDateTime after, LocalDateTime before, int missing) {
  /** Prints as {@code 2 steps missing after 2017-05-03}. */
  @Override
  public String toString() {
    return missing
        + (missing == 1 ? " step" : " steps")
        + " missing after "
        + TimeSeries.text(after);
  }
}
