// SPDX-License-Identifier: Apache-2.0
package io.nyala.data;

import io.nyala.testing.FilesAbove;
import java.nio.file.Path;

/** Files of the folder {@code fixtures} of the repository. */
public final class Fixtures {
  private static final String FOLDER = "fixtures";

  private Fixtures() {}

  /** Returns a file of the fixtures. */
  public static Path file(String relative) {
    return FilesAbove.find(FOLDER).orElseThrow().resolve(relative);
  }
}
