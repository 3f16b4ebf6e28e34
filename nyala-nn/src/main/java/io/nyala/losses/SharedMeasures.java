// SPDX-License-Identifier: Apache-2.0
package io.nyala.losses;

/**
 * Functions that can be used as losses and as metrics. {@link Losses} and {@code Metrics} inherit
 * these methods instead of declaring them twice, so that a program can import all names of both:
 *
 * <pre>{@code
 * import static io.nyala.losses.Losses.*;
 * import static io.nyala.metrics.Metrics.*;
 *
 * model.compile(adam(1e-3), meanSquaredError(), meanAbsoluteError(), r2Score());
 * }</pre>
 */
public abstract class SharedMeasures {
  /** There are no instances, not even of subclasses. */
  protected SharedMeasures() {
    throw new AssertionError("a class of static methods");
  }

  /** Returns {@code mean((yTrue - yPred)^2)}. */
  public static MeanSquaredError meanSquaredError() {
    return new MeanSquaredError();
  }

  /** Returns {@code mean(|yTrue - yPred|)}. */
  public static MeanAbsoluteError meanAbsoluteError() {
    return new MeanAbsoluteError();
  }

  /** Returns {@code 100 * mean(|yTrue - yPred| / |yTrue|)}. */
  public static MeanAbsolutePercentageError meanAbsolutePercentageError() {
    return new MeanAbsolutePercentageError();
  }

  /**
   * Returns the cosine of the angle between targets and predictions: negated as a loss, which
   * training minimizes, and not negated as a metric, as in Keras.
   */
  public static CosineSimilarity cosineSimilarity() {
    return new CosineSimilarity();
  }
}
