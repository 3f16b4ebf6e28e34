// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import io.nyala.saving.Weights;
import java.nio.file.Path;
import java.util.List;

/** Weights in NumPy's archives. */
final class NumpyStore implements ModelStore {
  @Override
  public List<String> modelEndings() {
    return List.of();
  }

  @Override
  public List<String> weightEndings() {
    return List.of(".npz");
  }

  @Override
  public void saveModel(Model model, Path file) {
    saveWeights(model, file);
  }

  @Override
  public void saveWeights(Model model, Path file) {
    model.reading(
        () -> {
          Weights.save(model, file);
          return file;
        });
  }

  @Override
  public void loadWeights(Model model, Path file) {
    model.replacing("loadWeights", () -> Weights.load(model, file));
  }
}
