// SPDX-License-Identifier: Apache-2.0
package io.nyala.examples.recipe;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nyala.files.AtomicFile;
import io.nyala.files.testing.KillPoint;
import io.nyala.io.checkpoint.Checkpoints;
import io.nyala.io.files.Folders;
import io.nyala.models.training.Checkpointer;
import io.nyala.models.training.Progress;
import io.nyala.variables.Variable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The data kept until a run is complete, so that {@code --resume} can continue it: its settings and
 * the checkpoints of each training, in the folder {@code unfinished} of the output folder. An
 * unfinished run exists as long as its settings file.
 */
final class UnfinishedRun implements AutoCloseable {
  private static final String FOLDER = "unfinished";
  private static final String SETTINGS = "run.json";

  private final Path folder;
  private final String recipe;
  private final Map<String, String> settings;
  private final boolean resumed;
  private final UnaryOperator<Checkpoints> rhythm;
  private final Consumer<String> listener;
  private final List<Part> parts = new ArrayList<>();
  private boolean begun;
  private boolean searched;

  /**
   * Creates the data of a run; nothing is written yet.
   *
   * @param out the output folder
   * @param settings the options that determine the run, by name
   * @param resumed whether to continue the existing run instead of starting over
   * @param rhythm sets how often to save
   * @param listener receives messages for the user
   */
  UnfinishedRun(
      Path out,
      String recipe,
      Map<String, String> settings,
      boolean resumed,
      UnaryOperator<Checkpoints> rhythm,
      Consumer<String> listener) {
    this.folder = out.resolve(FOLDER);
    this.recipe = recipe;
    this.settings = settings;
    this.resumed = resumed;
    this.rhythm = rhythm;
    this.listener = listener;
  }

  /** Returns the folder of an unfinished run. */
  static Path folder(Path out) {
    return out.resolve(FOLDER);
  }

  /** Returns whether there is an unfinished run in an output folder. */
  static boolean isIn(Path out) {
    return Files.isRegularFile(folder(out).resolve(SETTINGS));
  }

  /**
   * Returns the settings of the unfinished run in an output folder.
   *
   * @throws UsageException if there is none, or it belongs to another recipe
   */
  static Map<String, String> settings(Path out, String recipe) {
    Path file = folder(out).resolve(SETTINGS);
    if (!isIn(out)) {
      String whole = Files.exists(out.resolve("model.keras")) ? " (a complete one exists)" : "";
      throw new UsageException(
          "--resume: no unfinished run in %s%s; run it without --resume".formatted(out, whole));
    }
    try {
      Map<String, Object> form = JSON.std.mapFrom(Files.readString(file));
      if (!recipe.equals(form.get("recipe"))) {
        throw new UsageException(
            ("--resume: the unfinished run in %s belongs to %s, not to %s; use its name, or "
                    + "another --out")
                .formatted(out, form.get("recipe"), recipe));
      }
      Map<String, String> settings = new LinkedHashMap<>();
      ((Map<?, ?>) form.get("settings")).forEach((k, v) -> settings.put((String) k, (String) v));
      return settings;
    } catch (IOException | ClassCastException | NullPointerException e) {
      throw new UsageException(
          "--resume: %s cannot be read (%s); run with --fresh instead to start over"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  /**
   * Returns the checkpointer for one of the trainings of the run, which resumes it if it was
   * started.
   */
  Checkpointer part(String name) {
    begin();
    Part part = new Part(rhythm.apply(Checkpoints.in(folder.resolve(name))));
    parts.add(part);
    return part;
  }

  /**
   * Returns the folder of a search, which is kept when the run is complete and emptied for a new
   * run.
   */
  Path study(Path study) {
    begin();
    if (!resumed && !searched) {
      delete(study);
    }
    searched = true;
    return study;
  }

  private void begin() {
    if (begun || resumed) {
      return;
    }
    begun = true;
    if (Files.exists(folder.resolve(SETTINGS))) {
      listener.accept("The previous unfinished run is discarded.");
    }
    remove();
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("recipe", recipe);
    form.put("settings", settings);
    try {
      AtomicFile.writeString(folder.resolve(SETTINGS), JSON.std.asString(form));
    } catch (IOException e) {
      throw new UsageException("--out: cannot write to the folder " + folder + " (" + e + ")", e);
    }
  }

  /** Deletes the data of a completed run, its settings first. */
  void remove() {
    close();
    if (!Files.exists(folder)) {
      return;
    }
    try {
      Files.deleteIfExists(folder.resolve(SETTINGS));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + folder, e);
    }
    KillPoint.pass(folder, "forgotten");
    delete(folder);
  }

  private static void delete(Path folder) {
    try {
      Folders.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + folder, e);
    }
  }

  /** Releases the folder. */
  @Override
  public void close() {
    parts.forEach(Part::end);
  }

  /** Saves one training run, and reports when it is resumed. */
  private final class Part implements Checkpointer {
    private final Checkpoints kept;

    Part(Checkpoints kept) {
      this.kept = kept;
    }

    @Override
    public Progress restore(List<Variable> variables, Consumer<Progress> check) {
      Progress from;
      try {
        from = kept.restore(variables, check);
      } catch (UncheckedIOException e) {
        throw new UsageException(
            "--resume: %s; run with --fresh instead".formatted(e.getMessage()), e);
      }
      if (from != null) {
        listener.accept(
            "Resuming the interrupted run: epoch %d, after step %d."
                .formatted(from.epoch() + 1, from.batch()));
      }
      return from;
    }

    @Override
    public boolean isDue(long steps, boolean epochEnds) {
      return kept.isDue(steps, epochEnds);
    }

    @Override
    public void save(Progress progress, List<Variable> variables) {
      kept.save(progress, variables);
    }

    @Override
    public void end() {
      kept.end();
    }
  }
}
