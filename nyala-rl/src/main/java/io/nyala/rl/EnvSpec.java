// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl;

import io.nyala.rl.env.Env;
import io.nyala.rl.wrappers.TimeLimit;
import io.nyala.settings.Arguments;
import java.util.function.Supplier;

/**
 * How the environment of a name is made.
 *
 * @param id the name with its version, such as {@code CartPole-v1}
 * @param maker makes it, without a step limit
 * @param mostSteps the maximum number of steps in an episode, or 0 for no limit
 * @param solvedAt the mean return at which the task counts as solved, or NaN
 */
public record EnvSpec(String id, Supplier<? extends Env> maker, int mostSteps, double solvedAt) {
  /** Rejects missing parts. */
  public EnvSpec {
    Arguments.given("id", id);
    Arguments.given("maker", maker);
    if (mostSteps < 0) {
      throw new IllegalArgumentException(
          "%s: mostSteps must be at least 0, got %d".formatted(id, mostSteps));
    }
  }

  /** Makes an environment, with its step limit. */
  public Env make() {
    Env env = Arguments.given(id + ": what its maker returns", maker.get());
    return mostSteps == 0 ? env : new TimeLimit(env, mostSteps);
  }
}
