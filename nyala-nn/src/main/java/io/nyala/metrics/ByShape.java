// SPDX-License-Identifier: Apache-2.0
package io.nyala.metrics;

import io.nyala.losses.BinaryCrossentropy;
import io.nyala.losses.CategoricalCrossentropy;
import io.nyala.losses.SparseCategoricalCrossentropy;
import io.nyala.ops.Value;
import io.nyala.tensor.Shape;
import java.util.List;

/**
 * A metric selected from the shapes of targets and predictions, as Keras does for the names {@code
 * accuracy} and {@code crossentropy}.
 */
final class ByShape extends MeanMetric {
  private final String identifier;
  private final Metric binary;
  private final Metric sparse;
  private final Metric categorical;

  private ByShape(String identifier, Metric binary, Metric sparse, Metric categorical) {
    super(identifier);
    this.identifier = identifier;
    this.binary = binary;
    this.sparse = sparse;
    this.categorical = categorical;
  }

  static ByShape accuracy() {
    return new ByShape(
        "accuracy",
        new BinaryAccuracy(),
        new SparseCategoricalAccuracy(),
        new CategoricalAccuracy());
  }

  static ByShape crossentropy() {
    return new ByShape(
        "crossentropy",
        new MeanMetricWrapper(new BinaryCrossentropy()),
        new MeanMetricWrapper(new SparseCategoricalCrossentropy()),
        new MeanMetricWrapper(new CategoricalCrossentropy()));
  }

  /** Returns the metric for these shapes; this object holds its sums. */
  Metric resolve(Shape yTrue, Shape yPred) {
    if (yPred.rank() < 2 || yPred.last() == 1) {
      return binary;
    }
    return yTrue.rank() < yPred.rank() || yTrue.last() == 1 ? sparse : categorical;
  }

  @Override
  protected List<Value> observe(Value yTrue, Value yPred) {
    return resolve(yTrue.shape(), yPred.shape()).observed(yTrue, yPred);
  }

  @Override
  public Metric copy() {
    Metric copy = shallowCopy();
    copy.reset();
    return copy;
  }

  @Override
  public boolean largerIsBetter() {
    return binary.largerIsBetter();
  }

  /** Returns the Keras name that selects the metric by shape. */
  String identifier() {
    return identifier;
  }
}
