// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.keras;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nyala.io.files.JsonText;
import java.io.IOException;
import java.util.Map;

/**
 * Reads and writes the JSON of Keras's files, in which numbers may also be {@code NaN} and {@code
 * Infinity}.
 */
final class KerasJson {
  private static final JSON WRITER = JSON.std.with(JSON.Feature.WRITE_NULL_PROPERTIES);

  private KerasJson() {}

  static Map<String, Object> read(String json, String what) throws IOException {
    return JsonText.object(json, what);
  }

  static String write(Map<String, ?> form) throws IOException {
    return WRITER.asString(form);
  }
}
