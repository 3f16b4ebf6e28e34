// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.actors;

import static io.nyala.layers.Layers.input;

import io.nyala.models.Model;
import io.nyala.ops.Value;
import io.nyala.settings.Arguments;
import io.nyala.tensor.Shape;
import java.util.List;

/** Creates models from {@link ActorNetworks} and rejects wrong outputs. */
record NetworkMaker(ActorNetworks networks, Shape observation, int actionSize) {
  Model actor(int outputs) {
    Value x = input(observation.dims());
    return Model.of(x, checked("the actor", networks.actor(x, outputs), outputs));
  }

  Model critic() {
    Value x = input(observation.dims());
    Value action = input(actionSize);
    Value value = checked("a critic", networks.critic(x, action), 1);
    return Model.of(List.of(x, action), List.of(value));
  }

  private static Value checked(String what, Value given, int outputs) {
    Shape shape = Arguments.given(what, given).shape();
    if (shape.rank() != 2 || shape.last() != outputs) {
      throw new IllegalArgumentException(
          "%s needs %d outputs; its output is %s".formatted(what, outputs, shape));
    }
    return given;
  }
}
