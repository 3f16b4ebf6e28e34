// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.agents;

import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.input;
import static io.nyala.layers.Layers.reshape;
import static io.nyala.layers.Layers.softmax;

import io.nyala.initializers.Initializers;
import io.nyala.layers.base.Layer;
import io.nyala.layers.core.NoisyDense;
import io.nyala.models.Model;
import io.nyala.ops.Value;
import io.nyala.rl.env.Env;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;

/**
 * The network of a {@link Dqn}, with two models if values are distributions.
 *
 * @param outputs the model from an observation to the trained outputs
 * @param values the model from an observation to the value of each action, with the same weights
 */
record QNetwork(Model outputs, Model values) {
  /**
   * Wraps a network.
   *
   * @param atoms the distribution of which its outputs are logits, or null if they are values
   */
  static QNetwork of(Model outputs, Atoms atoms) {
    if (atoms == null) {
      return new QNetwork(outputs, outputs);
    }
    Shape logits = outputs.outputShapes().getFirst();
    Value x = input(outputs.inputTypes().getFirst().shape().drop(0).dims());
    // Uses only layers of Keras, so that the values can also be computed from a file.
    Tensor support = atoms.support().reshape(Shape.of(atoms.count(), 1));
    Layer mean = dense(1).useBias(false).kernelInitializer(Initializers.constant(support));
    Value means = mean.trainable(false).apply(softmax().apply(outputs.apply(x)));
    return new QNetwork(outputs, Model.of(x, reshape(logits.dim(1)).apply(means)));
  }

  /** Rejects a network that does not match an environment. */
  static void requireFit(Model network, Env env, Atoms atoms) {
    Shape observation = env.observationSpace().shape();
    Shape in = network.inputTypes().getFirst().shape();
    if (network.inputTypes().size() != 1 || !in.drop(0).equals(observation)) {
      throw new IllegalArgumentException(
          "observations of %s have the shape %s, the network takes %s"
              .formatted(env, observation, in.drop(0)));
    }
    int actions = Dqn.actions(env);
    Shape out = network.outputShapes().getFirst();
    if (network.outputShapes().size() != 1) {
      throw new IllegalArgumentException(
          "a network of values has one output, this one has " + network.outputShapes());
    }
    if (atoms != null && !out.drop(0).equals(Shape.of(actions, atoms.count()))) {
      throw new IllegalArgumentException(
          "%s has %d actions with %d atoms each, so the network needs the output (%d, %d); its output is %s"
              .formatted(env, actions, atoms.count(), actions, atoms.count(), out));
    }
    if (atoms == null && (out.rank() != 2 || out.last() != actions)) {
      throw new IllegalArgumentException(
          "%s has %d actions, so the network needs %d outputs; its output is %s"
              .formatted(env, actions, actions, out));
    }
  }

  /** Returns the shape of an observation. */
  static Shape observation(Env env) {
    Shape observation = env.observationSpace().shape();
    if (observation.rank() == 0) {
      throw new IllegalArgumentException(
          "Dqn: observations of %s are single integers (%s); use QLearning, or a wrapper that makes a vector of them"
              .formatted(env, env.observationSpace()));
    }
    return observation;
  }

  /** Returns whether a layer or one of its parts is a noisy dense layer. */
  static boolean isNoisy(Layer layer) {
    return layer instanceof NoisyDense || layer.sublayers().stream().anyMatch(QNetwork::isNoisy);
  }
}
