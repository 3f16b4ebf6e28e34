// SPDX-License-Identifier: Apache-2.0
package io.nyala.io;

import io.nyala.io.keras.KerasArchive;
import io.nyala.models.Model;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Models and weights in files. The name says in which format to write; what to read is seen from
 * the content.
 */
public final class ModelFiles {
  private ModelFiles() {}

  /** Something that reads or writes. */
  @FunctionalInterface
  private interface Work<T> {
    T run() throws IOException;
  }

  // Whole models

  /**
   * Writes a model with weights, way of training and optimizer state. The file appears when it is
   * complete and on disk; an older one stays until then.
   *
   * @param file {@code .keras}
   * @throws ModelFileException if it cannot be written
   * @throws IllegalArgumentException if the ending is another, or an operation between layers has
   *     no form in Keras
   */
  public static void save(Model model, Path file) {
    if (!file.toString().endsWith(".keras")) {
      throw new IllegalArgumentException("expected a name that ends in .keras, got " + file);
    }
    writing(
        file,
        () -> {
          KerasArchive.write(model, file);
          return null;
        });
  }

  /**
   * Reads a model with weights and, if it was compiled, its way of training and optimizer state.
   *
   * @throws ModelFileException if it cannot be read or is damaged
   * @throws IllegalArgumentException if a layer is not known here, or weights do not fit
   */
  public static Model load(Path file) {
    return reading(file, () -> KerasArchive.read(file, true));
  }

  /** Reads a model for prediction: as {@link #load}, but not compiled. */
  public static Model loadUncompiled(Path file) {
    return reading(file, () -> KerasArchive.read(file, false));
  }

  // Errors

  private static <T> T reading(Path file, Work<T> work) {
    try {
      return work.run();
    } catch (IOException e) {
      throw new ModelFileException("cannot read %s: %s".formatted(file, reason(e)), e);
    }
  }

  private static <T> T writing(Path file, Work<T> work) {
    try {
      return work.run();
    } catch (IOException e) {
      throw new ModelFileException("cannot write %s: %s".formatted(file, reason(e)), e);
    }
  }

  private static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException n -> "no such file";
      case AccessDeniedException d -> "permission denied for " + d.getFile();
      default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    };
  }
}
