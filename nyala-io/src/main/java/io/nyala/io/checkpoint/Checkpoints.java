// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.checkpoint;

import io.nyala.files.AtomicFile;
import io.nyala.files.FolderLock;
import io.nyala.models.training.Checkpointer;
import io.nyala.models.training.Progress;
import io.nyala.variables.Variable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * Saves the state of a training run in a folder and resumes from it: weights, optimizer, step,
 * position in the data, callbacks.
 *
 * <pre>{@code
 * model.fit(x, y, fit().epochs(50).checkpoints(Checkpoints.in(Path.of("runs/mnist"))));
 * }</pre>
 *
 * <p>If the program is killed and run again, it ends with bitwise the same weights. A checkpoint is
 * written to a temporary file, forced to disk and renamed. Each part has a checksum. The previous
 * checkpoint is kept and used if the newest is damaged. A training run locks its folder; other runs
 * that try to use it are rejected.
 */
public final class Checkpoints implements Checkpointer {
  private static final System.Logger LOG = System.getLogger(Checkpoints.class.getPackageName());
  private static final String CURRENT = "training.checkpoint";
  private static final String PREVIOUS = "training.previous.checkpoint";

  /** Training takes at least this many times as long as saving. */
  private static final int LEAST_SHARE = 20;

  private final Path folder;
  private final Path current;
  private final Path previous;
  private FolderLock lock;
  private boolean currentIsWhole;
  private boolean parts;
  private long everySteps;
  private Duration apart = Duration.ZERO;
  private long savedAt = System.nanoTime();
  private long took;

  private Checkpoints(Path folder) {
    this.folder = folder;
    this.current = folder.resolve(CURRENT);
    this.previous = folder.resolve(PREVIOUS);
  }

  /** Saves checkpoints after each epoch in a folder, which is created if necessary. */
  public static Checkpoints in(Path folder) {
    return new Checkpoints(folder);
  }

  /** Also saves within epochs, each time after this number of steps. */
  public Checkpoints everySteps(long steps) {
    if (steps < 1) {
      throw new IllegalArgumentException("everySteps must be at least 1, got " + steps);
    }
    this.everySteps = steps;
    return this;
  }

  /**
   * Saves after the first step or epoch once this time has passed; less often if saving would take
   * more than a twentieth of the time.
   */
  public Checkpoints every(Duration time) {
    this.apart = time;
    this.everySteps = 1;
    return this;
  }

  /**
   * Declares that training is done in parts, each of which continues to a later epoch; no message
   * is then shown on resuming.
   *
   * @return this
   */
  public Checkpoints parts() {
    this.parts = true;
    return this;
  }

  @Override
  public boolean inParts() {
    return parts;
  }

  /**
   * Deletes the checkpoints, so that training starts over.
   *
   * @throws UncheckedIOException if they cannot be deleted, or a training run is using them
   */
  public Checkpoints clear() {
    if (!Files.isDirectory(folder)) {
      return this;
    }
    boolean held = lock != null;
    try {
      take();
      for (Path part : AtomicFile.leftovers(current)) {
        Files.delete(part);
      }
      Files.deleteIfExists(current);
      Files.deleteIfExists(previous);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot delete checkpoints in %s: %s".formatted(folder, e.getMessage()), e);
    } finally {
      if (!held) {
        end();
      }
    }
    return this;
  }

  /** Returns whether there is a checkpoint to resume from. */
  public boolean exist() {
    return Files.exists(current) || Files.exists(previous);
  }

  /**
   * Copies the newest whole checkpoint to another folder, atomically; those there are replaced.
   *
   * @throws UncheckedIOException if there is none, it cannot be copied, or a training run is using
   *     one of the folders
   */
  public void copy(Checkpoints to) {
    boolean held = lock != null;
    try {
      take();
      finishWhatWasCutShort();
      Path from = CheckpointFile.isWhole(current) ? current : previous;
      to.clear();
      AtomicFile.write(to.current, out -> Files.copy(from, out));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot copy the checkpoint in %s to %s: %s".formatted(folder, to.folder, e.getMessage()),
          e);
    } finally {
      if (!held) {
        end();
      }
    }
  }

  /** Returns the folder. */
  public Path folder() {
    return folder;
  }

  // The folder

  private void take() throws IOException {
    if (lock == null) {
      lock = FolderLock.of(folder);
    }
  }

  /** Releases the folder. */
  @Override
  public void end() {
    if (lock != null) {
      try {
        lock.close();
      } catch (IOException e) {
        throw new UncheckedIOException("cannot release " + folder, e);
      } finally {
        lock = null;
      }
    }
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
    long began = System.nanoTime();
    try {
      take();
      // An unreadable checkpoint must not replace the readable one before it.
      boolean replaces = currentIsWhole || CheckpointFile.isWhole(current);
      CheckpointFile.write(current, replaces ? previous : null, progress, variables);
      currentIsWhole = true;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot write a checkpoint to %s (%s); the previous one is intact"
              .formatted(folder, e.getMessage()),
          e);
    }
    savedAt = System.nanoTime();
    took = savedAt - began;
  }

  // Restoring

  @Override
  public Progress restore(List<Variable> variables, Consumer<Progress> check) {
    try {
      take();
      finishWhatWasCutShort();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot resume from checkpoints: " + e.getMessage(), e);
    }
    IOException damage = null;
    for (Path file : List.of(current, previous)) {
      if (Files.exists(file)) {
        try {
          Progress progress = CheckpointFile.read(file, variables, check);
          currentIsWhole = file.equals(current);
          if (damage != null) {
            LOG.log(
                Level.WARNING, "resuming from the previous checkpoint: {0}", damage.getMessage());
          }
          return progress;
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
          "no checkpoint in %s can be read (%s); delete them to start over"
              .formatted(folder, damage.getMessage()),
          damage);
    }
    return null;
  }

  /** Handles a process that was killed when a checkpoint was complete but not yet renamed. */
  private void finishWhatWasCutShort() throws IOException {
    for (Path part : AtomicFile.leftovers(current)) {
      if (!CheckpointFile.isWhole(part)) {
        Files.delete(part);
      } else {
        if (CheckpointFile.isWhole(current)) {
          AtomicFile.move(current, previous);
        }
        AtomicFile.move(part, current);
      }
    }
  }
}
