// SPDX-License-Identifier: Apache-2.0
package io.nyala.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What became of every case: one line at the end, and a file with the rest. */
final class CoverageReport {
  enum Outcome {
    GREEN,
    RED,
    NOT_COVERED,
    NOT_INSISTED
  }

  private final Map<String, Map<Outcome, Integer>> counts = new LinkedHashMap<>();
  private final Map<String, Set<String>> waiting = new TreeMap<>();
  private final List<String> notes = new ArrayList<>();

  void add(String group, Outcome outcome) {
    counts.computeIfAbsent(group, g -> new TreeMap<>()).merge(outcome, 1, Integer::sum);
  }

  void notCovered(String group, String name, Set<String> missing) {
    add(group, Outcome.NOT_COVERED);
    for (String need : missing) {
      waiting.computeIfAbsent(need, n -> new TreeSet<>()).add(group + "/" + name);
    }
  }

  void notInsisted(String group, String name, String outcome) {
    add(group, Outcome.NOT_INSISTED);
    notes.add(group + "/" + name + ": " + outcome);
  }

  int count(Outcome outcome) {
    return counts.values().stream().mapToInt(g -> g.getOrDefault(outcome, 0)).sum();
  }

  String summary() {
    return "Keras's cases: %d green, %d red, %d not covered yet, %d not insisted on"
        .formatted(
            count(Outcome.GREEN),
            count(Outcome.RED),
            count(Outcome.NOT_COVERED),
            count(Outcome.NOT_INSISTED));
  }

  void write(Path file) throws IOException {
    List<String> lines = new ArrayList<>(List.of(summary(), ""));
    lines.add(
        "%-18s %6s %6s %12s %13s".formatted("", "green", "red", "not covered", "not insisted"));
    counts.forEach(
        (group, n) ->
            lines.add(
                "%-18s %6d %6d %12d %13d"
                    .formatted(
                        group,
                        n.getOrDefault(Outcome.GREEN, 0),
                        n.getOrDefault(Outcome.RED, 0),
                        n.getOrDefault(Outcome.NOT_COVERED, 0),
                        n.getOrDefault(Outcome.NOT_INSISTED, 0))));
    lines.addAll(List.of("", "What is missing, and how many cases wait for it:"));
    waiting.forEach((need, cases) -> lines.add("%4d  %s".formatted(cases.size(), need)));
    lines.add("");
    waiting.forEach((need, cases) -> lines.add(need + ": " + String.join(" ", cases)));
    if (!notes.isEmpty()) {
      lines.addAll(List.of("", "Not insisted on, because Keras's backends disagree:"));
      lines.addAll(notes);
    }
    Files.createDirectories(file.getParent());
    Files.write(file, lines);
  }
}
