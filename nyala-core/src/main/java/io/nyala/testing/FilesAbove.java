// SPDX-License-Identifier: Apache-2.0
package io.nyala.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Finds project files from a test, which runs in the folder of its module. */
public final class FilesAbove {
  private FilesAbove() {}

  /**
   * Returns a file or folder in the working directory or in the nearest parent folder that has it.
   *
   * @param relative the relative path, for example {@code fixtures/keras}
   */
  public static Optional<Path> find(String relative) {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path found = at.resolve(relative);
      if (Files.exists(found)) {
        return Optional.of(found);
      }
    }
    return Optional.empty();
  }
}
