// SPDX-License-Identifier: Apache-2.0
package io.nyala.doctor;

import java.util.ArrayList;
import java.util.List;

/**
 * The course of a training run.
 *
 * @param steps the number of updates
 * @param losses training losses of the epochs
 * @param validation validation losses of the epochs, NaN for an epoch without one, empty without
 *     validation
 * @param trivial the loss of the best constant prediction, or NaN if not known
 * @param moved the change of the weights relative to their size, or NaN if not known
 * @param diverged whether the loss became NaN or infinite
 * @param first the number of the first epoch, starting from 0
 */
public record Course(
    long steps,
    List<Double> losses,
    List<Double> validation,
    double trivial,
    double moved,
    boolean diverged,
    int first) {
  private static final int FEWEST_EPOCHS = 3;

  /** From this number of epochs on, the end of a curve is the mean of its last tenth. */
  private static final int MANY_EPOCHS = 10;

  /** After fewer updates a loss does not predict later losses. */
  private static final int FEWEST_STEPS = 50;

  private static final String WHERE = "training";

  /** Creates the course of a run that started with epoch 0. */
  public Course(
      long steps,
      List<Double> losses,
      List<Double> validation,
      double trivial,
      double moved,
      boolean diverged) {
    this(steps, losses, validation, trivial, moved, diverged, 0);
  }

  /** Judges the curves. */
  public Diagnosis diagnose() {
    List<Finding> found = new ArrayList<>();
    if (tooHigh(found)) {
      return new Diagnosis(found); // in this case the rest of the curves is meaningless
    }
    if (losses.size() >= FEWEST_EPOCHS && steps >= FEWEST_STEPS) {
      trivial(found);
      overfitting(found);
    }
    leakage(found);
    return new Diagnosis(found);
  }

  private boolean tooHigh(List<Finding> found) {
    String saw = null;
    double last = losses.isEmpty() ? Double.NaN : losses.getLast();
    double best = least(losses);
    if (diverged) {
      saw = "the loss became NaN or infinite";
    } else if (losses.size() >= FEWEST_EPOCHS && last > 2 * best && last - best > 0.1 * scale()) {
      saw = "the loss fell to %s and rose to %s".formatted((float) best, (float) last);
    } else if (losses.size() >= FEWEST_EPOCHS && best > 1.5 * trivial && !isFalling()) {
      saw =
          ("the loss stays at %s, worse than the %s of a constant prediction, with weights that "
                      + "changed by")
                  .formatted((float) best, (float) trivial)
              + " %s of their size".formatted((float) moved);
    }
    if (saw == null || !diverged && moved < 0.05) {
      return false;
    }
    found.add(Finding.of(Disease.LEARNING_RATE_TOO_HIGH, WHERE, saw));
    return true;
  }

  /** Returns the reference for judging whether a loss is large or small. */
  private double scale() {
    return Double.isNaN(trivial) ? losses.getFirst() : trivial;
  }

  /** Returns whether the loss kept improving in the last third of the epochs. */
  private boolean isFalling() {
    int cut = losses.size() - Math.max(1, losses.size() / 3);
    double before = least(losses.subList(0, cut));
    double after = least(losses.subList(cut, losses.size()));
    return after < 0.98 * before;
  }

  private static double least(List<Double> values) {
    return values.stream().mapToDouble(d -> d).filter(d -> d == d).min().orElse(Double.NaN);
  }

  private void trivial(List<Finding> found) {
    double last = losses.getLast();
    if (moved < 0.01 && last > 0.9 * trivial) {
      found.add(
          Finding.of(
              Disease.LEARNING_RATE_TOO_LOW,
              WHERE,
              "in %d epochs the weights changed by %s of their size and the loss went from %s to %s"
                  .formatted(
                      losses.size(), (float) moved, losses.getFirst().floatValue(), (float) last)));
    } else if (last > 0.98 * trivial && !isFalling()) {
      found.add(
          Finding.of(
              Disease.NO_BETTER_THAN_TRIVIAL,
              WHERE,
              "loss %s; the best constant prediction has %s"
                  .formatted((float) last, (float) trivial)));
    } else if (last > 0.9 * trivial && !isFalling()) {
      found.add(
          Finding.of(
              Disease.UNDERFITTING,
              WHERE,
              "loss %s, hardly below the %s of a constant prediction, and no longer falling"
                  .formatted((float) last, (float) trivial)));
    }
  }

  private void overfitting(List<Finding> found) {
    List<Double> held = validated();
    if (held.size() < FEWEST_EPOCHS) {
      return;
    }
    double best = least(validation);
    int at = validation.indexOf(best);
    double last = held.getLast();
    double gap = last - losses.getLast();
    boolean matters = Double.isNaN(trivial) || gap > 0.2 * trivial;
    boolean clearly = last > 1.3 * best && last > 2 * losses.getLast();
    if (matters && (clearly || isSlowlyWorse(held, best, at))) {
      found.add(
          Finding.of(
              Disease.OVERFITTING,
              WHERE,
              "validation loss %s at the end, but %s at best in epoch %d of %d; training loss %s"
                  .formatted(
                      (float) last,
                      (float) best,
                      first + at + 1,
                      first + losses.size(),
                      losses.getLast().floatValue())));
    }
  }

  /** Returns whether validation has worsened since its best epoch while training kept improving. */
  private boolean isSlowlyWorse(List<Double> held, double best, int bestAt) {
    return held.size() >= MANY_EPOCHS
        && bestAt < losses.size()
        && end(held) > 1.1 * best
        && end(losses) < 0.9 * losses.get(bestAt);
  }

  /** Averages several epochs, because single epochs fluctuate. */
  private static double end(List<Double> curve) {
    int n = Math.max(1, curve.size() / 10);
    return curve.subList(curve.size() - n, curve.size()).stream()
        .mapToDouble(d -> d)
        .average()
        .orElse(Double.NaN);
  }

  /** Returns the available validation losses. */
  private List<Double> validated() {
    return validation.stream().filter(d -> !d.isNaN()).toList();
  }

  private void leakage(List<Finding> found) {
    List<Double> held = validated();
    if (!held.isEmpty() && held.getFirst() < 1e-3 * trivial) {
      found.add(
          Finding.of(
              Disease.LEAKAGE_SUSPECTED,
              "the validation",
              "its loss is %s after the first epoch, a constant prediction has %s"
                  .formatted(held.getFirst().floatValue(), (float) trivial)));
    }
  }

  /** Returns the loss of the trivial predictor of an examination, or NaN if not known. */
  public static double trivial(Examination examination) {
    if (examination.heads().size() != 1) {
      return Double.NaN;
    }
    Examination.Head head = examination.heads().get(0);
    return Baseline.of(head.loss(), head.targets(), head.units());
  }
}
