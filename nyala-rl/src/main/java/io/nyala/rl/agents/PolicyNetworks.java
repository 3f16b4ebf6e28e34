// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.agents;

import static io.nyala.activations.Activations.TANH;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.flatten;

import io.nyala.initializers.Initializers;
import io.nyala.ops.Value;
import io.nyala.settings.Arguments;

/**
 * Builds the networks of an {@link OnPolicyAgent} by applying layers to an observation, as in a
 * functional model.
 */
public interface PolicyNetworks {
  /**
   * Returns the logits of discrete actions, or the means of continuous ones.
   *
   * @param observation {@code (batch, ...)}
   * @param outputs the number of outputs
   */
  Value policy(Value observation, int outputs);

  /**
   * Returns the value of a state, {@code (batch, 1)}.
   *
   * @param observation {@code (batch, ...)}
   */
  Value critic(Value observation);

  /**
   * Returns networks of dense layers with tanh and orthogonal weights, as in Stable-Baselines3.
   *
   * @param hidden the units of each hidden layer, in both networks
   */
  static PolicyNetworks ofHidden(int... hidden) {
    int[] units = Arguments.given("hidden", hidden).clone();
    return new PolicyNetworks() {
      @Override
      public Value policy(Value observation, int outputs) {
        // Small weights make the first actions nearly uniform.
        return end(observation, outputs, 0.01);
      }

      @Override
      public Value critic(Value observation) {
        return end(observation, 1, 1);
      }

      private Value end(Value x, int outputs, double gain) {
        Value h = x.shape().rank() > 2 ? flatten().apply(x) : x;
        for (int each : units) {
          h =
              dense(each)
                  .activation(TANH)
                  .kernelInitializer(Initializers.orthogonal(Math.sqrt(2)))
                  .apply(h);
        }
        return dense(outputs).kernelInitializer(Initializers.orthogonal(gain)).apply(h);
      }
    };
  }
}
