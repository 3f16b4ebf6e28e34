// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl;

import io.nyala.io.files.JsonText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** What Gymnasium and NumPy computed: {@code fixtures/gym/generate.py} says how. */
public final class Golden {
  private static final Map<String, Object> ALL = file("gymnasium.json");

  private Golden() {}

  /** Reads a file beside this class. */
  public static Map<String, Object> file(String name) {
    try (InputStream in = Golden.class.getResourceAsStream(name)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return JsonText.object(text, name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @SuppressWarnings("unchecked")
  public static List<Map<String, Object>> objects(String name) {
    return (List<Map<String, Object>>) ALL.get(name);
  }

  @SuppressWarnings("unchecked")
  public static Map<String, Object> object(String name) {
    return (Map<String, Object>) ALL.get(name);
  }

  @SuppressWarnings("unchecked")
  public static List<List<Object>> rows(Object list) {
    return (List<List<Object>>) list;
  }

  public static double[] doubles(Object list) {
    return ((List<?>) list).stream().mapToDouble(n -> ((Number) n).doubleValue()).toArray();
  }

  public static double number(Object number) {
    return ((Number) number).doubleValue();
  }
}
