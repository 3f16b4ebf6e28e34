// SPDX-License-Identifier: Apache-2.0
package io.nyala.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.rules.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The archive of classes of the script {@code nyala}, with a JDK that only prints its arguments.
 */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
  private static final String OPTION = "-XX:SharedArchiveFile=";

  @TempDir Path temporary;
  private Path root;
  private Path target;
  private Path jdk;

  @BeforeEach
  void copy_the_script_beside_a_finished_build() throws IOException {
    root = Files.createDirectory(temporary.resolve("with a space")).toRealPath();
    Files.copy(
        Repository.root().resolve("nyala"),
        root.resolve("nyala"),
        StandardCopyOption.COPY_ATTRIBUTES);
    Files.createDirectories(root.resolve("nyala-cli/target/modules"));
    target = Files.createDirectory(root.resolve("target"));
    Files.createFile(target.resolve("nyala.stamp"));
    jdk = Files.createDirectories(temporary.resolve("jdk/bin")).getParent();
    program("javac", "");
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"25\"\n");
  }

  @Test
  void keeps_an_archive_of_classes_and_starts_from_it() throws Exception {
    java("printf x > \"$file\"");
    assertThat(run("recipes")).endsWith("recipes").doesNotContain(OPTION);
    assertThat(log()).contains("nyala: made ");
    Path archive = only(".jsa");
    assertThat(archive).hasContent("x");
    assertThat(run("recipes")).startsWith(OPTION + archive + "\n").endsWith("recipes");
    assertThat(remains()).as("files of the run that made it").isEmpty();
  }

  @Test
  void makes_another_archive_for_another_jdk() throws Exception {
    java("printf x > \"$file\"");
    run("recipes");
    log();
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"26\"\n");
    assertThat(run("recipes")).doesNotContain(OPTION);
  }

  @Test
  void works_without_an_archive_and_says_why_in_a_log() throws Exception {
    java("echo 'disk full'; echo x >> '" + temporary + "/tries'; exit 1");
    assertThat(run("recipes")).endsWith("recipes");
    assertThat(log()).contains("disk full").contains("nyala: no archive of classes was made");
    assertThat(run("recipes")).doesNotContain(OPTION);
    assertThat(temporary.resolve("tries")).hasContent("x");
    assertThat(remains()).isEmpty();
  }

  @Test
  void drops_an_archive_of_an_older_build() throws Exception {
    java("touch '" + target + "/nyala.stamp'; printf x > \"$file\"");
    Files.setLastModifiedTime(target.resolve("nyala.stamp"), FileTime.fromMillis(0));
    run("recipes");
    assertThat(log()).contains("nyala: no archive of classes was made");
  }

  @Test
  void makes_none_while_a_benchmark_runs() throws Exception {
    java("printf x > \"$file\"");
    assertThat(run("bench", "--company")).endsWith("bench\n--company");
    try (Stream<Path> files = Files.list(target)) {
      assertThat(files).containsExactly(target.resolve("nyala.stamp"));
    }
  }

  /**
   * Writes a {@code java} that runs {@code dump} where it would write the archive {@code $file}.
   */
  private void java(String dump) throws IOException {
    program(
        "java",
        """
        for argument; do
          case "$argument" in
            -XX:ArchiveClassesAtExit=*) file=${argument#*=}; %s; exit ;;
          esac
        done
        printf '%%s\\n' "$@"
        """
            .formatted(dump));
  }

  private void program(String name, String body) throws IOException {
    Path file = jdk.resolve("bin").resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + body);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private String run(String... arguments) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of(root.resolve("nyala").toString()));
    line.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(line);
    builder.environment().put("JAVA_HOME", jdk.toString());
    builder.environment().remove("NYALA_JVM_OPTS");
    Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String output = new String(process.getInputStream().readAllBytes()).strip();
    assertThat(process.waitFor()).isZero();
    return output;
  }

  /** Waits for the verdict, the last line of the log. */
  private String log() throws IOException, InterruptedException {
    for (int i = 0; i < 600; i++) {
      Path log = only(".log");
      String text = Files.readString(log);
      if (text.contains("nyala: ") && remains().isEmpty()) {
        return text;
      }
      Thread.sleep(100);
    }
    throw new AssertionError("no verdict: " + Files.readString(only(".log")));
  }

  private Path only(String ending) throws IOException {
    try (Stream<Path> files = Files.list(target)) {
      return files.filter(f -> f.toString().endsWith(ending)).findFirst().orElseThrow();
    }
  }

  private List<String> remains() throws IOException {
    try (Stream<Path> files = Files.list(target)) {
      return files
          .map(f -> f.getFileName().toString())
          .filter(f -> f.matches("archive-\\d+\\.\\d+.*"))
          .toList();
    }
  }
}
