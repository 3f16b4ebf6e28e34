// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import io.nyala.batches.Batch;
import io.nyala.batches.BatchSource;
import io.nyala.losses.Loss;
import io.nyala.models.core.Inputs;
import io.nyala.models.core.States;
import io.nyala.models.feeding.ClassWeights;
import io.nyala.models.feeding.Feed;
import io.nyala.models.feeding.FirstRows;
import io.nyala.models.feeding.RowsFeed;
import io.nyala.models.feeding.SourceFeed;
import io.nyala.models.programs.Rows;
import io.nyala.settings.Arguments;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Validates the data passed by the user and starts training with them. */
final class Fitting {
  private final Model model;
  private final Trainer trainer;

  Fitting(Model model, Trainer trainer) {
    this.model = model;
    this.trainer = trainer;
  }

  History fit(List<Tensor> x, List<Tensor> y, FitOptions o) {
    Arguments.given("options", o);
    Rows rows = rows("", x, y, o.sampleWeights(), o.classWeight());
    checkFinite("", rows);
    o.callbacks().stream().filter(Callback::wantsData).forEach(c -> c.onData(x, y));
    Feed validation = validation(o);
    if (validation == null && o.validationSplit() > 0) {
      int at = (int) Math.floor(rows.count() * (1 - o.validationSplit()));
      if (at == 0 || at == rows.count()) {
        throw new IllegalArgumentException(
            "validationSplit %s of %d rows leaves no rows for %s"
                .formatted(o.validationSplit(), rows.count(), at == 0 ? "training" : "validation"));
      }
      // Class weights apply to training only, as in Keras.
      Rows plain = new Rows(rows.x(), y, weights(y, o.sampleWeights(), null));
      validation = held(plain.range(at, rows.count()), at, o);
      rows = rows.range(0, at);
    } else if (o.validationX() != null) {
      validation = heldGiven(rows.count(), o);
    }
    States.prepare(model.core(), Math.min(o.batchSizeFor(rows.count()), rows.count()));
    int batch = o.batchSizeFor(rows.count());
    long seed = o.seedOr(model.seed());
    Feed feed = RowsFeed.training(rows, batch, o.stepsPerEpoch(), o.shuffle(), seed);
    return trainer.fit(feed, validation, o);
  }

  History fit(BatchSource source, FitOptions o) {
    Arguments.given("options", o);
    o.refuseWhatRowsNeed();
    List<Callback> curious = o.callbacks().stream().filter(Callback::wantsData).toList();
    if (!curious.isEmpty()) {
      FirstRows first = FirstRows.of(source);
      curious.forEach(c -> c.onData(first.x(), first.y()));
    }
    States.prepare(model.core(), -1);
    Feed validation = o.validationX() != null ? heldGiven(-1, o) : validation(o);
    Feed feed =
        SourceFeed.training(source, o.stepsPerEpoch(), b -> checked("", b, o.classWeight()));
    return trainer.fit(feed, validation, o);
  }

  /** Returns the feed of a validation on a batch source, or null. */
  private Feed validation(FitOptions o) {
    return o.validationSource() == null
        ? null
        : SourceFeed.evaluation(
            o.validationSource(), o.validationSteps(), b -> checked("validation ", b, null));
  }

  private Feed heldGiven(int trainingRows, FitOptions o) {
    Rows rows = rows("validation ", o.validationX(), o.validationY(), o.validationWeights(), null);
    checkFinite("validation ", rows);
    return held(rows, trainingRows, o);
  }

  /** Returns the feed of a validation; its batch size defaults to that of training. */
  private Feed held(Rows rows, int trainingRows, FitOptions o) {
    int batch =
        trainingRows < 0
            ? EvaluateOptions.BATCH
            : Math.min(o.batchSizeFor(trainingRows), trainingRows);
    return RowsFeed.evaluation(rows, o.validationBatchSizeOr(batch), o.validationSteps());
  }

  Map<String, Double> evaluate(List<Tensor> x, List<Tensor> y, EvaluateOptions o) {
    Arguments.given("options", o);
    Rows rows = rows("", x, y, o.sampleWeights(), null);
    States.prepare(model.core(), Math.min(o.batchSize(), rows.count()));
    Feed feed = RowsFeed.evaluation(rows, o.batchSize(), o.steps());
    return trainer.evaluate(feed, o.callbacks());
  }

