// SPDX-License-Identifier: Apache-2.0
package io.nyala.rules;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Where the rules find what they judge. */
public final class Repository {
  private static final Set<String> NO_LIBRARIES =
      Set.of(
          "nyala-all",
          "nyala-bench",
          "nyala-bench-peers",
          "nyala-bom",
          "nyala-cli",
          "nyala-examples");

  /** The one library that is no Java module: Spark, which it needs, cannot be one. */
  private static final String CLASS_PATH_ONLY = "nyala-spark";

  private Repository() {}

  /** Returns the folder of the launcher script, at or above the working directory. */
  public static Path root() {
    Path start = Path.of("").toAbsolutePath();
    for (Path folder = start; folder != null; folder = folder.getParent()) {
      if (Files.isRegularFile(folder.resolve("nyala"))) {
        return folder;
      }
    }
    throw new AssertionError("no folder with the script 'nyala' above " + start);
  }

  /** Lists the folder of each module below the root, in alphabetical order. */
  static List<Path> modules(Path root) {
    try (Stream<Path> children = Files.list(root)) {
      return children
          .filter(child -> !child.endsWith("consumer")) // a project of its own
          .filter(child -> Files.exists(child.resolve("pom.xml")))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lists the names of the modules that are libraries: no programs, no collections of others. */
  public static List<String> libraries(Path root) {
    return modules(root).stream()
        .map(module -> module.getFileName().toString())
        .filter(name -> !NO_LIBRARIES.contains(name))
        .toList();
  }

  /**
   * Lists the names of the libraries that are modules, which are those that programs get in one.
   */
  public static List<String> modularLibraries(Path root) {
    return libraries(root).stream().filter(name -> !name.equals(CLASS_PATH_ONLY)).toList();
  }

  /**
   * Tells whether a library can be judged. The command line is also built without the one that
   * needs Spark, so that nobody has to download that.
   */
  static boolean isCompiled(Path root, String library) {
    return !library.equals(CLASS_PATH_ONLY) || Files.exists(sparkPath(root));
  }

  /** Lists the libraries that can be judged. */
  static List<String> compiledLibraries(Path root) {
    return libraries(root).stream().filter(name -> isCompiled(root, name)).toList();
  }

  /**
   * Returns the class path on which the library that needs Spark was compiled; empty if it was not.
   */
  static List<Path> sparkClassPath(Path root) {
    if (!isCompiled(root, CLASS_PATH_ONLY)) {
      return List.of();
    }
    String jars = String.join(File.pathSeparator, lines(sparkPath(root)));
    return Stream.concat(
            Stream.of(root.resolve(CLASS_PATH_ONLY + "/target/classes")),
            Stream.of(jars.split(File.pathSeparator)).map(Path::of))
        .toList();
  }

  private static Path sparkPath(Path root) {
    return root.resolve(CLASS_PATH_ONLY + "/target/classpath.txt");
  }

  /** Lists the files with this ending below a folder, in alphabetical order; none if it lacks. */
  static List<Path> files(Path folder, String ending) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }
}
