// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.env;

import io.nyala.rl.spaces.Space;
import io.nyala.settings.Arguments;
import java.util.Map;

/**
 * An environment that transforms the inputs or outputs of another one. A subclass overrides {@link
 * #begun} and {@link #stepped}; one with additional state also overrides {@link #state} and {@link
 * #restore}.
 */
public abstract class Wrapper implements Env {
  /** The environment inside. */
  protected final Env env;

  /** Wraps an environment. */
  protected Wrapper(Env env) {
    this.env = Arguments.given("env", env);
  }

  /** Transforms the first step of an episode. By default it is unchanged. */
  protected Step begun(Step first) {
    return first;
  }

  /** Transforms a step. By default it is unchanged. */
  protected Step stepped(Step next) {
    return next;
  }

  @Override
  public Space observationSpace() {
    return env.observationSpace();
  }

  @Override
  public Space actionSpace() {
    return env.actionSpace();
  }

  @Override
  public Step reset(Reset how) {
    return begun(env.reset(how));
  }

  @Override
  public Step step(int action) {
    return stepped(env.step(action));
  }

  @Override
  public Step step(double[] action) {
    return stepped(env.step(action));
  }

  @Override
  public Frame render() {
    return env.render();
  }

  @Override
  public Frame render(Frame into) {
    return env.render(into);
  }

  @Override
  public Map<String, Object> state() {
    return env.state();
  }

  @Override
  public void restore(Map<String, Object> state) {
    env.restore(state);
  }

  @Override
  public Env unwrapped() {
    return env.unwrapped();
  }

  @Override
  public void close() {
    env.close();
  }

  @Override
  public String toString() {
    return env.toString();
  }
}
