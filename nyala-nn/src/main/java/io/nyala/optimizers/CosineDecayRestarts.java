// SPDX-License-Identifier: Apache-2.0
package io.nyala.optimizers;

import io.nyala.settings.Numbers;
import io.nyala.settings.Settings;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A cosine decay with restarts (SGDR, Loshchilov and Hutter, 2016).
 *
 * @param initialLearningRate the learning rate at step 0
 * @param firstDecaySteps the number of updates of the first cycle
 * @param tMul the ratio of the length of each cycle to the previous one, at least 1; Keras's
 *     default is 2
 * @param mMul the ratio of the initial rate of each cycle to the previous one; Keras's default is 1
 * @param alpha the minimum as a fraction of the initial rate; Keras's default is 0
 */
public record CosineDecayRestarts(
    double initialLearningRate, double firstDecaySteps, double tMul, double mMul, double alpha)
    implements Schedule {
  /** Creates the schedule. */
  public CosineDecayRestarts {
    Numbers.notNegative("CosineDecayRestarts", "initial_learning_rate", initialLearningRate);
    Numbers.positive("CosineDecayRestarts", "first_decay_steps", firstDecaySteps);
    Numbers.notNegative("CosineDecayRestarts", "m_mul", mMul);
    Numbers.notNegative("CosineDecayRestarts", "alpha", alpha);
    if (!(tMul >= 1) || Double.isInfinite(tMul)) {
      throw new IllegalArgumentException(
          "CosineDecayRestarts: t_mul must be at least 1, got " + tMul);
    }
  }

  /** Creates the schedule whose cycles double in length and start at the same rate. */
  public CosineDecayRestarts(double initialLearningRate, double firstDecaySteps) {
    this(initialLearningRate, firstDecaySteps, 2, 1, 0);
  }

  static CosineDecayRestarts of(Settings c) {
    return new CosineDecayRestarts(
        c.getDouble("initial_learning_rate", 0.01),
        c.getDouble("first_decay_steps", 1),
        c.getDouble("t_mul", 2),
        c.getDouble("m_mul", 1),
        c.getDouble("alpha", 0));
  }

  @Override
  public double at(long step) {
    double done = step / firstDecaySteps;
    long restarts = 0;
    if (tMul == 1) {
      restarts = (long) Math.floor(done);
      done -= restarts;
    } else {
      // Iterate over the cycles, because a logarithm could fall just short of a restart.
      double length = 1;
      while (done >= length) {
        done -= length;
        length *= tMul;
        restarts++;
      }
      done /= length;
    }
    double wave = 0.5 * StrictMath.pow(mMul, restarts) * (1 + StrictMath.cos(Math.PI * done));
    return initialLearningRate * ((1 - alpha) * wave + alpha);
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("initial_learning_rate", initialLearningRate);
    config.put("first_decay_steps", Schedules.number(firstDecaySteps));
    config.put("t_mul", tMul);
    config.put("m_mul", mMul);
    config.put("alpha", alpha);
    config.put("name", "SGDRDecay");
    return config;
  }
}
