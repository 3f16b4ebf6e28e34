// SPDX-License-Identifier: Apache-2.0
package io.nyala.cli;

import io.nyala.examples.recipe.UsageException;
import io.nyala.io.ModelFileException;
import io.nyala.io.ModelFiles;
import io.nyala.models.Model;
import java.nio.file.Path;

/** The option {@code --model} of commands that use a trained model. */
final class ModelOption {
  private ModelOption() {}

  /**
   * Loads a model for prediction.
   *
   * @throws UsageException if the file cannot be read
   */
  static Model load(Path file) {
    try {
      return ModelFiles.loadUncompiled(file);
    } catch (ModelFileException e) {
      throw new UsageException("--model: " + e.getMessage(), e);
    }
  }
}
