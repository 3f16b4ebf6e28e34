// SPDX-License-Identifier: Apache-2.0
package io.nyala.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.nyala.rules.Repository;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The program in the folder {@code consumer} knows the built jars only. It is compiled and run with
 * them on the class path, on the module path, and as an image made by jlink.
 */
class ConsumerTest {
  private static final Path ROOT = Repository.root();
  private static final Path SOURCES = ROOT.resolve("consumer/src/main/java");
  private static final long LIMIT_SECONDS = 120;

  private static final String ALL_IS_WELL =
      """
      loss fell: true
      read back equal: true
      R2 above 0.9: true
      drawn: true
      served: true
      """;

  /** What a JVM and its compiler say to all who use the vector module. */
  private static final List<String> INCUBATOR =
      List.of(
          "WARNING: Using incubator modules: jdk.incubator.vector",
          "warning: [incubating] using incubating module(s): jdk.incubator.vector",
          "1 warning");

  @TempDir Path folder;
  private String jars;

  @BeforeEach
  void find_jars() throws IOException {
    List<Path> found = new ArrayList<>();
    List<String> modules = new ArrayList<>(Repository.modularLibraries(ROOT));
    modules.add("nyala-all");
    for (String module : modules) {
      Path target = ROOT.resolve(module + "/target");
      String name = module.equals("nyala-all") ? "nyala" : module;
      try (Stream<Path> files = Files.exists(target) ? Files.list(target) : Stream.empty()) {
        List<Path> built =
            files
                .filter(
                    file ->
                        file.getFileName().toString().matches(name + "-[0-9.]+(-SNAPSHOT)?\\.jar"))
                .toList();
        assumeTrue(built.size() == 1, "the jars of all modules are there in mvn verify only");
        found.addAll(built);
      }
    }
    for (String part : new TreeSet<>(List.of(paths().split(File.pathSeparator)))) {
      // What the libraries depend on; the rest of the test's own path is not for this program.
      if (part.matches(".*/(jackson-|fastcsv-|lucene-|commons-)[^/]*\\.jar")) {
        found.add(Path.of(part));
      }
    }
    jars = String.join(File.pathSeparator, found.stream().map(Path::toString).toList());
  }

  private static String paths() {
    return System.getProperty("jdk.module.path", "")
        + File.pathSeparator
        + System.getProperty("java.class.path", "");
  }

  @Test
  void runs_on_the_class_path() throws Exception {
    Path classes = folder.resolve("classes");
    run("javac", "-cp", jars, "-d", classes.toString(), source("consumer/Main.java"));
    String path = classes + File.pathSeparator + jars;
    assertThat(
            run(
                "java",
                "--add-modules",
                "jdk.incubator.vector",
                "-cp",
                path,
                "consumer.Main",
                folder.toString()))
        .isEqualTo(ALL_IS_WELL);
  }

  @Test
  void runs_on_the_module_path_without_any_flag() throws Exception {
    assertThat(run("java", "-p", modules(), "-m", "consumer/consumer.Main", folder.toString()))
        .isEqualTo(ALL_IS_WELL);
  }

  @Test
  void runs_as_a_linked_image() throws Exception {
    Path image = folder.resolve("image");
    run(
        "jlink",
        "-p",
        modules(),
        "--add-modules",
        "consumer",
        "--launcher",
        "consume=consumer/consumer.Main",
        "--output",
        image.toString());
    assertThat(output(image.resolve("bin/consume").toString(), folder.toString()))
        .isEqualTo(ALL_IS_WELL);
  }

  private String modules() throws Exception {
    Path classes = folder.resolve("modules");
    run(
        "javac",
        "-p",
        jars,
        "-d",
        classes.toString(),
        source("module-info.java"),
        source("consumer/Main.java"));
    return classes + File.pathSeparator + jars;
  }

  private static String source(String name) {
    return SOURCES.resolve(name).toString();
  }

  private String run(String tool, String... arguments) throws Exception {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", tool).toString());
    line.addAll(List.of(arguments));
    return output(line.toArray(String[]::new));
  }

  /** Returns what a program prints; it must end well. */
  private String output(String... line) throws Exception {
    Path out = folder.resolve("out.txt");
    Path err = folder.resolve("err.txt");
    Process process =
        new ProcessBuilder(line).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
    process.destroyForcibly();
    String said = Files.readString(out) + Files.readString(err);
    assertThat(ended).as(said).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    // Libraries print nothing by themselves: no logger that looks for a provider, for one.
    assertThat(Files.readAllLines(err)).isSubsetOf(INCUBATOR);
    return Files.readString(out).replace(System.lineSeparator(), "\n");
  }
}
