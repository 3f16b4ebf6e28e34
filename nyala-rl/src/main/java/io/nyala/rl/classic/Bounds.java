// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.classic;

import io.nyala.rl.env.Env;
import io.nyala.rl.env.Reset;
import java.util.List;

/** The bounds of the initial state: the options {@code low} and {@code high}. */
final class Bounds {
  static final List<String> OPTIONS = List.of("low", "high");

  private Bounds() {}

  static double low(Env env, Reset how, double low, double high) {
    double given = how.option("low", low);
    if (!(given <= how.option("high", high))) {
      throw new IllegalArgumentException(
          "%s: reset: low (%s) must be at most high (%s)"
              .formatted(env, given, how.option("high", high)));
    }
    return given;
  }
}
