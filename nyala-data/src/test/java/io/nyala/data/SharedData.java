// SPDX-License-Identifier: Apache-2.0
package io.nyala.data;

import static org.junit.jupiter.api.Assumptions.abort;

import io.nyala.testing.FilesAbove;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Finds the folder with large public data, which are not in the repository: the system property
 * {@code nyala.shared}, else the nearest folder {@code shared} in or above the working directory.
 */
public final class SharedData {
  private SharedData() {}

  /** Returns a file under {@code shared}, or skips the test if it is not there. */
  public static Path file(String relative) {
    String property = System.getProperty("nyala.shared");
    Optional<Path> found =
        property == null
            ? FilesAbove.find("shared/" + relative)
            : Optional.of(Path.of(property, relative)).filter(Files::exists);
    return found.orElseGet(
        () -> abort("large public data: no shared/" + relative + " (set -Dnyala.shared=DIR)"));
  }
}
