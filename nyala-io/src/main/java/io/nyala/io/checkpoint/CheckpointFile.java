// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.checkpoint;

import io.nyala.files.AtomicFile;
import io.nyala.io.files.StoredZip;
import io.nyala.io.files.Zip;
import io.nyala.io.hdf5.Hdf5Array;
import io.nyala.io.hdf5.Hdf5Dataset;
import io.nyala.io.hdf5.Hdf5File;
import io.nyala.io.hdf5.Hdf5Group;
import io.nyala.io.hdf5.Hdf5Writer;
import io.nyala.models.training.Progress;
import io.nyala.variables.Variable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** A checkpoint: an archive with the state as JSON and the variables as HDF5, with checksums. */
final class CheckpointFile {
  private static final String STATE = "state.json";
  private static final String ARRAYS = "arrays.h5";
  private static final String VARIABLES = "variables";

  private CheckpointFile() {}

  /**
   * Writes a checkpoint atomically.
   *
   * @param previous the name under which the replaced checkpoint is kept, or null
   */
  static void write(Path file, Path previous, Progress progress, List<Variable> variables)
      throws IOException {
    Hdf5Group arrays = new Hdf5Group();
    for (int i = 0; i < variables.size(); i++) {
      arrays.put(VARIABLES + "/" + i, Hdf5Array.of(variables.get(i)));
    }
    String state = ProgressJson.write(progress, arrays);
    AtomicFile.write(
        file,
        previous,
        out -> {
          StoredZip zip = new StoredZip(out);
          zip.text(STATE, state);
          zip.entry(ARRAYS, Hdf5Writer.size(arrays), o -> Hdf5Writer.write(arrays, o));
          zip.finish();
        });
  }

  /** Returns whether a checkpoint exists and is complete and undamaged. */
  static boolean isWhole(Path file) {
    try (Zip zip = Zip.open(file)) {
      zip.content(STATE);
      zip.content(ARRAYS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Restores the variables; changes none unless the file is valid, all variables match and the
   * check passes.
   *
   * @param check throws if the checkpoint belongs to another training run
   * @throws IOException if the file is damaged
   * @throws IllegalArgumentException if it belongs to another model
   */
  static Progress read(Path file, List<Variable> variables, Consumer<Progress> check)
      throws IOException {
    try (Zip zip = Zip.open(file);
        Hdf5File arrays = Hdf5File.open(zip.content(ARRAYS), file + ", " + ARRAYS)) {
      List<Hdf5Dataset> saved = arrays.numbered(VARIABLES);
      Progress progress = ProgressJson.read(zip.text(STATE), arrays, file);
      if (saved.size() != variables.size()) {
        throw misfit(file, variables.size() + " variables", saved.size());
      }
      for (int i = 0; i < saved.size(); i++) {
        Variable v = variables.get(i);
        if (!saved.get(i).shape().equals(v.shape())) {
          throw misfit(file, v.toString(), saved.get(i).shape());
        }
      }
      check.accept(progress);
      for (int i = 0; i < saved.size(); i++) {
        saved.get(i).readInto(variables.get(i).overwrite(), variables.get(i).offset());
      }
      return progress;
    }
  }

  private static IllegalArgumentException misfit(Path file, String expected, Object got) {
    return new IllegalArgumentException(
        ("%s belongs to another model or optimizer: expected %s, got %s; start over in another "
                + "folder, or delete it")
            .formatted(file, expected, got));
  }
}
