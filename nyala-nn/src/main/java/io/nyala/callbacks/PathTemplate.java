// SPDX-License-Identifier: Apache-2.0
package io.nyala.callbacks;

import io.nyala.settings.Arguments;
import io.nyala.settings.Names;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A path with Python's placeholders, such as {@code {epoch:02d}-{val_loss:.2f}}. */
final class PathTemplate {
  private static final Pattern PLACE =
      Pattern.compile("\\{(\\w+)(?::(0?)(\\d*)(?:\\.(\\d+))?([dfeg]?))?\\}");

  private final String text;

  PathTemplate(String text) {
    this.text = Arguments.given("path", text);
    String rest = plain();
    if (rest.contains("{") || rest.contains("}")) {
      throw new IllegalArgumentException(
          "cannot read the placeholders in \""
              + text
              + "\"; they look like {epoch:02d} and {val_loss:.2f}");
    }
  }

  /** Returns the string without the placeholders. */
  String plain() {
    return PLACE.matcher(text).replaceAll("");
  }

  /** Returns the names of all placeholders. */
  Set<String> names() {
    Set<String> names = new TreeSet<>();
    PLACE.matcher(text).results().forEach(place -> names.add(place.group(1)));
    return names;
  }

  /**
   * Returns the path.
   *
   * @param batch counted from 1; 0 when there is none
   */
  Path fill(int epoch, int batch, Map<String, Double> logs) {
    Matcher m = PLACE.matcher(text);
    StringBuilder out = new StringBuilder();
    while (m.find()) {
      String name = m.group(1);
      Number value = logs.get(name);
      if (name.equals("epoch")) {
        value = epoch;
      } else if (name.equals("batch") && batch > 0) {
        value = batch;
      }
      if (value == null) {
        throw new IllegalArgumentException(
            "path \"%s\": nothing is logged as \"%s\"; there are epoch and %s"
                .formatted(text, name, Names.list(name, new TreeSet<>(logs.keySet()))));
      }
      m.appendReplacement(out, Matcher.quoteReplacement(format(value, m)));
    }
    m.appendTail(out);
    return Path.of(out.toString());
  }

  private static String format(Number value, Matcher m) {
    String zero = m.group(2) == null || m.group(3).isEmpty() ? "" : m.group(2);
    String width = m.group(3) == null ? "" : m.group(3);
    String digits = m.group(4);
    String kind = m.group(5) == null ? "" : m.group(5);
    if (value instanceof Integer) {
      return String.format(Locale.ROOT, "%" + zero + width + "d", value);
    }
    if (kind.isEmpty() && digits == null) {
      return value.toString();
    }
    String form = "%" + zero + width + (digits == null ? "" : "." + digits);
    return String.format(Locale.ROOT, form + (kind.isEmpty() ? "f" : kind), value);
  }
}
