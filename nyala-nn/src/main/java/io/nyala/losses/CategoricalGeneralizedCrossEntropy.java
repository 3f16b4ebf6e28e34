// SPDX-License-Identifier: Apache-2.0
package io.nyala.losses;

import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.Map;

/**
 * {@code (1 - p[label]^q) / q}, between cross-entropy (q near 0) and absolute error (q = 1): more
 * robust to noisy labels (Zhang and Sabuncu, 2018). For integer labels and probabilities.
 */
public final class CategoricalGeneralizedCrossEntropy extends Loss {
  private final double q;

  /** Creates the loss with a q of 0.5. */
  public CategoricalGeneralizedCrossEntropy() {
    this(0.5);
  }

  /**
   * Creates the loss.
   *
   * @param q above 0 and below 1
   */
  public CategoricalGeneralizedCrossEntropy(double q) {
    super("categorical_generalized_cross_entropy");
    if (!(q > 0 && q < 1)) {
      throw new IllegalArgumentException(name() + ": q must be above 0 and below 1, got " + q);
    }
    this.q = q;
  }

  static CategoricalGeneralizedCrossEntropy of(Settings settings) {
    return new CategoricalGeneralizedCrossEntropy(settings.getDouble("q", 0.5));
  }

  @Override
  protected Aligned align(Value yTrue, Value yPred) {
    return Labels.align(yTrue, yPred);
  }

  @Override
  protected Value values(Value labels, Value yPred) {
    Value target = Ops.oneHot(labels, yPred.shape().last());
    Value p = Ops.sum(Ops.multiply(yPred, target), false, -1);
    return Ops.divide(Ops.subtract(1f, Ops.power(p, (float) q)), (float) q);
  }

  @Override
  public void checkShapes(Shape yTrue, Shape yPred) {
    Fit.requireLabels(name(), yTrue, yPred);
  }

  @Override
  public void check(Tensor yTrue, Shape yPred) {
    Labels.check(name(), yTrue, yPred, null);
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("q", q);
    return config;
  }
}
