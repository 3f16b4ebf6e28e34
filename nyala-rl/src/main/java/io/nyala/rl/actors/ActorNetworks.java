// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.actors;

import static io.nyala.activations.Activations.RELU;
import static io.nyala.layers.Layers.flatten;

import io.nyala.initializers.Initializer;
import io.nyala.initializers.Initializers;
import io.nyala.initializers.VarianceScaling;
import io.nyala.layers.Layers;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Arguments;
import java.util.List;

/**
 * Builds the networks of an {@link OffPolicyAgent} by applying layers to observations and actions,
 * as in a functional model. Each call builds a new network: there are two critics, and networks
 * have targets.
 */
public interface ActorNetworks {
  /**
   * Returns the outputs of an actor, without an activation.
   *
   * @param observation {@code (batch, ...)}
   * @param outputs the number of outputs
   */
  Value actor(Value observation, int outputs);

  /**
   * Returns the value of an action, {@code (batch, 1)}.
   *
   * @param observation {@code (batch, ...)}
   * @param action {@code (batch, elements)}, each in [-1, 1]
   */
  Value critic(Value observation, Value action);

  /**
   * Returns networks of dense layers with ReLU. Initial weights are uniform within the square root
   * of 1 / inputs, as in PyTorch.
   *
   * @param hidden the units of each hidden layer, in all networks
   */
  static ActorNetworks ofHidden(int... hidden) {
    int[] units = Arguments.given("hidden", hidden).clone();
    return new ActorNetworks() {
      @Override
      public Value actor(Value observation, int outputs) {
        return end(flat(observation), outputs);
      }

      @Override
      public Value critic(Value observation, Value action) {
        return end(Ops.concatenate(List.of(flat(observation), action), 1), 1);
      }

      private Value end(Value x, int outputs) {
        Value h = x;
        for (int each : units) {
          h = Layers.dense(each).activation(RELU).kernelInitializer(spread()).apply(h);
        }
        return Layers.dense(outputs).kernelInitializer(spread()).apply(h);
      }

      private Value flat(Value x) {
        return x.shape().rank() > 2 ? flatten().apply(x) : x;
      }
    };
  }

  private static Initializer spread() {
    return Initializers.varianceScaling(
        1.0 / 3, VarianceScaling.Mode.FAN_IN, VarianceScaling.Distribution.UNIFORM);
  }
}
