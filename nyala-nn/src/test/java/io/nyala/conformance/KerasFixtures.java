// SPDX-License-Identifier: Apache-2.0
package io.nyala.conformance;

import static org.junit.jupiter.api.Assumptions.abort;

import io.nyala.tensor.Tensor;
import io.nyala.tensor.npy.Npz;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Numbers that Keras computed: {@code shared/fixtures/keras}. Skips the test where it is absent.
 */
public final class KerasFixtures {
  private static final String FOLDER = "fixtures/keras";

  private KerasFixtures() {}

  /** Returns a file of the fixtures, or skips the test. */
  public static Path file(String relative) {
    String property = System.getProperty("nyala.shared");
    if (property != null) {
      Path file = Path.of(property, FOLDER, relative);
      return Files.exists(file) ? file : abort("absent: " + file);
    }
    for (Path dir = Path.of("").toAbsolutePath(); dir != null; dir = dir.getParent()) {
      Path file = dir.resolveSibling("shared").resolve(FOLDER).resolve(relative);
      if (Files.exists(file)) {
        return file;
      }
    }
    return abort(
        "absent: shared/%s/%s; set -Dnyala.shared=DIR to the folder shared"
            .formatted(FOLDER, relative));
  }

  /** Returns the arrays of a case, for example {@code optimizers/adam}, or skips the test. */
  public static Map<String, Tensor> arrays(String name) {
    try {
      return Npz.read(file("cases/" + name + ".npz"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
