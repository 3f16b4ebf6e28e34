// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.keras;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.jr.ob.JSON;
import io.nyala.io.files.FormatException;
import java.io.IOException;
import java.util.Map;

/** The JSON of Keras's files, in which numbers may also be {@code NaN} and {@code Infinity}. */
final class KerasJson {
  private static final JSON READER =
      JSON.builder(JsonFactory.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build())
          .build();

  private static final JSON WRITER = JSON.std.with(JSON.Feature.WRITE_NULL_PROPERTIES);

  private KerasJson() {}

  static Map<String, Object> read(String json, String what) throws IOException {
    try {
      return READER.mapFrom(json);
    } catch (JsonProcessingException e) {
      throw new FormatException(what + ": not sound JSON (" + e.getOriginalMessage() + ")", e);
    }
  }

  static String write(Map<String, ?> form) throws IOException {
    return WRITER.asString(form);
  }
}
