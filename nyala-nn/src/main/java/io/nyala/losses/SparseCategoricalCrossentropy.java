// SPDX-License-Identifier: Apache-2.0
package io.nyala.losses;

import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.Map;

/**
 * Categorical cross-entropy for integer labels: {@code -log(p[label])}. Targets are {@code (batch,
 * ...)} or {@code (batch, ..., 1)}, int32 or whole float32. Predictions produced by a softmax are
 * replaced by its logits, which is exact and fast; other rows are divided by their sum and clipped
 * to {@code [1e-7, 1 - 1e-7]}.
 */
public final class SparseCategoricalCrossentropy extends Loss {
  private boolean fromLogits;
  private Integer ignoreClass;

  /** Creates the loss for probabilities, without an ignored class. */
  public SparseCategoricalCrossentropy() {
    super("sparse_categorical_crossentropy");
  }

  static SparseCategoricalCrossentropy of(Settings settings) {
    SparseCategoricalCrossentropy loss =
        new SparseCategoricalCrossentropy().fromLogits(settings.getBoolean("from_logits", false));
    return settings.has("ignore_class") ? loss.ignoreClass(settings.getInt("ignore_class")) : loss;
  }

  /** Treats predictions as logits, without a softmax. */
  public SparseCategoricalCrossentropy fromLogits() {
    return fromLogits(true);
  }

  /** Sets whether predictions are logits; default false (probabilities). */
  public SparseCategoricalCrossentropy fromLogits(boolean on) {
    this.fromLogits = on;
    return this;
  }

  /** Excludes samples with this label from the loss and its mean, for example -1 or 255. */
  public SparseCategoricalCrossentropy ignoreClass(int label) {
    this.ignoreClass = label;
    return this;
  }

  @Override
  protected Aligned align(Value yTrue, Value yPred) {
    return Labels.align(yTrue, yPred);
  }

  @Override
  protected Value values(Value labels, Value yPred) {
    Value target = Ops.oneHot(labels, yPred.shape().last());
    Value losses = CategoricalCrossentropy.rows(target, yPred, fromLogits);
    Value counted = counted(labels, yPred);
    return counted == null ? losses : Ops.where(counted, losses, Ops.constant(0f));
  }

  @Override
  protected Value counted(Value labels, Value yPred) {
    return ignoreClass == null ? null : Ops.notEqual(labels, ignoreClass);
  }

  @Override
  public void checkShapes(Shape yTrue, Shape yPred) {
    Fit.requireLabels(name(), yTrue, yPred);
  }

  /** Requires integers from 0 to below the number of classes. */
  @Override
  public void check(Tensor yTrue, Shape yPred) {
    Labels.check(name(), yTrue, yPred, ignoreClass);
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("from_logits", fromLogits);
    config.put("ignore_class", ignoreClass);
    return config;
  }
}
