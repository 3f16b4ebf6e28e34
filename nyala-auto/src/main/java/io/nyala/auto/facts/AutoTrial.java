// SPDX-License-Identifier: Apache-2.0
package io.nyala.auto.facts;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A network that was tried.
 *
 * @param number its number, from 0; 0 is the safe choice with which the search begins
 * @param settings its settings by name
 * @param loss its loss on the validation rows; NaN if it was stopped early as hopeless, or failed
 * @param epochs the epochs that it was trained
 * @param seconds how long that took
 */
public record AutoTrial(
    int number, Map<String, Object> settings, double loss, int epochs, double seconds) {
  /** Makes an unmodifiable copy of the settings. */
  public AutoTrial {
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
  }
}
