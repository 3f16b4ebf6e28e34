// SPDX-License-Identifier: Apache-2.0
package io.nyala.metrics;

import io.nyala.ops.Ops;
import io.nyala.ops.Value;

/** Similarity measures of two vectors along an axis. */
final class Correlations {
  private static final float EPSILON = 1e-7f;

  private Correlations() {}

  /** The cosine of the angle between two vectors. */
  static Value cosine(Value a, Value b, int axis) {
    return Ops.sum(Ops.multiply(unit(a, axis), unit(b, axis)), false, axis);
  }

  private static Value unit(Value x, int axis) {
    Value squares = Ops.maximum(Ops.sum(Ops.square(x), true, axis), EPSILON * EPSILON);
    return Ops.multiply(x, Ops.rsqrt(squares));
  }

  /** Pearson's correlation. */
  static Value pearson(Value a, Value b, int axis) {
    return Ops.mean(Ops.multiply(standard(a, axis), standard(b, axis)), false, axis);
  }

  private static Value standard(Value x, int axis) {
    Value deviation = Ops.sqrt(Ops.variance(x, true, axis));
    return Ops.divide(Ops.subtract(x, Ops.mean(x, true, axis)), deviation);
  }

  /**
   * Lin's concordance correlation, as computed by Keras. Keras takes deviations of both from the
   * mean of the predictions; that changes nothing, because deviations of the predictions sum to
   * zero.
   */
  static Value concordance(Value yTrue, Value yPred, int axis) {
    Value trueMean = Ops.mean(yTrue, true, axis);
    Value predMean = Ops.mean(yPred, true, axis);
    Value covariance = Ops.multiply(Ops.subtract(yTrue, predMean), Ops.subtract(yPred, predMean));
    Value spread = Ops.add(Ops.variance(yTrue, true, axis), Ops.variance(yPred, true, axis));
    Value distance = Ops.square(Ops.subtract(trueMean, predMean));
    Value norm = Ops.add(Ops.add(spread, distance), EPSILON);
    return Ops.mean(Ops.divide(Ops.multiply(covariance, 2f), norm), false, axis);
  }
}
