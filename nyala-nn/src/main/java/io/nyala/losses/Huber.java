// SPDX-License-Identifier: Apache-2.0
package io.nyala.losses;

import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Numbers;
import io.nyala.settings.Settings;
import java.util.Map;

/**
 * Half the squared error up to {@code delta}, linear beyond: {@code mean(|e| <= delta ? e^2 / 2 :
 * delta * |e| - delta^2 / 2)} over the last axis.
 */
public final class Huber extends Loss {
  private final double delta;

  /** Creates the loss with a delta of 1. */
  public Huber() {
    this(1);
  }

  /**
   * Creates the loss.
   *
   * @param delta the error above which the loss is linear
   */
  public Huber(double delta) {
    super("huber_loss");
    Numbers.positive(name(), "delta", delta);
    this.delta = delta;
  }

  static Huber of(Settings settings) {
    return new Huber(settings.getDouble("delta", 1));
  }

  @Override
  protected Value values(Value yTrue, Value yPred) {
    float d = (float) delta;
    Value error = Ops.subtract(yPred, yTrue);
    Value distance = Ops.abs(error);
    Value line = Ops.subtract(Ops.multiply(distance, d), 0.5f * d * d);
    Value parabola = Ops.multiply(Ops.square(error), 0.5f);
    return Ops.mean(Ops.where(Ops.lessEqual(distance, d), parabola, line), false, -1);
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("delta", delta);
    return config;
  }
}
