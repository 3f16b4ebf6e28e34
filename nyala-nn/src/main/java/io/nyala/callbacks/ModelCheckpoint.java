// SPDX-License-Identifier: Apache-2.0
package io.nyala.callbacks;

import io.nyala.models.Model;
import io.nyala.models.ModelStore;
import io.nyala.settings.Arguments;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Saves the model during training. The file extension selects the content: {@code .keras} and
 * {@code .h5} for the whole model, {@code .weights.h5}, {@code .safetensors} and {@code .npz} for
 * the weights; all except the last need the module {@code io.nyala.io}. Semantics of Keras 3
 * ({@code callbacks/model_checkpoint.py}), except that files are replaced atomically, and with
 * {@link #saveBestOnly} an epoch in which the metric is missing or NaN saves nothing.
 *
 * <p>The path may contain Python format placeholders for the epoch, counted from 1, and for logged
 * values: {@code runs/{epoch:02d}-{val_loss:.2f}.weights.npz}; with {@link #saveEvery} also for
 * {@code batch}.
 */
public final class ModelCheckpoint extends Monitor<ModelCheckpoint> {
  private static final System.Logger LOG = System.getLogger(ModelCheckpoint.class.getPackageName());

  private final PathTemplate template;
  private BiConsumer<Model, Path> saver;
  private boolean bestOnly;
  private Double best;
  private int batches;
  private int seen;
  private int lastBatch = -1;
  private int epoch;

  /**
   * Creates a callback that saves after each epoch and monitors {@code val_loss} for {@link
   * #saveBestOnly}.
   */
  public ModelCheckpoint(String path) {
    this(path, "val_loss");
  }

  /**
   * Creates a callback that saves after each epoch and monitors a metric for {@link #saveBestOnly}.
   */
  public ModelCheckpoint(String path, String quantity) {
    super(quantity, 0);
    this.template = new PathTemplate(path);
  }

  @Override
  protected ModelCheckpoint self() {
    return this;
  }

  /** Saves only if the metric is the best so far. */
  public ModelCheckpoint saveBestOnly() {
    this.bestOnly = true;
    return this;
  }

  /** Sets the value that the first saved model must improve on; default none. */
  public ModelCheckpoint initialValueThreshold(double value) {
    this.best = finite("initialValueThreshold", value);
    return this;
  }

  /** Saves after every {@code everyBatches} batches instead of after each epoch. */
  public ModelCheckpoint saveEvery(int everyBatches) {
    if (everyBatches < 1) {
      throw new IllegalArgumentException("saveEvery must be at least 1, got " + everyBatches);
    }
    this.batches = everyBatches;
    return this;
  }

  /** Saves with a custom function instead of the format of the file extension. */
  public ModelCheckpoint savingWith(BiConsumer<Model, Path> newSaver) {
    this.saver = Arguments.given("ModelCheckpoint: saver", newSaver);
    return this;
  }

  @Override
  protected boolean onlyOnFirstWorker() {
    return true;
  }

  @Override
  protected Set<String> watched() {
    return batches == 0 ? names() : Set.of();
  }

  @Override
  protected Set<String> watchedInBatches() {
    return batches == 0 ? Set.of() : names();
  }

  private Set<String> names() {
    Set<String> names = template.names();
    names.remove("epoch");
    if (batches > 0) {
      names.remove("batch");
    }
    if (bestOnly) {
      names.add(quantity());
    }
    return names;
  }

  @Override
  public Map<String, Object> state() {
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("best", best);
    state.put("seen", seen);
    state.put("last_batch", lastBatch);
    return state;
  }

  @Override
  public void restore(Map<String, Object> state) {
    best = (Double) state.get("best");
    seen = (Integer) state.get("seen");
    lastBatch = (Integer) state.get("last_batch");
  }

  /**
   * Finds the store for the file format.
   *
   * @throws IllegalArgumentException if no available module writes it
   */
  @Override
  public void onTrainBegin() {
    if (saver == null) {
      saver = ModelStore.of(template.plain())::save;
    }
  }

  @Override
  public void onEpochBegin(int newEpoch) {
    epoch = newEpoch;
  }

  @Override
  public void onTrainBatchEnd(int batch, Map<String, Double> logs) {
    if (batches == 0) {
      return;
    }
    seen += batch <= lastBatch || lastBatch < 0 ? batch + 1 : batch - lastBatch;
    lastBatch = batch;
    if (seen >= batches) {
      seen = 0;
      save(batch, logs);
    }
  }

  @Override
  public void onEpochEnd(int newEpoch, Map<String, Double> logs) {
    if (batches == 0) {
      save(-1, logs);
    }
  }

  @Override
  public void onTrainEnd(Map<String, Double> logs) {
    if (bestOnly && best == null) {
      LOG.log(
          System.Logger.Level.WARNING,
          "ModelCheckpoint saved nothing: {0} was never a finite number",
          quantity());
    }
  }

  private void save(int batch, Map<String, Double> logs) {
    Double current = bestOnly ? current(logs) : null;
    if (bestOnly && current == null) {
      return; // no validation in this epoch
    }
    if (bestOnly && !isImprovement(current, best)) {
      say(
          "\nEpoch %d: %s did not improve from %s\n"
              .formatted(epoch + 1, quantity(), digits(best)));
      return;
    }
    Path path = template.fill(epoch + 1, batch + 1, logs);
    if (bestOnly) {
      say(
          "\nEpoch %d: %s improved from %s to %s, saving model to %s\n"
              .formatted(epoch + 1, quantity(), digits(best), digits(current), path));
      best = current;
    } else {
      say("\nEpoch %d: saving model to %s\n".formatted(epoch + 1, path));
    }
    saver.accept(model(), path);
  }

  private static String digits(Double value) {
    return value == null ? "None" : String.format(Locale.ROOT, "%.5f", value);
  }
}
