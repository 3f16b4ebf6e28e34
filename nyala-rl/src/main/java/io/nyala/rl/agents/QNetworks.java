// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.agents;

import static io.nyala.activations.Activations.RELU;
import static io.nyala.layers.Layers.conv2D;
import static io.nyala.layers.Layers.flatten;
import static io.nyala.layers.Layers.input;
import static io.nyala.layers.Layers.permute;
import static io.nyala.layers.Layers.rescaling;

import io.nyala.layers.Layers;
import io.nyala.models.Model;
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
    return network(false, observation, actions, hidden);
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
    return network(true, observation, actions, hidden);
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
    Value x = input(observation.dims());
    Value seen = flatten().apply(conv2D(16, 3).activation(RELU).apply(x));
    Value hidden = Layers.dense(128).activation(RELU).apply(seen);
    return Model.of(x, Layers.dense(actions).apply(hidden));
  }

  /**
   * Returns the network for games of the Atari console (Mnih et al. 2015): 32 filters of 8 x 8 in
   * steps of 4, 64 of 4 x 4 in steps of 2, 64 of 3 x 3, then 512 units, with ReLU. Pixels are
   * divided by 255.
   *
   * @param observation {@code (frames, rows, columns)}, as {@link io.nyala.rl.wrappers.FrameStack}
   *     stacks the pictures of {@link io.nyala.rl.wrappers.AtariPreprocessing}
   * @param actions how many there are
   * @throws IllegalArgumentException if an observation has not three axes
   */
  public static Model atari(Shape observation, int actions) {
    requireImage(observation, "(frames, rows, columns)");
    Value x = input(observation.dims());
    Value h = permute(2, 3, 1).apply(rescaling(1 / 255.0).apply(x));
    h = conv2D(32, 8).strides(4).activation(RELU).apply(h);
    h = conv2D(64, 4).strides(2).activation(RELU).apply(h);
    h = conv2D(64, 3).activation(RELU).apply(h);
    h = Layers.dense(512).activation(RELU).apply(flatten().apply(h));
    return Model.of(x, Layers.dense(actions).apply(h));
  }

  private static void requireImage(Shape observation, String axes) {
    if (Arguments.given("observation", observation).rank() != 3) {
      throw new IllegalArgumentException(
          "a network of convolutions needs observations %s, got %s".formatted(axes, observation));
    }
  }

  private static Model network(boolean duelling, Shape observation, int actions, int... hidden) {
    return new QLayout(duelling, 0, null)
        .network(
            Arguments.given("observation", observation),
            actions,
            Arguments.given("hidden", hidden));
  }
}
