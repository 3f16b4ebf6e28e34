// SPDX-License-Identifier: Apache-2.0
package io.nyala.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the poms say that users depend on. */
class ArtifactsTest {
  private static final Path ROOT = Repository.root();

  private static final Pattern OWN =
      Pattern.compile("<groupId>io\\.nyala</groupId>\\s*<artifactId>(nyala[a-z-]*)</artifactId>");

  private static Set<String> named(String pom) throws IOException {
    Set<String> names =
        OWN.matcher(Files.readString(ROOT.resolve(pom)))
            .results()
            .map(found -> found.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    names.remove("nyala-parent");
    return names;
  }

  @Test
  void the_bom_has_every_library_and_the_artifact_of_all() throws IOException {
    Set<String> expected = new TreeSet<>(Repository.libraries(ROOT));
    expected.add("nyala");
    assertThat(named("nyala-bom/pom.xml")).isEqualTo(expected);
  }

  @Test
  void the_artifact_of_all_brings_every_library_but_the_one_for_spark() throws IOException {
    Set<String> expected = new TreeSet<>(Repository.modularLibraries(ROOT));
    expected.remove("nyala-core"); // all others bring it
    assertThat(named("nyala-all/pom.xml")).isEqualTo(expected);
  }

  @Test
  void the_core_exports_to_nobody_in_particular() throws IOException {
    assertThat(ROOT.resolve("nyala-core/src/main/java/module-info.java"))
        .content()
        .doesNotContainPattern("exports [\\w.]+ to");
  }

  @Test
  void every_module_says_what_it_is() throws IOException {
    for (Path module : Repository.modules(ROOT)) {
      assertThat(module.resolve("pom.xml")).content().contains("<name>").contains("<description>");
    }
  }
}
