// SPDX-License-Identifier: Apache-2.0
package io.nyala.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A folder as Central takes it passes; each spoiled one is refused with what is wrong. */
class StagingTest {
  private static final String PARENT_POM =
      """
      <project>
        <groupId>g.h</groupId><artifactId>parent</artifactId><version>1.0</version>
        <packaging>pom</packaging><name>N</name><description>D</description><url>https://u</url>
        <licenses><license><name>L</name><url>https://l</url></license></licenses>
        <developers><developer><name>P</name></developer></developers>
        <scm><connection>c</connection><developerConnection>d</developerConnection><url>s</url></scm>
        <properties><other>2.0</other></properties>
      </project>
      """;
  private static final String POM =
      """
      <project>
        <parent><groupId>g.h</groupId><artifactId>parent</artifactId><version>1.0</version></parent>
        <artifactId>a</artifactId>
        <dependencies>
          <dependency><groupId>g.h</groupId><artifactId>b</artifactId><version>${project.version}</version></dependency>
          <dependency><groupId>x</groupId><artifactId>y</artifactId><version>${other}</version></dependency>
        </dependencies>
      </project>
      """;

  @TempDir Path root;
  private Path parent;
  private Path folder;

  @BeforeEach
  void stage_a_jar_and_its_parent() throws IOException {
    parent = Files.createDirectories(root.resolve("g/h/parent/1.0"));
    folder = Files.createDirectories(root.resolve("g/h/a/1.0"));
    pom(parent, "parent-1.0.pom", PARENT_POM);
    pom(folder, "a-1.0.pom", POM);
    jar("a-1.0.jar", "A.class");
    jar("a-1.0-sources.jar", "A.java");
    jar("a-1.0-javadoc.jar", "index.html");
  }

  private static void pom(Path folder, String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
    sums(folder.resolve(name));
  }

  private void jar(String name, String entry) throws IOException {
    try (OutputStream out = Files.newOutputStream(folder.resolve(name));
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("META-INF/MANIFEST.MF"));
      zip.putNextEntry(new ZipEntry(entry));
    }
    sums(folder.resolve(name));
  }

  private static void sums(Path file) throws IOException {
    Files.writeString(Path.of(file + ".md5"), Staging.digest("MD5", file));
    Files.writeString(Path.of(file + ".sha1"), Staging.digest("SHA-1", file));
  }

  @Test
  void a_whole_folder_passes() throws IOException {
    Staging staging = Staging.check(root);

    assertThat(staging.problems()).isEmpty();
    assertThat(staging.artifacts()).containsExactly("a:jar", "parent:pom");
    assertThat(staging.isRehearsal()).isFalse();
  }

  @Test
  void an_empty_folder_is_refused() throws IOException {
    Path empty = Files.createDirectory(root.resolve("empty"));

    assertThat(Staging.check(empty).problems())
        .containsExactly(empty + ": no artifact is staged here (no *.pom)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a-1.0.jar", "a-1.0-sources.jar", "a-1.0-javadoc.jar", "a-1.0.jar.sha1"})
  void a_missing_file_is_named(String file) throws IOException {
    Files.delete(folder.resolve(file));

    assertThat(Staging.check(root).problems())
        .containsExactly("g/h/a/1.0: " + file + " is missing");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "name",
        "description",
        "licenses/license/url",
        "developers/developer/name",
        "scm/connection",
        "scm/developerConnection",
      })
  void a_missing_element_is_named_for_all_that_inherit_it(String path) throws IOException {
    String element = path.substring(path.lastIndexOf('/') + 1);
    boolean last = path.startsWith("licenses");
    String cut = "<" + element + ">[^<]*</" + element + ">";
    String text =
        last
            ? PARENT_POM.replaceFirst("<url>https://l</url>", "")
            : path.startsWith("dev")
                ? PARENT_POM.replaceFirst("<name>P</name>", "")
                : PARENT_POM.replaceFirst(cut, "");
    pom(parent, "parent-1.0.pom", text);

    String problem = "the pom has no " + path + ", nor has a parent of it";
    assertThat(Staging.check(root).problems())
        .containsExactly("g/h/a/1.0: " + problem, "g/h/parent/1.0: " + problem);
  }

  @Test
  void an_empty_jar_is_named() throws IOException {
    jar("a-1.0-sources.jar", "A.txt");
    jar("a-1.0-javadoc.jar", "A.html");

    assertThat(Staging.check(root).problems())
        .containsExactly(
            "g/h/a/1.0: a-1.0-sources.jar has no source in it",
            "g/h/a/1.0: a-1.0-javadoc.jar has no index.html in it");
  }

  @Test
  void what_is_no_jar_is_named() throws IOException {
    Files.writeString(folder.resolve("a-1.0.jar"), "no");
    sums(folder.resolve("a-1.0.jar"));

    assertThat(Staging.check(root).problems())
        .singleElement()
        .asString()
        .startsWith("g/h/a/1.0: a-1.0.jar is no jar: ");
  }

  @Test
  void a_wrong_checksum_is_named() throws IOException {
    Files.writeString(folder.resolve("a-1.0.pom.md5"), "0".repeat(32));

    assertThat(Staging.check(root).problems())
        .containsExactly("g/h/a/1.0: a-1.0.pom.md5 is not the checksum of a-1.0.pom");
  }

  @Test
  void a_snapshot_among_the_dependencies_is_named() throws IOException {
    pom(parent, "parent-1.0.pom", PARENT_POM.replace("2.0", "2.0-SNAPSHOT"));

    assertThat(Staging.check(root).problems())
        .containsExactly("g/h/a/1.0: depends on the snapshot x:y:2.0-SNAPSHOT");
  }

  @Test
  void a_pom_in_the_folder_of_another_is_named() throws IOException {
    pom(folder, "a-1.0.pom", POM.replace("<artifactId>a<", "<artifactId>c<"));

    assertThat(Staging.check(root).problems())
        .containsExactly(
            "g/h/a/1.0: the pom is that of g/h/c/1.0",
            "g/h/a/1.0: a-1.0.pom is not named after the artifact c");
  }

  @Test
  void a_snapshot_of_its_own_is_a_rehearsal() throws IOException {
    Path snapshot = Files.createDirectories(root.resolve("g/h/parent/1.1-SNAPSHOT"));
    String name = "parent-1.1-20261201.000000-1.pom";
    pom(snapshot, name, PARENT_POM.replace("<version>1.0<", "<version>1.1-SNAPSHOT<"));

    Staging staging = Staging.check(root);
    assertThat(staging.problems()).isEmpty();
    assertThat(staging.isRehearsal()).isTrue();
  }
}
