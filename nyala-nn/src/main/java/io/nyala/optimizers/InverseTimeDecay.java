// SPDX-License-Identifier: Apache-2.0
package io.nyala.optimizers;

import io.nyala.settings.Numbers;
import io.nyala.settings.Settings;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * {@code initial / (1 + rate * step / decaySteps)}.
 *
 * @param initialLearningRate the learning rate at step 0
 * @param decaySteps the number of updates per unit of decay
 * @param decayRate the decay rate
 * @param staircase whether to decay at discrete intervals, at multiples of {@code decaySteps}
 */
public record InverseTimeDecay(
    double initialLearningRate, double decaySteps, double decayRate, boolean staircase)
    implements Schedule {
  /** Creates the schedule. */
  public InverseTimeDecay {
    Numbers.notNegative("InverseTimeDecay", "initial_learning_rate", initialLearningRate);
    Numbers.positive("InverseTimeDecay", "decay_steps", decaySteps);
    Numbers.notNegative("InverseTimeDecay", "decay_rate", decayRate);
  }

  /** Creates the schedule that decays smoothly. */
  public InverseTimeDecay(double initialLearningRate, double decaySteps, double decayRate) {
    this(initialLearningRate, decaySteps, decayRate, false);
  }

  static InverseTimeDecay of(Settings c) {
    return new InverseTimeDecay(
        c.getDouble("initial_learning_rate", 0.01),
        c.getDouble("decay_steps", 1),
        c.getDouble("decay_rate", 1),
        c.getBoolean("staircase", false));
  }

  @Override
  public double at(long step) {
    double p = step / decaySteps;
    return initialLearningRate / (1 + decayRate * (staircase ? Math.floor(p) : p));
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("initial_learning_rate", initialLearningRate);
    config.put("decay_steps", Schedules.number(decaySteps));
    config.put("decay_rate", decayRate);
    config.put("staircase", staircase);
    config.put("name", "InverseTimeDecay");
    return config;
  }
}
