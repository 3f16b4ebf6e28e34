// SPDX-License-Identifier: Apache-2.0
package io.nyala.activations;

import io.nyala.ops.Value;
import io.nyala.settings.Arguments;

/**
 * A custom function with its name in files.
 *
 * @param name the registered name
 * @param function the function itself
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
