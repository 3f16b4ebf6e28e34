// SPDX-License-Identifier: Apache-2.0
package io.nyala.examples;

import io.nyala.examples.recipe.RunReport;
import io.nyala.models.Callback;
import java.util.Locale;
import java.util.Map;

/**
 * Counts the epochs and steps of a training run and measures its duration, including validation.
 */
public final class Stopwatch extends Callback {
  private static final double NANOS = 1e-9;

  private long start;
  private double before; // seconds before an interruption
  private double seconds;
  private int epochs;
  private int stepsBefore; // steps per epoch, as recorded before an interruption or elsewhere

  /** Creates a stopwatch for one training. */
  public Stopwatch() {}

  /** Returns one that has measured a training elsewhere. */
  static Stopwatch of(int epochs, int stepsInEpoch, double seconds) {
    Stopwatch watch = new Stopwatch();
    watch.epochs = epochs;
    watch.stepsBefore = stepsInEpoch;
    watch.seconds = seconds;
    return watch;
  }

  @Override
  public void onTrainBegin() {
    epochs = 0;
    before = 0;
    start = System.nanoTime();
  }

  @Override
  public void onEpochEnd(int epoch, Map<String, Double> logs) {
    epochs++;
    // Also read here, so that the work of later callbacks at the end is not included.
    seconds = now();
  }

  private double now() {
    return before + (System.nanoTime() - start) * NANOS;
  }

  @Override
  public Map<String, Object> state() {
    return Map.of("epochs", epochs, "seconds", now(), "steps", stepsInEpoch());
  }

  @Override
  public void restore(Map<String, Object> state) {
    epochs = (Integer) state.get("epochs");
    before = (Double) state.get("seconds");
    stepsBefore = (Integer) state.getOrDefault("steps", 0);
    seconds = before;
    start = System.nanoTime();
  }

  /** Returns the number of epochs. */
  public int epochs() {
    return epochs;
  }

  /** Returns the number of steps. */
  public long steps() {
    return (long) epochs * stepsInEpoch();
  }

  private int stepsInEpoch() {
    return run() == null || run().steps() < 0 ? stepsBefore : run().steps();
  }

  /** Returns the duration in seconds. */
  public double seconds() {
    return seconds;
  }

  /** Returns a line of text. */
  public String summary() {
    double speed = steps() / Math.max(NANOS, seconds);
    return String.format(
        Locale.ROOT,
        speed < 10
            ? "%d epochs, %,d steps in %.2f s: %.1f steps per second"
            : "%d epochs, %,d steps in %.2f s: %,.0f steps per second",
        epochs,
        steps(),
        seconds,
        speed);
  }

  /** Adds the measurements to a report. */
  RunReport.Builder into(RunReport.Builder report) {
    return report.training(epochs, steps(), seconds);
  }
}
