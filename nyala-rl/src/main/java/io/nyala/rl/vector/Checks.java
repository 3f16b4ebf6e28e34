// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.vector;

import io.nyala.rl.spaces.Discrete;
import io.nyala.settings.Arguments;
import java.util.List;
import java.util.Map;

/** Checks the arguments of vector environments. */
final class Checks {
  private Checks() {}

  /** Returns an array of numbers from a state, which must have the given length. */
  static double[] numbers(Map<?, ?> state, String name, int count) {
    if (!(state.get(name) instanceof List<?> list) || list.size() != count) {
      throw new IllegalArgumentException(
          "the state is that of other environments: expected %d numbers \"%s\", got %s"
              .formatted(count, name, state.get(name)));
    }
    return list.stream().mapToDouble(n -> ((Number) n).doubleValue()).toArray();
  }

  static void count(int count) {
    if (count < 1) {
      throw new IllegalArgumentException(
          "a vector environment needs at least 1 environment, got " + count);
    }
  }

  /** Refuses too few or too many numbers. Whether they are actions, each environment checks. */
  static void numbers(VectorEnv env, boolean begun, double... actions) {
    int each = env.actionSpace().size();
    if (Arguments.given("actions", actions).length != env.count() * each) {
      throw new IllegalArgumentException(
          "%s: %d actions of %d numbers are needed, got %d numbers"
              .formatted(env, env.count(), each, actions.length));
    }
    requireBegun(env, begun);
  }

  static void step(VectorEnv env, Discrete space, boolean begun, int... actions) {
    if (Arguments.given("actions", actions).length != env.count()) {
      throw new IllegalArgumentException(
          "%s: %d actions are needed, got %d".formatted(env, env.count(), actions.length));
    }
    int n = space.n();
    int start = space.start();
    int wrong = 0;
    for (int action : actions) {
      // Negative if it is too small or too large.
      wrong |= action - start | start + n - 1 - action;
    }
    if (wrong < 0) {
      for (int i = 0; i < actions.length; i++) {
        if (!space.contains(actions[i])) {
          throw new IllegalArgumentException(
              "%s: action %d of environment %d is not in the action space %s"
                  .formatted(env, actions[i], i, space));
        }
      }
    }
    requireBegun(env, begun);
  }

  private static void requireBegun(VectorEnv env, boolean begun) {
    if (!begun) {
      throw new IllegalStateException("%s: call reset(seed) before step()".formatted(env));
    }
  }
}
