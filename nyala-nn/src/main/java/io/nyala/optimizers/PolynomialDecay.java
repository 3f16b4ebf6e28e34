// SPDX-License-Identifier: Apache-2.0
package io.nyala.optimizers;

import io.nyala.settings.Numbers;
import io.nyala.settings.Settings;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * {@code (initial - end) * (1 - step / decaySteps)^power + end}.
 *
 * @param initialLearningRate the learning rate at step 0
 * @param decaySteps the number of updates until the end is reached
 * @param endLearningRate the learning rate from then on; Keras's default is 0.0001
 * @param power the power; 1 is linear
 * @param cycle whether to start again, each time with more steps, rather than stay at the end
 */
public record PolynomialDecay(
    double initialLearningRate,
    double decaySteps,
    double endLearningRate,
    double power,
    boolean cycle)
    implements Schedule {
  /** Creates the schedule. */
  public PolynomialDecay {
    Numbers.notNegative("PolynomialDecay", "initial_learning_rate", initialLearningRate);
    Numbers.positive("PolynomialDecay", "decay_steps", decaySteps);
    Numbers.notNegative("PolynomialDecay", "end_learning_rate", endLearningRate);
    Numbers.notNegative("PolynomialDecay", "power", power);
  }

  /** Creates a linear schedule that stays at its end. */
  public PolynomialDecay(double initialLearningRate, double decaySteps, double endLearningRate) {
    this(initialLearningRate, decaySteps, endLearningRate, 1, false);
  }

  static PolynomialDecay of(Settings c) {
    return new PolynomialDecay(
        c.getDouble("initial_learning_rate", 0.01),
        c.getDouble("decay_steps", 1),
        c.getDouble("end_learning_rate", 1e-4),
        c.getDouble("power", 1),
        c.getBoolean("cycle", false));
  }

  @Override
  public double at(long step) {
    double length = decaySteps;
    double done = step;
    if (cycle) {
      length *= step == 0 ? 1 : Math.ceil(step / decaySteps);
    } else {
      done = Math.min(step, decaySteps);
    }
    double left = StrictMath.pow(1 - done / length, power);
    return (initialLearningRate - endLearningRate) * left + endLearningRate;
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("initial_learning_rate", initialLearningRate);
    config.put("decay_steps", Schedules.number(decaySteps));
    config.put("end_learning_rate", endLearningRate);
    config.put("power", power);
    config.put("cycle", cycle);
    config.put("name", "PolynomialDecay");
    return config;
  }
}
