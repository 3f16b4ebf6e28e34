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
 * Keeps the state of a training in a folder and goes on from it: weights, optimizer, step, position
 * in the data, callbacks.
 *
 * <pre>{@code
 * model.fit(x, y, fit().epochs(50).checkpoints(Checkpoints.in(Path.of("runs/mnist"))));
 * }</pre>
 *
 * <p>Run the same program again after it was killed, and it ends with the same weights to the bit.
 * A checkpoint is written into a temporary file, forced to the disk and renamed; each part has a
 * checksum; the one before is kept, and serves if the newest turns out damaged. A training has its
 * folder to itself: another one that would use it meanwhile is refused.
 */
public final class Checkpoints implements Checkpointer {
  private static final System.Logger LOG = System.getLogger(Checkpoints.class.getPackageName());
  private static final String CURRENT = "training.checkpoint";
  private static final String PREVIOUS = "training.previous.checkpoint";

  /** Training lasts at least so many times as long as saving it. */
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

  /**
   * Says that the training comes in parts, each of which goes on to a later epoch: no message tells
   * of it then.
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
   * Deletes what was kept, so that training begins anew.
   *
   * @throws UncheckedIOException if it cannot be deleted, or a training is using it
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

  /** Tells whether there is something to go on from. */
  public boolean exist() {
    return Files.exists(current) || Files.exists(previous);
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

  /** Gives the folder back. */
  @Override
  public void end() {
    if (lock != null) {
      try {
        lock.close();
      } catch (IOException e) {
        throw new UncheckedIOException("cannot give back " + folder, e);
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
      // One that cannot be read must not take the place of the one before, which can.
      boolean replaces = currentIsWhole || CheckpointFile.isWhole(current);
      CheckpointFile.write(current, replaces ? previous : null, progress, variables);
      currentIsWhole = true;
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
  public Progress restore(List<Variable> variables, Consumer<Progress> check) {
    try {
      take();
      finishWhatWasCutShort();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot go on from checkpoints: " + e.getMessage(), e);
    }
    IOException damage = null;
    for (Path file : List.of(current, previous)) {
      if (Files.exists(file)) {
        try {
          Progress progress = CheckpointFile.read(file, variables, check);
          currentIsWhole = file.equals(current);
          if (damage != null) {
            LOG.log(Level.WARNING, "going on from the checkpoint before: {0}", damage.getMessage());
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

  /** A kill may have come when a checkpoint was whole, but had not got its name yet. */
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
