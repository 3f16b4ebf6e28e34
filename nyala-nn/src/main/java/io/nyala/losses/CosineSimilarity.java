// SPDX-License-Identifier: Apache-2.0
package io.nyala.losses;

import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import java.util.Map;

/**
 * The negative cosine of the angle between targets and predictions: -1 for the same direction, 1
 * for opposite directions.
 */
public final class CosineSimilarity extends Loss {
  private final int axis;

  /** Creates the loss for vectors along the last axis. */
  public CosineSimilarity() {
    this(-1);
  }

  /**
   * Creates the loss.
   *
   * @param axis the axis of the vectors
   */
  public CosineSimilarity(int axis) {
    super("cosine_similarity");
    this.axis = axis;
  }

  static CosineSimilarity of(Settings settings) {
    return new CosineSimilarity(settings.getInt("axis", -1));
  }

  @Override
  protected Value values(Value yTrue, Value yPred) {
    Value product = Ops.multiply(normalized(yTrue), normalized(yPred));
    return Ops.negate(Ops.sum(product, false, axis));
  }

  private Value normalized(Value x) {
    Value squares = Ops.maximum(Ops.sum(Ops.square(x), true, axis), EPSILON * EPSILON);
    return Ops.multiply(x, Ops.rsqrt(squares));
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("axis", axis);
    return config;
  }
}
