// SPDX-License-Identifier: Apache-2.0
package io.nyala.io;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
import io.nyala.models.Model;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Model files as bytes, to be sent to other processes. */
@ApiStatus(Level.INTERNAL)
public final class ModelBytes {
  private ModelBytes() {}

  @FunctionalInterface
  private interface Use<T> {
    T with(Path file) throws IOException;
  }

  /** Returns the {@code .keras} file of a model. */
  public static byte[] of(Model model) {
    return withTemporary(
        file -> {
          ModelFiles.save(model, file);
          return Files.readAllBytes(file);
        });
  }

  /**
   * Loads a model like {@link ModelFiles#load}.
   *
   * @param bytes the content of a file in any format that can be loaded
   * @param name names it in messages
   */
  public static Model load(byte[] bytes, String name) {
    return load(bytes, name, true);
  }

  /** Loads a model for prediction: like {@link #load}, but not compiled. */
  public static Model loadUncompiled(byte[] bytes, String name) {
    return load(bytes, name, false);
  }

  private static Model load(byte[] bytes, String name, boolean compiled) {
    return withTemporary(
        file -> {
          Files.write(file, bytes);
          try {
            return compiled ? ModelFiles.load(file) : ModelFiles.loadUncompiled(file);
          } catch (ModelFileException e) {
            throw new ModelFileException(
                e.getMessage().replace(file.toString(), name), e.getCause());
          }
        });
  }

  private static <T> T withTemporary(Use<T> use) {
    try {
      Path file = Files.createTempFile("nyala", ".keras");
      try {
        return use.with(file);
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
