// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.agents;

import static io.nyala.activations.Activations.RELU;
import static io.nyala.layers.Layers.flatten;
import static io.nyala.layers.Layers.input;
import static io.nyala.layers.Layers.reshape;

import io.nyala.layers.Layers;
import io.nyala.layers.core.NoisyDense;
import io.nyala.models.Model;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.tensor.Shape;

/**
 * Networks of dense layers with ReLU that estimate the value of each action.
 *
 * @param duelling whether the last hidden layer exists twice, once for the value of the state and
 *     once for the advantages of the actions, from which their mean is subtracted (Wang et al.
 *     2016)
 * @param sigma the initial amount of noise of noisy layers; 0 for none
 * @param atoms the values of a distribution, or null for one value
 */
record QLayout(boolean duelling, double sigma, Atoms atoms) {
  /**
   * Returns a network.
   *
   * @param observation the shape of an observation
   * @param actions the number of actions
   * @param hidden the units of each hidden layer
   * @throws IllegalArgumentException if a duelling network has no hidden layer
   */
  Model network(Shape observation, int actions, int... hidden) {
    Value x = input(observation.dims());
    Value flat = x.shape().rank() > 2 ? flatten().apply(x) : x;
    if (!duelling) {
      return Model.of(x, output(through(flat, hidden, hidden.length), actions));
    }
    if (hidden.length == 0) {
      throw new IllegalArgumentException("a duelling network needs at least one hidden layer");
    }
    int last = hidden[hidden.length - 1];
    Value shared = through(flat, hidden, hidden.length - 1);
    Value value = output(relu(shared, last), 1);
    Value advantages = output(relu(shared, last), actions);
    Value centred = advantages.minus(advantages.mean(true, 1));
    return Model.of(x, Ops.add(centred, value));
  }

  private Value through(Value x, int[] hidden, int count) {
    Value h = x;
    for (int i = 0; i < count; i++) {
      h = relu(h, hidden[i]);
    }
    return h;
  }

  private Value relu(Value x, int units) {
    return sigma > 0
        ? new NoisyDense(units, sigma).activation(RELU).apply(x)
        : Layers.dense(units).activation(RELU).apply(x);
  }

  /** Returns outputs with several numbers per action. */
  private Value output(Value x, int actions) {
    int units = atoms == null ? actions : actions * atoms.count();
    Value y = sigma > 0 ? new NoisyDense(units, sigma).apply(x) : Layers.dense(units).apply(x);
    return atoms == null ? y : reshape(actions, atoms.count()).apply(y);
  }
}
