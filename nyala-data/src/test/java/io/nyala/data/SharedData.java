// SPDX-License-Identifier: Apache-2.0
package io.nyala.data;

import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Finds the folder with large public data, which are not in the repository: the system property
 * {@code nyala.shared}, else a folder {@code shared} beside the working directory or beside one
 * above it.
 */
public final class SharedData {
  private SharedData() {}

  /** Returns a file under {@code shared}, or skips the test if it is not there. */
  public static Path file(String relative) {
    String property = System.getProperty("nyala.shared");
    if (property != null && Files.exists(Path.of(property, relative))) {
      return Path.of(property, relative);
    }
    if (property == null) {
      for (Path dir = Path.of("").toAbsolutePath(); dir != null; dir = dir.getParent()) {
        Path candidate = dir.resolveSibling("shared").resolve(relative);
        if (Files.exists(candidate)) {
          return candidate;
        }
      }
    }
    return abort("large public data: no shared/" + relative + " (set -Dnyala.shared=DIR)");
  }
}
