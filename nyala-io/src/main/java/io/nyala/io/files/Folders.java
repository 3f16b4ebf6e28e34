// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Whole folders. */
public final class Folders {
  private Folders() {}

  /**
   * Deletes a file, or a folder with all that it contains; nothing if there is none. Links are
   * deleted, not what they point to.
   *
   * @throws IOException if something cannot be deleted; part of it may be gone
   */
  public static void delete(Path path) throws IOException {
    try (Stream<Path> all = Files.walk(path)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    } catch (NoSuchFileException e) {
      return; // there is none
    }
  }
}
