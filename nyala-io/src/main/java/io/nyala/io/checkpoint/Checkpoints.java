// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.checkpoint;

import io.nyala.io.files.AtomicFile;
import io.nyala.io.files.FormatException;
import io.nyala.io.files.StoredZip;
import io.nyala.io.files.Zip;
import io.nyala.io.hdf5.Hdf5Array;
import io.nyala.io.hdf5.Hdf5Dataset;
import io.nyala.io.hdf5.Hdf5File;
import io.nyala.io.hdf5.Hdf5Group;
import io.nyala.io.hdf5.Hdf5Writer;
import io.nyala.models.Checkpointer;
import io.nyala.models.Progress;
import io.nyala.ops.Variable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Keeps the state of a training in a folder and goes on from it: weights, optimizer, step, position
 * in the data, callbacks.
 *
 * <pre>{@code
 * model.fit(x, y, fit().epochs(50).checkpoints(Checkpoints.in(Path.of("runs/mnist"))));
 * }</pre>
 *
 * <p>Run the same program again after it was killed, and it ends with the same weights to the bit.
 * A checkpoint is written into a temporary file, forced to the disk and renamed; each part has a
 * checksum; the one before is kept, and serves if the newest turns out damaged.
 */
public final class Checkpoints implements Checkpointer {
  private static final String CURRENT = "training.checkpoint";
  private static final String PREVIOUS = "training.previous.checkpoint";
  private static final String STATE = "state.json";
  private static final String ARRAYS = "arrays.h5";

  /** Training lasts at least so many times as long as saving it. */
  private static final int LEAST_SHARE = 20;

  private final Path folder;
  private long everySteps;
  private Duration apart = Duration.ZERO;
  private long savedAt = System.nanoTime();
  private long took;

  private Checkpoints(Path folder) {
    this.folder = folder;
  }

  /** Keeps checkpoints in a folder, which is made if need be; after each epoch. */
  public static Checkpoints in(Path folder) {
    return new Checkpoints(folder);
  }

  /** Saves also in the middle of epochs, after every so many steps. */
  public Checkpoints everySteps(long steps) {
    if (steps < 1) {
      throw new IllegalArgumentException("everySteps must be at least 1, got " + steps);
    }
    this.everySteps = steps;
    return this;
  }

  /**
   * Saves at most so often, after a step or an epoch, as soon as the time has come; more seldom
   * where saving would take more than a twentieth of the time.
   */
  public Checkpoints every(Duration time) {
    this.apart = time;
    this.everySteps = 1;
    return this;
  }

  /** Deletes what was kept, so that training begins anew. */
  public Checkpoints clear() {
    try {
      Files.deleteIfExists(folder.resolve(CURRENT));
      Files.deleteIfExists(folder.resolve(PREVIOUS));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete checkpoints in " + folder, e);
    }
    return this;
  }

  /** Tells whether there is something to go on from. */
  public boolean exist() {
    return Files.exists(folder.resolve(CURRENT)) || Files.exists(folder.resolve(PREVIOUS));
  }

  // Saving

  @Override
  public boolean isDue(long steps, boolean epochEnds) {
    boolean step = everySteps > 0 && steps % everySteps == 0;
    boolean timed = !apart.isZero();
    long wait = timed ? Math.max(apart.toNanos(), LEAST_SHARE * took) : 0;
    return (epochEnds || step) && System.nanoTime() - savedAt >= wait;
  }

  @Override
  public void save(Progress progress, List<Variable> variables) {
    Hdf5Group arrays = new Hdf5Group();
    for (int i = 0; i < variables.size(); i++) {
      arrays.put("variables/" + i, Hdf5Array.of(variables.get(i)));
    }
    String state = ProgressJson.write(progress, arrays);
    long began = System.nanoTime();
    try {
      AtomicFile.write(
          folder.resolve(CURRENT),
          folder.resolve(PREVIOUS),
          out -> {
            StoredZip zip = new StoredZip(out);
            zip.text(STATE, state);
            zip.entry(ARRAYS, Hdf5Writer.size(arrays), o -> Hdf5Writer.write(arrays, o));
            zip.finish();
          });
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot write a checkpoint into %s (%s); the one before is whole"
              .formatted(folder, e.getMessage()),
          e);
    }
    savedAt = System.nanoTime();
    took = savedAt - began;
  }

  // Restoring

  @Override
  public Progress restore(List<Variable> variables) {
    IOException damage = null;
    for (String name : List.of(CURRENT, PREVIOUS)) {
      Path file = folder.resolve(name);
      if (Files.exists(file)) {
        try {
          return read(file, variables);
        } catch (IOException e) {
          if (damage != null) {
            e.addSuppressed(damage);
          }
          damage = e;
        }
      }
    }
    if (damage != null) {
      throw new UncheckedIOException(
          "no checkpoint in %s can be read (%s); delete them to begin anew"
              .formatted(folder, damage.getMessage()),
          damage);
    }
    return null;
  }

  private static Progress read(Path file, List<Variable> variables) throws IOException {
    String what = file + ", " + ARRAYS;
    try (Zip zip = Zip.open(file);
        Hdf5File arrays = Hdf5File.open(zip.content(ARRAYS), what)) {
      String json = zip.text(STATE);
      List<Hdf5Dataset> saved = arrays.numbered("variables");
      if (saved.size() != variables.size()) {
        throw misfit(file, variables.size() + " variables", saved.size());
      }
      for (int i = 0; i < saved.size(); i++) {
        Variable v = variables.get(i);
        if (!saved.get(i).shape().equals(v.shape())) {
          throw misfit(file, v.toString(), saved.get(i).shape());
        }
      }
      Progress progress = ProgressJson.read(json, arrays, file);
      for (int i = 0; i < saved.size(); i++) {
        saved.get(i).readInto(variables.get(i).overwrite(), variables.get(i).offset());
      }
      return progress;
    } catch (ClassCastException | NullPointerException e) {
      throw new FormatException(file + ": the state is not as it was written", e);
    }
  }

  private static IllegalArgumentException misfit(Path file, String expected, Object got) {
    return new IllegalArgumentException(
        "%s is of another model or optimizer: expected %s, got %s; begin anew elsewhere, or delete it"
            .formatted(file, expected, got));
  }

  /** Returns the folder. */
  public Path folder() {
    return folder;
  }

  static Map<String, Object> strings(Object map) {
    @SuppressWarnings("unchecked") // a JSON object
    Map<String, Object> typed = (Map<String, Object>) map;
    return typed;
  }
}
