// SPDX-License-Identifier: Apache-2.0
package io.nyala.io;

import io.nyala.models.Model;
import io.nyala.models.ModelStore;
import java.nio.file.Path;
import java.util.List;

/** Provides {@link ModelFiles} as a service. */
public final class FileStore implements ModelStore {
  /** Creates the service; called by {@link java.util.ServiceLoader}. */
  public FileStore() {}

  @Override
  public List<String> modelEndings() {
    return List.of(".keras", ".h5", ".hdf5");
  }

  @Override
  public List<String> weightEndings() {
    return List.of(".weights.h5", ".safetensors");
  }

  @Override
  public void saveModel(Model model, Path file) {
    ModelFiles.save(model, file);
  }

  @Override
  public void saveWeights(Model model, Path file) {
    ModelFiles.saveWeights(model, file);
  }

  @Override
  public void loadWeights(Model model, Path file) {
    ModelFiles.loadWeights(model, file);
  }
}
