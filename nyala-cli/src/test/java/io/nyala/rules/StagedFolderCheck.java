// SPDX-License-Identifier: Apache-2.0
package io.nyala.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the profile {@code release} has staged; run by that profile only, after the last module. */
class StagedFolderCheck {
  private static final Path ROOT = Repository.root();
  private static final Path FOLDER = Path.of(System.getProperty("nyala.staging"));

  @Test
  void central_would_take_it_once_it_is_signed() throws IOException {
    Staging staging = Staging.check(FOLDER);

    assertThat(staging.problems()).isEmpty();
    System.err.printf(
        "nyala: %s holds %d artifacts that meet Central's requirements, signatures apart%n",
        FOLDER, staging.artifacts().size());
    if (staging.isRehearsal()) {
      System.err.println(
          "nyala: its version is a snapshot, so this was a rehearsal; for a release, set the version"
              + " first: mvn versions:set -DnewVersion=X.Y.Z");
    }
  }

  @Test
  void every_module_is_staged() throws IOException {
    TreeSet<String> expected = new TreeSet<>();
    expected.add("nyala-parent:pom");
    Repository.modules(ROOT).stream()
        .map(module -> module.getFileName().toString())
        .filter(module -> !module.equals("nyala-bench-peers")) // a part of the build on demand only
        .map(
            module ->
                switch (module) {
                  case "nyala-all" -> "nyala:jar";
                  case "nyala-bom" -> "nyala-bom:pom";
                  default -> module + ":jar";
                })
        .forEach(expected::add);
    Stream<String> staged = Staging.check(FOLDER).artifacts().stream();
    assertThat(staged.distinct()).containsExactlyInAnyOrderElementsOf(expected);
  }
}
