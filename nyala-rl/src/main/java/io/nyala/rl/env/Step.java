// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.env;

import java.util.Arrays;

/**
 * What came of an action. An environment has one of these and writes it anew in each call; copy
 * what you keep.
 */
public final class Step {
  private final float[] observation;
  private final Info info;
  private double reward;
  private boolean terminated;
  private boolean truncated;

  /** Creates the step of an environment with so many numbers in an observation. */
  public Step(int size) {
    this(new float[size], new Info());
  }

  private Step(float[] observation, Info info) {
    this.observation = observation;
    this.info = info;
  }

  /** Returns a step with observations of another size that tells the same {@link #info}. */
  public Step resized(int size) {
    return new Step(new float[size], info);
  }

  /** Returns the observation, in row-major order; the environment's own array. */
  public float[] observation() {
    return observation;
  }

  /**
   * Returns the observation as the whole number that it is.
   *
   * @throws IllegalStateException if it has several numbers
   */
  public int discreteObservation() {
    if (observation.length != 1) {
      throw new IllegalStateException(
          "the observation has %d numbers, so it is not a single integer"
              .formatted(observation.length));
    }
    return (int) observation[0];
  }

  /** Returns the reward. */
  public double reward() {
    return reward;
  }

  /** Tells whether the episode is over by the rules of the task: nothing comes after. */
  public boolean terminated() {
    return terminated;
  }

  /** Tells whether the episode was cut short, as by a limit of steps: the task would go on. */
  public boolean truncated() {
    return truncated;
  }

  /** Tells whether the episode is over in either way. */
  public boolean ended() {
    return terminated || truncated;
  }

  /** Returns what else the environment tells. */
  public Info info() {
    return info;
  }

  // For environments

  /** Begins to write: no reward, no end, no info. */
  public Step clear() {
    reward = 0;
    terminated = false;
    truncated = false;
    info.clear();
    return this;
  }

  /** Sets the reward. */
  public Step reward(double newReward) {
    reward = newReward;
    return this;
  }

  /** Sets whether the episode is over by the rules of the task. */
  public Step terminated(boolean ends) {
    terminated = ends;
    return this;
  }

  /** Sets whether the episode was cut short. */
  public Step truncated(boolean cut) {
    truncated = cut;
    return this;
  }

  /** Takes reward and ends from another step. */
  public Step outcome(Step other) {
    reward = other.reward;
    terminated = other.terminated;
    truncated = other.truncated;
    return this;
  }

  @Override
  public String toString() {
    return "Step[observation=%s, reward=%s, terminated=%s, truncated=%s, info=%s]"
        .formatted(Arrays.toString(observation), reward, terminated, truncated, info);
  }
}
