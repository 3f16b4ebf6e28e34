// SPDX-License-Identifier: Apache-2.0
package io.nyala.cli.inspect;

import io.nyala.io.files.JsonLine;
import io.nyala.io.tensorboard.Event;
import io.nyala.io.tensorboard.EventReader;
import io.nyala.io.tensorboard.Summary;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The content of a TensorBoard event file. */
final class EventFacts {
  /** Facts about a tag so far. */
  private static final class Tag {
    String kind;
    int count;
    long step;
    Double value;
  }

  private EventFacts() {}

  static void add(Path file, FileFacts facts) throws IOException {
    Map<String, Tag> tags = new TreeMap<>();
    int events = 0;
    String version = null;
    double first = Double.NaN;
    double last = Double.NaN;
    try (EventReader reader = new EventReader(file)) {
      for (Event e = reader.next(); e != null; e = reader.next()) {
        events++;
        version = e.fileVersion().isEmpty() ? version : e.fileVersion();
        first = Double.isNaN(first) ? e.wallTime() : first;
        last = e.wallTime();
        for (Summary s : e.values()) {
          count(tags.computeIfAbsent(s.tag(), t -> new Tag()), e, s);
        }
      }
    }
    facts.add("kind", "events").add("format", "tfevents").add("version", version);
    facts.add("events", events).add("from", time(first)).add("to", time(last));
    facts.add("tags", tags.size());
    facts.addList("tag_list", list(tags), printed(tags));
  }

  private static void count(Tag tag, Event e, Summary s) {
    tag.count++;
    tag.step = e.step();
    tag.kind = s.content().getClass().getSimpleName().toLowerCase(Locale.ROOT);
    tag.value = s.content() instanceof Summary.Scalar scalar ? (Double) scalar.value() : null;
  }

  private static String time(double seconds) {
    return Double.isFinite(seconds)
        ? Instant.ofEpochMilli((long) (seconds * 1e3)).toString()
        : null;
  }

  private static List<Map<String, Object>> list(Map<String, Tag> tags) {
    List<Map<String, Object>> all = new ArrayList<>();
    tags.forEach(
        (name, tag) -> {
          Map<String, Object> form = new LinkedHashMap<>();
          form.put("tag", name);
          form.put("kind", tag.kind);
          form.put("count", tag.count);
          form.put("last_step", tag.step);
          form.put("last_value", tag.value == null ? null : JsonLine.number(tag.value));
          all.add(form);
        });
    return all;
  }

  private static String printed(Map<String, Tag> tags) {
    int width = tags.keySet().stream().mapToInt(String::length).max().orElse(0);
    StringBuilder text = new StringBuilder();
    tags.forEach(
        (name, tag) ->
            text.append(
                "  %s  %s, %d values, last at step %d%s\n"
                    .formatted(
                        name + " ".repeat(width - name.length()),
                        tag.kind,
                        tag.count,
                        tag.step,
                        tag.value == null ? "" : ": " + tag.value)));
    return text.toString();
  }
}
