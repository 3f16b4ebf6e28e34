// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.env;

import io.nyala.rl.spaces.Space;
import java.util.Arrays;

/** Exceptions for wrong calls. */
final class Refusals {
  private Refusals() {}

  static IllegalArgumentException action(Object env, Space space, double... action) {
    String given =
        action.length == 1 && action[0] == (int) action[0]
            ? String.valueOf((int) action[0])
            : Arrays.toString(action);
    return new IllegalArgumentException(
        "%s: action %s is not in the action space %s".formatted(env, given, space));
  }

  static IllegalStateException notBegun(Object env) {
    return new IllegalStateException("%s: call reset() before step()".formatted(env));
  }

  static IllegalStateException ended(Object env) {
    return new IllegalStateException(
        "%s: the episode has ended; call reset() before the next step".formatted(env));
  }
}
