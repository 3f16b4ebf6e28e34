// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.env;

import io.nyala.rl.spaces.Discrete;
import io.nyala.rl.spaces.Space;
import io.nyala.settings.Arguments;
import java.util.Map;

/**
 * An environment in which an agent acts, as in Gymnasium 1.x:
 *
 * <pre>{@code
 * Step step = env.reset(Reset.seed(42));
 * while (!step.ended()) {
 *   step = env.step(policy(step.observation()));
 * }
 * }</pre>
 *
 * <p>A custom environment implements {@link #reset}, one of the two {@code step} methods and the
 * two spaces. {@link SimpleEnv} does most of this. The returned {@link Step} belongs to the
 * environment and is overwritten by the next call, so that a step does not allocate memory. Copy
 * values that must outlive the call.
 *
 * <p>An environment is used by one thread at a time.
 */
public interface Env extends AutoCloseable {
  /** Returns the observation space. */
  Space observationSpace();

  /** Returns the action space. */
  Space actionSpace();

  /** Starts an episode and returns its first observation, with reward 0. */
  Step reset(Reset how);

  /** Starts an episode without reseeding the random numbers. */
  default Step reset() {
    return reset(Reset.next());
  }

  /**
   * Performs an action of a {@link Discrete} space.
   *
   * @throws IllegalArgumentException if the action is outside the space
   * @throws IllegalStateException before {@code reset}, and after the end of an episode
   */
  default Step step(int action) {
    throw new UnsupportedOperationException(
        "%s: actions are %s, so give an array of numbers, not a single integer"
            .formatted(this, actionSpace()));
  }

  /**
   * Performs an action.
   *
   * @param action a row of the action space
   * @throws IllegalArgumentException if the action is outside the space
   * @throws IllegalStateException before {@code reset}, and after the end of an episode
   */
  default Step step(double[] action) {
    if (actionSpace() instanceof Discrete discrete) {
      return step(discreteAction(this, discrete, action));
    }
    throw new UnsupportedOperationException(
        "%s: implements neither step(int) nor step(double[])".formatted(this));
  }

  /** Returns a discrete action as an integer. */
  private static int discreteAction(Env env, Discrete space, double[] action) {
    Arguments.given("action", action);
    if (!space.contains(action)) {
      throw Refusals.action(env, space, action);
    }
    return (int) action[0];
  }

  /**
   * Returns the complete state of the environment for {@link #restore}, including random numbers:
   * numbers, strings and lists of them by name. By default this is not supported, and training in
   * this environment cannot be resumed.
   *
   * @throws UnsupportedOperationException by default
   */
  default Map<String, Object> state() {
    throw new UnsupportedOperationException(
        "%s cannot be kept in a checkpoint; implement state() and restore(...)".formatted(this));
  }

  /**
   * Restores a state returned by {@link #state}.
   *
   * @throws IllegalArgumentException if it is the state of another environment
   */
  default void restore(Map<String, Object> state) {
    throw new UnsupportedOperationException(
        "%s cannot go on from a checkpoint; implement state() and restore(...)".formatted(this));
  }

  /**
   * Returns a picture of the current state. Works without a display.
   *
   * @throws UnsupportedOperationException by default
   */
  default Frame render() {
    throw new UnsupportedOperationException(this + " cannot be drawn; implement render()");
  }

  /**
   * Returns a picture of the current state, overwriting one that this environment returned before
   * if it can, so that a film of many frames allocates nothing. By default a new one is returned.
   *
   * @throws UnsupportedOperationException by default
   */
  default Frame render(Frame into) {
    return render();
  }

  /** Returns the environment inside all wrappers. */
  default Env unwrapped() {
    return this;
  }

  /** Releases the resources of the environment. The default does nothing. */
  @Override
  default void close() {}
}
