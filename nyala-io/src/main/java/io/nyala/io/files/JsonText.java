// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.files;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.jr.ob.JSON;
import io.nyala.limits.Limits;
import java.io.IOException;
import java.util.Map;

/**
 * Reads JSON strictly: a single object without duplicate keys, nothing after it, within the limits.
 */
public final class JsonText {
  private JsonText() {}

  /**
   * Reads an object. Numbers may also be {@code NaN} and {@code Infinity}, as Python writes them.
   *
   * @param what the name of the text in messages
   * @return maps, lists, strings, numbers, booleans and null
   * @throws FormatException if it is anything else
   * @throws io.nyala.limits.LimitException if it is too long or too deep
   */
  public static Map<String, Object> object(String json, String what) throws IOException {
    Limits limits = Limits.inForce();
    limits.checkJson(json.length(), what);
    JsonFactory factory =
        JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(limits.nesting())
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();
    try (JsonParser parser = factory.createParser(json)) {
      JsonToken first = parser.nextToken();
      if (first != JsonToken.START_OBJECT) {
        throw new FormatException(
            "%s: expected an object, {...}, got %s"
                .formatted(what, first == null ? "nothing" : parser.getText()));
      }
      Map<String, Object> object = JSON.std.mapFrom(parser);
      if (parser.nextToken() != null) {
        throw new FormatException(what + ": there is more text after the JSON object");
      }
      return object;
    } catch (StreamConstraintsException e) {
      if (String.valueOf(e.getOriginalMessage()).contains("nesting")) {
        limits.checkNesting(Integer.MAX_VALUE, what);
      }
      throw new FormatException(what + ": invalid JSON (" + e.getOriginalMessage() + ")", e);
    } catch (JsonProcessingException e) {
      throw new FormatException(what + ": invalid JSON (" + e.getOriginalMessage() + ")", e);
    }
  }
}
