// SPDX-License-Identifier: Apache-2.0
package io.nyala.cli;

import static org.junit.jupiter.api.Assumptions.abort;

import io.nyala.testing.FilesAbove;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Finds large public data, which are not in the repository: the folder {@code data} in the one that
 * the system property {@code nyala.shared} names, else in the nearest folder {@code shared} in or
 * above the working directory.
 */
final class SharedData {
  private SharedData() {}

  /** Returns the folder with the data sets, or skips the test if it is not there. */
  static Path folder() {
    String property = System.getProperty("nyala.shared");
    Optional<Path> found =
        property == null
            ? FilesAbove.find("shared/data")
            : Optional.of(Path.of(property, "data")).filter(Files::isDirectory);
    return found.orElseGet(
        () -> abort("large public data: no folder shared/data (set -Dnyala.shared=DIR)"));
  }
}
