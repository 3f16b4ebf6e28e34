// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.agents;

import static io.nyala.activations.Activations.RELU;
import static io.nyala.layers.Layers.conv2D;
import static io.nyala.layers.Layers.flatten;
import static io.nyala.layers.Layers.input;

import io.nyala.layers.Layers;
import io.nyala.models.Model;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Arguments;
import io.nyala.tensor.Shape;

/** Networks that estimate the value of each action. */
public final class QNetworks {
  private QNetworks() {}

  /**
   * Returns a network of dense layers with ReLU.
   *
   * @param observation the shape of an observation
   * @param actions the number of actions
   * @param hidden the units of each hidden layer
   */
  public static Model dense(Shape observation, int actions, int... hidden) {
    Value x = observed(observation);
    return Model.of(x, linear(through(flat(x), hidden, hidden.length), actions));
  }

  /**
   * Returns a duelling network of dense layers with ReLU (Wang et al. 2016): the last hidden layer
   * exists twice, once for the value of the state and once for the advantages of the actions, from
   * which their mean is subtracted.
   *
   * @param observation the shape of an observation
   * @param actions the number of actions
   * @param hidden the units of each hidden layer, at least one
   * @throws IllegalArgumentException if there is no hidden layer
   */
  public static Model duelling(Shape observation, int actions, int... hidden) {
    if (Arguments.given("hidden", hidden).length == 0) {
      throw new IllegalArgumentException("a duelling network needs at least one hidden layer");
    }
    int last = hidden[hidden.length - 1];
    Value x = observed(observation);
    Value shared = through(flat(x), hidden, hidden.length - 1);
    Value value = linear(relu(shared, last), 1);
    Value advantages = linear(relu(shared, last), actions);
    Value centred = advantages.minus(advantages.mean(true, 1));
    return Model.of(x, Ops.add(centred, value));
  }

  /**
   * Returns the network for MinAtar's games (Young and Tian 2019): 16 filters of 3 x 3 cells, then
   * 128 units, with ReLU.
   *
   * @param observation {@code (rows, columns, channels)}
   * @param actions how many there are
   * @throws IllegalArgumentException if an observation has not three axes
   */
  public static Model minAtar(Shape observation, int actions) {
    requireImage(observation, "(rows, columns, channels)");
    Value x = observed(observation);
    Value seen = flatten().apply(conv2D(16, 3).activation(RELU).apply(x));
    return Model.of(x, linear(relu(seen, 128), actions));
  }

  private static void requireImage(Shape observation, String axes) {
    if (Arguments.given("observation", observation).rank() != 3) {
      throw new IllegalArgumentException(
          "a network of convolutions needs observations %s, got %s".formatted(axes, observation));
    }
  }

  private static Value observed(Shape observation) {
    return input(Arguments.given("observation", observation).dims());
  }

  private static Value flat(Value x) {
    return x.shape().rank() > 2 ? flatten().apply(x) : x;
  }

  private static Value through(Value x, int[] hidden, int count) {
    Value h = x;
    for (int i = 0; i < count; i++) {
      h = relu(h, hidden[i]);
    }
    return h;
  }

  private static Value relu(Value x, int units) {
    return Layers.dense(units).activation(RELU).apply(x);
  }

  private static Value linear(Value x, int units) {
    return Layers.dense(units).apply(x);
  }
}
