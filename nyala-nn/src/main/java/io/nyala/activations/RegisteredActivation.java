// SPDX-License-Identifier: Apache-2.0
package io.nyala.activations;

import io.nyala.ops.Value;
import io.nyala.settings.Arguments;

/**
 * A user's function with the name under which it stands in files.
 *
 * @param name as registered
 * @param function what it computes
 */
record RegisteredActivation(String name, ActivationFunction function)
    implements ActivationFunction {
  RegisteredActivation {
    Arguments.given("an activation's name", name);
    Arguments.given("an activation's function", function);
  }

  @Override
  public Value apply(Value x) {
    return function.apply(x);
  }
}
