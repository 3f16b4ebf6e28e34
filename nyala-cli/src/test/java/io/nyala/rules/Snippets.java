// SPDX-License-Identifier: Apache-2.0
package io.nyala.rules;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compares the Java blocks of the documentation with the regions of tests that they were taken
 * from, so that what a reader copies compiles and runs.
 */
final class Snippets {
  private static final Pattern BEGIN = Pattern.compile("\\s*// snippet:(\\S+)\\s*");
  private static final Pattern END = Pattern.compile("\\s*// end:(\\S+)\\s*");
  private static final Pattern MARKER = Pattern.compile("\\s*<!-- snippet:(\\S+) -->\\s*");
  private static final Pattern FENCE = Pattern.compile("\\s*```(java)?\\b.*");

  private final Path root;
  private final Map<String, String> regions = new HashMap<>();
  private final List<String> problems = new ArrayList<>();
  private int blocks;

  private Snippets(Path root) {
    this.root = root;
  }

  /** Checks README.md and docs of the repository in this folder. */
  static Snippets check(Path root) {
    Snippets snippets = new Snippets(root);
    for (Path module : Repository.modules(root)) {
      Repository.files(module.resolve("src/test/java"), ".java").forEach(snippets::readRegions);
    }
    if (Files.exists(root.resolve("README.md"))) {
      snippets.checkPage(root.resolve("README.md"));
    }
    Repository.files(root.resolve("docs"), ".md").forEach(snippets::checkPage);
    return snippets;
  }

  /** Returns one sentence for each violation; empty when all is well. */
  List<String> problems() {
    return List.copyOf(problems);
  }

  /** Returns how many Java blocks were seen. */
  int blocks() {
    return blocks;
  }

  private void readRegions(Path source) {
    Map<String, List<String>> open = new HashMap<>();
    for (String line : Repository.lines(source)) {
      Matcher begin = BEGIN.matcher(line);
      Matcher end = END.matcher(line);
      if (begin.matches()) {
        open.put(begin.group(1), new ArrayList<>());
      } else if (end.matches()) {
        close(source, end.group(1), open.remove(end.group(1)));
      } else {
        open.values().forEach(region -> region.add(line));
      }
    }
    open.keySet().forEach(name -> problem(source, "region '" + name + "' has no end"));
  }

  private void close(Path source, String name, List<String> region) {
    if (region == null) {
      problem(source, "end of region '" + name + "' that was not begun");
    } else if (regions.put(name, normal(region)) != null) {
      problem(source, "region '" + name + "' exists twice");
    }
  }

  private void checkPage(Path page) {
    List<String> lines = Repository.lines(page);
    int i = 0;
    while (i < lines.size()) {
      Matcher fence = FENCE.matcher(lines.get(i));
      if (!lines.get(i).strip().startsWith("```")) {
        i++;
        continue;
      }
      int end = i + 1;
      while (end < lines.size() && !lines.get(end).strip().equals("```")) {
        end++;
      }
      if (fence.matches() && fence.group(1) != null) {
        checkBlock(page, i, i == 0 ? "" : lines.get(i - 1), lines.subList(i + 1, end));
      }
      i = end + 1;
    }
  }

  private void checkBlock(Path page, int line, String above, List<String> block) {
    blocks++;
    String where = "line " + (line + 1) + ": ";
    Matcher marker = MARKER.matcher(above);
    if (!marker.matches()) {
      problem(page, where + "Java block without <!-- snippet:NAME --> on the line above");
      return;
    }
    String region = regions.get(marker.group(1));
    if (region == null) {
      problem(page, where + "no test has a region '" + marker.group(1) + "'");
    } else if (!region.equals(normal(block))) {
      problem(page, where + "differs from the region '" + marker.group(1) + "' of its test");
    }
  }

  private void problem(Path file, String text) {
    problems.add(root.relativize(file) + ": " + text);
  }

  private static String normal(List<String> lines) {
    // A blank last line would count as one without indentation.
    return String.join("\n", lines).stripTrailing().stripIndent().strip();
  }
}
