// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.files;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes values as one line of JSON. */
public final class JsonLine {
  private static final JSON WRITER = JSON.std.with(JSON.Feature.WRITE_NULL_PROPERTIES);

  private JsonLine() {}

  /** Writes maps, lists, strings and numbers; keeps the order of the maps. */
  public static String of(Object value) {
    try {
      return WRITER.asString(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Replaces numbers that JSON cannot represent (NaN, infinities) with null. */
  public static Double number(double value) {
    return Double.isFinite(value) ? value : null;
  }

  /** Applies {@link #number} to every value. */
  public static Map<String, Double> numbers(Map<String, Double> values) {
    Map<String, Double> numbers = new LinkedHashMap<>();
    values.forEach((name, value) -> numbers.put(name, number(value)));
    return numbers;
  }
}