  Map<String, Double> evaluate(BatchSource source, EvaluateOptions o) {
    Arguments.given("options", o);
    if (!o.sampleWeights().isEmpty()) {
      throw new IllegalArgumentException(
          "data that come in batches contain their sample weights; do not set them twice");
    }
    States.prepare(model.core(), -1);
    Feed feed = SourceFeed.evaluation(source, o.steps(), b -> checked("", b, null));
    return trainer.evaluate(feed, o.callbacks());
  }

  private Rows checked(String kind, Batch batch, Map<Integer, Double> classWeight) {
    Rows rows = rows(kind, batch.x(), batch.y(), batch.sampleWeights(), classWeight);
    checkFinite(kind, rows);
    return rows;
  }

  /**
   * Checks counts and shapes, and converts tensors to the element types that the model declares.
   *
   * @param kind a prefix for "x" and "y" in error messages, for example {@code "validation "}
   */
  Rows rows(
      String kind,
      List<Tensor> x,
      List<Tensor> y,
      List<Tensor> sampleWeights,
      Map<Integer, Double> classWeight) {
    Arguments.allGiven(kind + "y", y);
    Arguments.allGiven(kind + "sample weights", sampleWeights);
    List<Tensor> program = Inputs.ofProgram(model.core(), kind, x);
    int outputs = model.outputShapes().size();
    if (y.size() != outputs) {
      throw new IllegalArgumentException(
          "%s has %d outputs %s, got %d %stargets"
              .formatted(model, outputs, model.outputNames(), y.size(), kind));
    }
    List<Tensor> weights = weights(y, sampleWeights, classWeight);
    Rows rows = new Rows(Rows.cast(program, model.core().programTypes()), y, weights);
    checkTargets(kind, y);
    return rows;
  }

  /** Lets the losses check their targets: shapes first, then values. */
  private void checkTargets(String kind, List<Tensor> y) {
    for (int i = 0; i < y.size(); i++) {
      Loss loss = trainer.objective().loss(i);
      if (loss != null) {
        Shape predictions = model.outputShapes().get(i);
        try {
          loss.checkShapes(y.get(i).shape(), predictions.with(0, y.get(i).shape().dim(0)));
          loss.check(y.get(i), predictions);
        } catch (ShapeException e) {
          throw new ShapeException(described(kind, i, e));
        } catch (IllegalArgumentException e) {
          throw new IllegalArgumentException(described(kind, i, e), e);
        }
      }
    }
  }

  private String described(String kind, int output, Exception e) {
    List<String> names = model.outputNames();
    String where = names.size() == 1 ? "" : ", output \"" + names.get(output) + "\"";
    return model
        + where
        + ": "
        + (kind.isEmpty() ? "" : "in the " + kind + "data: ")
        + e.getMessage();
  }

  private List<Tensor> weights(
      List<Tensor> y, List<Tensor> sampleWeights, Map<Integer, Double> classWeight) {
    if (classWeight != null) {
      if (!sampleWeights.isEmpty()) {
        throw new IllegalArgumentException("use class weights or sample weights, not both");
      }
      if (y.size() != 1) {
        throw new IllegalArgumentException(
            "class weights are only for models with one output; this one has "
                + model.outputNames()
                + "; use sample weights");
      }
      return List.of(ClassWeights.rows(y.get(0), classWeight));
    }
    if (sampleWeights.size() == 1 && y.size() > 1) {
      return Collections.nCopies(y.size(), sampleWeights.get(0).cast(DType.FLOAT32));
    }
    if (!sampleWeights.isEmpty() && sampleWeights.size() != y.size()) {
      throw new IllegalArgumentException(
          "%s has %d outputs %s, got sample weights for %d"
              .formatted(model, y.size(), model.outputNames(), sampleWeights.size()));
    }
    List<Tensor> weights = new ArrayList<>();
    sampleWeights.forEach(w -> weights.add(w.cast(DType.FLOAT32)));
    return weights;
  }

  private void checkFinite(String kind, Rows rows) {
    check(kind + "x", rows.x());
    check(kind + "y", rows.y());
    check(kind + "sample weights", rows.weights());
  }

  private static void check(String what, List<Tensor> tensors) {
    for (int i = 0; i < tensors.size(); i++) {
      Inputs.checkFinite(tensors.size() == 1 ? what : what + " " + i, tensors.get(i));
    }
  }
}
