// SPDX-License-Identifier: Apache-2.0
package io.nyala.optimizers;

import io.nyala.settings.Numbers;
import io.nyala.settings.Settings;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A cosine decay to a fraction of the start (Loshchilov and Hutter, 2016), with an optional linear
 * warm-up.
 *
 * @param initialLearningRate the learning rate at step 0
 * @param decaySteps the number of updates of the decay, without warm-up
 * @param alpha the final rate as a fraction of the rate at the start of the decay; Keras's default
 *     is 0
 * @param warmupTarget the rate at the end of the warm-up, or null for no warm-up
 * @param warmupSteps the number of updates of the warm-up
 */
public record CosineDecay(
    double initialLearningRate,
    double decaySteps,
    double alpha,
    Double warmupTarget,
    double warmupSteps)
    implements Schedule {
  /** Creates the schedule. */
  public CosineDecay {
    Numbers.notNegative("CosineDecay", "initial_learning_rate", initialLearningRate);
    Numbers.positive("CosineDecay", "decay_steps", decaySteps);
    Numbers.notNegative("CosineDecay", "alpha", alpha);
    if (warmupTarget != null) {
      Numbers.notNegative("CosineDecay", "warmup_target", warmupTarget);
    }
    Numbers.notNegative("CosineDecay", "warmup_steps", warmupSteps);
  }

  /** Creates the schedule without warm-up that ends at 0. */
  public CosineDecay(double initialLearningRate, double decaySteps) {
    this(initialLearningRate, decaySteps, 0, null, 0);
  }

  static CosineDecay of(Settings c) {
    return new CosineDecay(
        c.getDouble("initial_learning_rate", 0.01),
        c.getDouble("decay_steps", 1),
        c.getDouble("alpha", 0),
        c.has("warmup_target") ? (Double) c.getDouble("warmup_target") : null,
        c.getDouble("warmup_steps", 0));
  }

  @Override
  public double at(long step) {
    if (warmupTarget == null) {
      return decayed(initialLearningRate, step);
    }
    return step < warmupSteps
        ? initialLearningRate + (warmupTarget - initialLearningRate) * (step / warmupSteps)
        : decayed(warmupTarget, step - warmupSteps);
  }

  private double decayed(double start, double step) {
    double done = Math.min(step, decaySteps) / decaySteps;
    double wave = 0.5 * (1 + StrictMath.cos(Math.PI * done));
    return start * ((1 - alpha) * wave + alpha);
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("initial_learning_rate", initialLearningRate);
    config.put("decay_steps", Schedules.number(decaySteps));
    config.put("alpha", alpha);
    config.put("name", "CosineDecay");
    config.put("warmup_target", warmupTarget);
    config.put("warmup_steps", Schedules.number(warmupSteps));
    return config;
  }
}
