// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.env;

import io.nyala.rl.spaces.Discrete;
import io.nyala.rl.spaces.Space;
import io.nyala.settings.Arguments;
import java.util.Map;

/**
 * A world in which an agent acts, as in Gymnasium 1.x:
 *
 * <pre>{@code
 * Step step = env.reset(Reset.seed(42));
 * while (!step.ended()) {
 *   step = env.step(policy(step.observation()));
 * }
 * }</pre>
 *
 * <p>An environment of your own implements {@link #reset}, one of the two {@code step} methods and
 * the two spaces; {@link SimpleEnv} does most of it. The {@link Step} that it returns is its own
 * and is written anew by the next call, so that a step allocates nothing: copy what you keep.
 *
 * <p>An environment is used by one thread at a time.
 */
public interface Env extends AutoCloseable {
  /** Returns what observations can be. */
  Space observationSpace();

  /** Returns what actions can be. */
  Space actionSpace();

  /** Begins an episode and returns its first observation; the reward is 0. */
  Step reset(Reset how);

  /** Begins an episode; random numbers go on where they were. */
  default Step reset() {
    return reset(Reset.next());
  }

  /**
   * Acts, where actions are {@link Discrete}.
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
   * Acts.
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

  /** Returns the only number of a discrete action. */
  private static int discreteAction(Env env, Discrete space, double[] action) {
    Arguments.given("action", action);
    if (!space.contains(action)) {
      throw Refusals.action(env, space, action);
    }
    return (int) action[0];
  }

  /**
   * Returns everything on which the rest of the episode depends, random numbers included: numbers,
   * texts and lists of them by name, for {@link #restore}. By default there is no such thing, and
   * training in this environment cannot be resumed.
   *
   * @throws UnsupportedOperationException by default
   */
  default Map<String, Object> state() {
    throw new UnsupportedOperationException(
        "%s cannot be kept in a checkpoint; implement state() and restore(...)".formatted(this));
  }

  /**
   * Goes on from where {@link #state} was.
   *
   * @throws IllegalArgumentException if it is the state of another environment
   */
  default void restore(Map<String, Object> state) {
    throw new UnsupportedOperationException(
        "%s cannot go on from a checkpoint; implement state() and restore(...)".formatted(this));
  }

  /**
   * Returns a picture of the present state; needs no display.
   *
   * @throws UnsupportedOperationException by default
   */
  default Frame render() {
    throw new UnsupportedOperationException(this + " cannot be drawn; implement render()");
  }

  /** Returns the environment inside all wrappers. */
  default Env unwrapped() {
    return this;
  }

  /** Gives back what the environment holds; nothing by default. */
  @Override
  default void close() {}
}
