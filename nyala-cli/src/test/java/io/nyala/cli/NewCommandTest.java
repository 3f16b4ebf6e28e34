// SPDX-License-Identifier: Apache-2.0
package io.nyala.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.api.NyalaVersion;
import io.nyala.cli.project.ProjectTask;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The projects of {@code ./nyala new}: each is compiled and its test is run in its own folder. */
class NewCommandTest {
  private static final long LIMIT_SECONDS = 240;

  @TempDir private Path temp;
  private final RecordedApp app = new RecordedApp();

  @ParameterizedTest
  @EnumSource(ProjectTask.class)
  void a_new_project_compiles_and_passes_its_test(ProjectTask task) throws Exception {
    Path project = temp.resolve("My model");
    assertThat(run("new", project.toString(), "--task", task.id(), "--package", "com.acme.net"))
        .isZero();
    Path classes = temp.resolve("classes");
    List<String> compiler = new ArrayList<>(List.of("javac", "-Xlint:all,-incubating", "-Werror"));
    compiler.addAll(List.of("-proc:none", "-cp", libraries(), "-d", classes.toString()));
    try (Stream<Path> files = Files.walk(project.resolve("src"))) {
      files.filter(f -> f.toString().endsWith(".java")).forEach(f -> compiler.add(f.toString()));
    }
    output(project, compiler);
    output(
        project,
        List.of(
            "java",
            "--add-modules",
            "jdk.incubator.vector",
            "-cp",
            classes + File.pathSeparator + libraries(),
            ProjectTestRunner.class.getName(),
            "com.acme.net.TrainTest"));
  }

  @Test
  void the_files_name_the_project_and_its_versions() throws IOException {
    Path project = temp.resolve("My model");
    assertThat(run("new", project.toString(), "--task", "series", "--json")).isZero();
    assertThat(app.json()).containsEntry("task", "series");
    assertThat(app.json()).containsEntry("project", project.toString());
    assertThat(project.resolve("pom.xml"))
        .content()
        .contains("<artifactId>my-model</artifactId>", "<nyala.version>" + NyalaVersion.number())
        .contains("--add-modules jdk.incubator.vector");
    assertThat(project.resolve("Dockerfile")).content().contains("org.example.Serve");
    assertThat(project.resolve("README.md")).content().contains("# my-model");
    try (Stream<Path> files = Files.walk(project)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file)).doesNotContain("@name@", "@package@", "@version@");
      }
    }
  }

  @Test
  void wrong_usage_is_refused_and_leaves_nothing() throws IOException {
    Path project = temp.resolve("p");
    assertThat(run("new", project.toString(), "--task", "regresion")).isEqualTo(2);
    assertThat(app.stderr())
        .contains("there is no template 'regresion'", "regression, binary, multiclass");
    assertThat(run("new", project.toString(), "--task", "text", "--package", "a-b")).isEqualTo(2);
    assertThat(app.stderr()).contains("--package", "'a-b'");
    assertThat(project).doesNotExist();
    Files.createDirectories(project);
    Files.writeString(project.resolve("mine"), "mine");
    assertThat(run("new", project.toString(), "--task", "text")).isEqualTo(2);
    assertThat(app.stderr()).contains("is not empty");
    assertThat(project).isDirectoryContaining(file -> file.endsWith("mine"));
    assertThat(run("new", project.resolve("mine").toString(), "--task", "text")).isEqualTo(2);
    assertThat(app.stderr()).contains("is a file");
  }

  private int run(String... args) {
    return app.run(args);
  }

  private static String libraries() {
    return Stream.of("jdk.module.path", "java.class.path")
        .map(System::getProperty)
        .filter(path -> path != null && !path.isEmpty())
        .reduce((a, b) -> a + File.pathSeparator + b)
        .orElseThrow();
  }

  /** Runs a tool of the JDK, which must end well. */
  private void output(Path folder, List<String> line) throws Exception {
    List<String> command = new ArrayList<>(line);
    command.set(0, Path.of(System.getProperty("java.home"), "bin", line.get(0)).toString());
    Path out = temp.resolve("out.txt");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
    process.destroyForcibly();
    assertThat(ended).as(Files.readString(out)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(out)).isZero();
  }
}
