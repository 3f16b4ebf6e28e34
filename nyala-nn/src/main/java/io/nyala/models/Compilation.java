// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import io.nyala.batches.BatchSource;
import io.nyala.layers.base.Weight;
import io.nyala.models.core.Inputs;
import io.nyala.models.core.Tracing;
import io.nyala.models.core.TrainableState;
import io.nyala.models.programs.Objective;
import io.nyala.models.programs.Parameters;
import io.nyala.settings.Arguments;
import io.nyala.tensor.Tensor;
import java.util.List;

/**
 * The training settings of a model and its trainer, which is created as soon as the weights exist.
 * A new compilation replaces the old one as a whole; runs already started continue with the old
 * one.
 */
final class Compilation {
  private final Model model;
  private final Compile settings;
  private final TrainableState frozen;
  private volatile Trainer trainer;

  /**
   * Creates a compilation with these settings (null before {@link Model#compile}) and the layers
   * that are frozen now.
   */
  Compilation(Model model, Compile settings) {
    this.model = model;
    this.settings = settings;
    this.frozen = settings == null ? null : new TrainableState(model);
    if (settings != null && model.core().isReady()) {
      prepare();
    }
  }

  /** Returns the settings passed to {@link Model#compile}, or null. */
  Compile settings() {
    return settings;
  }

  /** Returns the trainer, or null before the weights exist. */
  Trainer trainer() {
    return trainer;
  }

  /** Returns which layers were frozen or unfrozen since, as a sentence, or an empty string. */
  String changedFlags() {
    return frozen == null ? "" : frozen.changes();
  }

  private Trainer prepare() {
    List<Weight> trained =
        frozen.during(model, () -> model.weights().stream().filter(Weight::trainable).toList());
    Objective objective = settings.objective(model.outputNames());
    Trainer.checkWeights(model, trained, settings.optimizer());
    Parameters[] parameters = new Parameters[1];
    model
        .core()
        .holdings()
        .gates()
        .changing(() -> parameters[0] = new Parameters(trained, settings.optimizer()));
    trainer = new Trainer(model, objective, parameters[0], frozen);
    return trainer;
  }

  /** Returns the trainer for data of these types. */
  Trainer trainerFor(List<Tensor> x, String what) {
    requireSettings(what);
    model.core().ensureBuilt(Inputs.types(Arguments.allGiven("x", x)));
    Trainer made = trainer;
    return made != null ? made : Tracing.alone(() -> trainer != null ? trainer : prepare());
  }

  /** Returns the trainer; types that are not known yet are taken from the first batch. */
  Trainer trainerFor(BatchSource data, String what) {
    Arguments.given("data", data);
    requireSettings(what);
    return trainerFor(model.core().isReady() ? List.of() : Inputs.first(data).x(), what);
  }

  private void requireSettings(String what) {
    if (settings == null) {
      throw new IllegalStateException(
          "%s was not compiled; call compile(optimizer, loss, metrics...) before %s"
              .formatted(model, what));
    }
  }

  /** See {@link Model#largerIsBetter}. */
  Boolean largerIsBetter(String logName) {
    Arguments.given("name", logName);
    Trainer made = trainer;
    if (made == null) {
      return null;
    }
    String plain = logName.startsWith("val_") ? logName.substring("val_".length()) : logName;
    return made.objective().largerIsBetter(plain);
  }

  /** Discards all compiled programs, because the state they were traced with has changed. */
  void forgetPrograms() {
    if (trainer != null) {
      trainer.forgetPrograms();
    }
  }
}
