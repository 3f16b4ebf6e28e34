// SPDX-License-Identifier: Apache-2.0
package io.nyala.examples.recipe;

import io.nyala.io.files.JsonLine;
import io.nyala.saving.Weights;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The report of a run.
 *
 * @param recipe the recipe's name
 * @param source the source of the data: a folder, a public address, or {@code sample}
 * @param rows the number of rows used, over all splits
 * @param seed the seed of every random choice
 * @param threads worker threads
 * @param epochs epochs trained
 * @param steps training steps taken
 * @param seconds duration of the training
 * @param metrics the metrics by name, in insertion order
 * @param weightsSha256 SHA-256 of all trained weights, 64 hexadecimal digits
 * @param study the journal of a search; null without a search
 */
public record RunReport(
    String recipe,
    String source,
    long rows,
    long seed,
    int threads,
    int epochs,
    long steps,
    double seconds,
    Map<String, Double> metrics,
    String weightsSha256,
    Path study) {

  /**
   * Returns the training steps taken per second.
   *
   * @return zero if no time was measured
   */
  public double stepsPerSecond() {
    return seconds > 0 ? steps / seconds : 0;
  }

  /**
   * Returns the report as one line of JSON.
   *
   * @return an object without line breaks
   */
  public String toJson() {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("source", source);
    data.put("rows", rows);
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("recipe", recipe);
    object.put("data", data);
    object.put("seed", seed);
    object.put("threads", threads);
    object.put("epochs", epochs);
    object.put("steps", steps);
    object.put("seconds", JsonLine.number(seconds));
    object.put("steps_per_second", JsonLine.number(stepsPerSecond()));
    object.put("metrics", JsonLine.numbers(metrics));
    object.put("weights_sha256", weightsSha256);
    if (study != null) {
      object.put("study", study.toString());
    }
    return JsonLine.of(object);
  }

  /** Builds a report; {@link #build} reports the first missing part. */
  public static final class Builder {
    private final String recipe;
    private final long seed;
    private final int threads;
    private String source;
    private long rows;
    private int epochs;
    private long steps;
    private double seconds;
    private final Map<String, Double> metrics = new LinkedHashMap<>();
    private String weightsSha256;
    private Path study;

    /**
     * Starts a report.
     *
     * @param recipe the recipe's name
     * @param seed the seed of every random choice
     * @param threads worker threads
     */
    public Builder(String recipe, long seed, int threads) {
      this.recipe = recipe;
      this.seed = seed;
      this.threads = threads;
    }

    /**
     * Sets the source of the data.
     *
     * @param newSource a folder, a public address, or {@code sample}
     * @param newRows the number of rows used, over all splits
     * @return this
     */
    public Builder data(String newSource, long newRows) {
      source = newSource;
      rows = newRows;
      return this;
    }

    /**
     * Sets the extent of the training.
     *
     * @param newEpochs epochs trained
     * @param newSteps training steps taken
     * @param newSeconds duration in seconds
     * @return this
     */
    public Builder training(int newEpochs, long newSteps, double newSeconds) {
      epochs = newEpochs;
      steps = newSteps;
      seconds = newSeconds;
      return this;
    }

    /**
     * Adds a metric.
     *
     * @param name the name, such as {@code test_accuracy}
     * @param value the value; a value that is not finite becomes {@code null} in JSON
     * @return this
     */
    public Builder metric(String name, double value) {
      metrics.put(name, value);
      return this;
    }

    /**
     * Hashes the trained weights.
     *
     * @param weights all weights, in the model's order
     * @return this
     */
    public Builder weights(float[]... weights) {
      weightsSha256 = Weights.sha256(weights);
      return this;
    }

    /**
     * Sets the journal of a search.
     *
     * @param journal the file
     * @return this
     */
    public Builder study(Path journal) {
      study = journal;
      return this;
    }

    /**
     * Finishes the report.
     *
     * @return the report
     * @throws IllegalStateException if the data, the training or the weights are missing
     */
    public RunReport build() {
      checkGiven(source != null, "data");
      checkGiven(epochs > 0, "training");
      checkGiven(weightsSha256 != null, "weights");
      return new RunReport(
          recipe,
          source,
          rows,
          seed,
          threads,
          epochs,
          steps,
          seconds,
          Collections.unmodifiableMap(new LinkedHashMap<>(metrics)),
          weightsSha256,
          study);
    }

    private void checkGiven(boolean given, String part) {
      if (!given) {
        throw new IllegalStateException(
            "report of " + recipe + ": call " + part + "(...) before build()");
      }
    }
  }
}
