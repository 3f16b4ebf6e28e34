// SPDX-License-Identifier: Apache-2.0
package io.nyala.auto.facts;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How well something predicts.
 *
 * @param name what predicts: {@code network}, {@code linear} or {@code trivial}
 * @param validation measures on the validation rows, by name
 * @param test measures on the test rows, by name
 */
public record AutoScore(String name, Map<String, Double> validation, Map<String, Double> test) {
  /** Makes unmodifiable copies. */
  public AutoScore {
    validation = Collections.unmodifiableMap(new LinkedHashMap<>(validation));
    test = Collections.unmodifiableMap(new LinkedHashMap<>(test));
  }
}
