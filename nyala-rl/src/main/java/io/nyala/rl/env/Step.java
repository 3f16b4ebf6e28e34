// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.env;

import java.util.Arrays;

/**
 * The result of an action. An environment has one instance and overwrites it in each call, so copy
 * values that must outlive the next call.
 */
public final class Step {
  private final float[] observation;
  private final Info info;
  private double reward;
  private boolean terminated;
  private boolean truncated;

  /** Creates the step of an environment whose observations have {@code size} elements. */
  public Step(int size) {
    this(new float[size], new Info());
  }

  private Step(float[] observation, Info info) {
    this.observation = observation;
    this.info = info;
  }

  /** Returns a step with observations of another size that shares its {@link #info}. */
  public Step resized(int size) {
    return new Step(new float[size], info);
  }

  /** Returns the observation in row-major order: the live array of the environment. */
  public float[] observation() {
    return observation;
  }

  /**
   * Returns the observation as an integer.
   *
   * @throws IllegalStateException if it has several elements
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

  /** Returns whether the episode ended in a terminal state of the task. */
  public boolean terminated() {
    return terminated;
  }

  /**
   * Returns whether the episode was cut off before a terminal state, for example by a step limit.
   */
  public boolean truncated() {
    return truncated;
  }

  /** Returns whether the episode was terminated or truncated. */
  public boolean ended() {
    return terminated || truncated;
  }

  /** Returns additional information from the environment. */
  public Info info() {
    return info;
  }

  // For environments

  /** Clears reward, end flags and info before writing. */
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

  /** Sets whether the episode ended in a terminal state of the task. */
  public Step terminated(boolean ends) {
    terminated = ends;
    return this;
  }

  /** Sets whether the episode was truncated. */
  public Step truncated(boolean cut) {
    truncated = cut;
    return this;
  }

  /** Copies reward and end flags from another step. */
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
