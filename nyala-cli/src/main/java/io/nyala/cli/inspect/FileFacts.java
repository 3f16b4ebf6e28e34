// SPDX-License-Identifier: Apache-2.0
package io.nyala.cli.inspect;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Facts about a file, in output order. */
public final class FileFacts {
  private final Map<String, Object> facts = new LinkedHashMap<>();
  private final Map<String, Object> lists = new LinkedHashMap<>();
  private final StringBuilder details = new StringBuilder();

  FileFacts() {}

  /** Adds a fact; null if it is unknown, which is only shown in the JSON. */
  FileFacts add(String name, Object value) {
    facts.put(name, value);
    return this;
  }

  /** Adds a list for the JSON, with its printed form. */
  FileFacts addList(String name, List<Map<String, Object>> entries, String printed) {
    lists.put(name, entries);
    details.append(printed);
    return this;
  }

  /** Returns lines of text. */
  public String text() {
    int width = facts.keySet().stream().mapToInt(String::length).max().orElse(0);
    StringBuilder text = new StringBuilder();
    facts.forEach(
        (name, value) -> {
          if (value != null) {
            text.append(name.replace('_', ' ')).append(" ".repeat(width + 2 - name.length()));
            text.append(value).append('\n');
          }
        });
    return text.append(details).toString();
  }

  /** Returns all facts and lists by name. */
  public Map<String, Object> json() {
    Map<String, Object> all = new LinkedHashMap<>(facts);
    all.putAll(lists);
    return all;
  }
}
