// SPDX-License-Identifier: Apache-2.0
package io.nyala.conformance;

import io.nyala.tensor.Tensor;
import io.nyala.tensor.npy.Npz;
import io.nyala.testing.FilesAbove;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;

/** Numbers that Keras computed: {@code fixtures/keras} of the repository. */
public final class KerasFixtures {
  private static final String FOLDER = "fixtures/keras";

  private KerasFixtures() {}

  /** Returns a file of the fixtures. */
  public static Path file(String relative) {
    return FilesAbove.find(FOLDER).orElseThrow().resolve(relative);
  }

  /** Returns the arrays of a case, for example {@code optimizers/adam}. */
  public static Map<String, Tensor> arrays(String name) {
    try {
      return Npz.read(file("cases/" + name + ".npz"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
