// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.agents;

import io.nyala.rl.env.Env;
import io.nyala.rl.spaces.Discrete;
import io.nyala.rl.spaces.MultiDiscrete;
import io.nyala.rl.spaces.Product;
import io.nyala.rl.spaces.Space;
import java.util.ArrayList;
import java.util.List;

/** Assigns a distinct number, from 0, to each observation that consists of integers. */
final class StateNumbers {
  private final List<Discrete> parts = new ArrayList<>();
  private final int count;

  /**
   * Numbers the observations of an environment.
   *
   * @throws IllegalArgumentException if observations do not consist of integers, or there are too
   *     many
   */
  StateNumbers(Env env) {
    gather(env, env.observationSpace());
    long all = 1;
    for (Discrete part : parts) {
      all = Math.min(Integer.MAX_VALUE + 1L, all * part.n());
    }
    if (all > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "%s has more states than a table can hold: %s".formatted(env, env.observationSpace()));
    }
    count = (int) all;
  }

  private void gather(Env env, Space space) {
    switch (space) {
      case Discrete discrete -> parts.add(discrete);
      case MultiDiscrete several -> {
        for (int i = 0; i < several.size(); i++) {
          parts.add(new Discrete(several.count(i)));
        }
      }
      case Product product -> product.parts().forEach(part -> gather(env, part));
      default ->
          throw new IllegalArgumentException(
              "a table needs observations of integers, those of %s are %s; use Dqn, or a wrapper that rounds them"
                  .formatted(env, env.observationSpace()));
    }
  }

  int count() {
    return count;
  }

  int of(float[] observation) {
    int number = 0;
    for (int i = 0; i < parts.size(); i++) {
      int each = (int) observation[i] - parts.get(i).start();
      if (each < 0 || each >= parts.get(i).n()) {
        throw new IllegalStateException(
            "the observation %s at place %d is not in %s"
                .formatted(observation[i], i, parts.get(i)));
      }
      number = number * parts.get(i).n() + each;
    }
    return number;
  }
}
