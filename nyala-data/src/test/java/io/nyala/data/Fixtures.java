// SPDX-License-Identifier: Apache-2.0
package io.nyala.data;

import java.nio.file.Files;
import java.nio.file.Path;

/** Files of the folder {@code fixtures} of the repository. */
public final class Fixtures {
  private static final String FOLDER = "fixtures";

  private Fixtures() {}

  /** Returns a file of the fixtures; walks up from the working directory to find their folder. */
  public static Path file(String relative) {
    Path start = Path.of("").toAbsolutePath();
    for (Path folder = start; folder != null; folder = folder.getParent()) {
      if (Files.isDirectory(folder.resolve(FOLDER))) {
        return folder.resolve(FOLDER).resolve(relative);
      }
    }
    throw new AssertionError("no folder " + FOLDER + " above " + start);
  }
}
