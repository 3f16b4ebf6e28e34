// SPDX-License-Identifier: Apache-2.0
package io.nyala.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Rules on source files that no compiler checks. */
class SourceRulesTest {
  private static final String LICENCE = "// SPDX-License-Identifier: Apache-2.0";
  private static final int MOST_LINES = 400;
  private static final int MOST_LINES_OF_TESTS = 600;
  private static final int MOST_FILES = 40;

  /** A front door lists what is behind it, and generated code is read in its generator. */
  private static final Set<String> LONGER = Set.of("Layers.java");

  private static final String TESTS = "%1$ssrc%1$stest%1$s".formatted(File.separator);
  private static final Path ROOT = Repository.root();
  private static final List<Path> SOURCES =
      Repository.modules(ROOT).stream()
          .flatMap(module -> Repository.files(module.resolve("src"), ".java").stream())
          .toList();

  @Test
  void there_are_sources_to_judge() {
    assertThat(SOURCES).hasSizeGreaterThan(50).contains(thisFile());
  }

  @Test
  void every_source_begins_with_the_licence() {
    assertThat(violations(lines -> lines.isEmpty() || !lines.getFirst().equals(LICENCE))).isEmpty();
  }

  @Test
  void no_source_is_longer_than_400_lines_and_no_test_than_600() {
    assertThat(
            SOURCES.stream()
                .filter(file -> !LONGER.contains(file.getFileName().toString()))
                .filter(file -> Repository.lines(file).size() > mostLines(file))
                .map(ROOT::relativize))
        .isEmpty();
  }

  private static int mostLines(Path file) {
    return file.toString().contains(TESTS) ? MOST_LINES_OF_TESTS : MOST_LINES;
  }

  @Test
  void no_package_has_more_than_40_files() {
    assertThat(
            SOURCES.stream()
                .map(file -> ROOT.relativize(file).getParent())
                .collect(Collectors.groupingBy(folder -> folder, Collectors.counting())))
        .hasSizeGreaterThan(50)
        .allSatisfy(
            (folder, files) -> assertThat(files).as("%s", folder).isLessThanOrEqualTo(MOST_FILES));
  }

  @Test
  void no_source_imports_everything() {
    assertThat(violations(lines -> lines.stream().anyMatch(SourceRulesTest::isWildcardImport)))
        .isEmpty();
  }

  @Test
  void tells_wildcard_imports_from_others() {
    assertThat(isWildcardImport("import java.util.*;")).isTrue();
    assertThat(isWildcardImport("import static io.nyala.layers.Layers.*;")).isTrue();
    assertThat(isWildcardImport("import java.util.List;")).isFalse();
  }

  private static boolean isWildcardImport(String line) {
    return line.startsWith("import ") && line.endsWith(".*;");
  }

  private static List<Path> violations(Predicate<List<String>> rule) {
    return SOURCES.stream()
        .filter(file -> rule.test(Repository.lines(file)))
        .map(ROOT::relativize)
        .toList();
  }

  private static Path thisFile() {
    return ROOT.resolve("nyala-cli/src/test/java/io/nyala/rules/SourceRulesTest.java");
  }
}
