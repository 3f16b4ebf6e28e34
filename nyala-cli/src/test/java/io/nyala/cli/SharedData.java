// SPDX-License-Identifier: Apache-2.0
package io.nyala.cli;

import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Finds large public data, which are not in the repository: the folder {@code data} in the one that
 * the system property {@code nyala.shared} names, else in a folder {@code shared} beside the
 * working directory or beside one above it.
 */
final class SharedData {
  private SharedData() {}

  /** Returns the folder with the data sets, or skips the test if it is not there. */
  static Path folder() {
    String property = System.getProperty("nyala.shared");
    if (property != null && Files.isDirectory(Path.of(property, "data"))) {
      return Path.of(property, "data");
    }
    if (property == null) {
      for (Path dir = Path.of("").toAbsolutePath(); dir != null; dir = dir.getParent()) {
        Path candidate = dir.resolveSibling("shared").resolve("data");
        if (Files.isDirectory(candidate)) {
          return candidate;
        }
      }
    }
    return abort("large public data: no folder shared/data (set -Dnyala.shared=DIR)");
  }
}
