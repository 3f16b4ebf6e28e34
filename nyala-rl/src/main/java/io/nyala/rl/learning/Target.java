// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.learning;

import io.nyala.layers.base.Weight;
import io.nyala.models.Model;
import io.nyala.models.ModelConfigs;
import io.nyala.variables.Variable;
import java.util.List;

/** A target network, which slowly follows another network. */
public final class Target {
  private final Model network;
  private final Variable[] sources;
  private final Variable[] sinks;

  /** Returns a target with a copy of a network. */
  public static Target of(Model online) {
    return new Target(online, ModelConfigs.fromConfig(ModelConfigs.toConfig(online)));
  }

  /**
   * Creates a target.
   *
   * @param online the network to follow
   * @param network a network with the same layers, which is initialized with the same weights
   */
  public Target(Model online, Model network) {
    this.network = network;
    network.setWeights(online.getWeights());
    this.sources = variables(online);
    this.sinks = variables(network);
  }

  private static Variable[] variables(Model network) {
    return network.weights().stream().map(Weight::variable).toArray(Variable[]::new);
  }

  /** Returns the target network. */
  public Model network() {
    return network;
  }

  /** Moves the target by a fraction of the difference; 1 copies. */
  public void follow(double share) {
    for (int i = 0; i < sources.length; i++) {
      move(sources[i], sinks[i], (float) share);
    }
  }

  private static void move(Variable from, Variable to, float share) {
    float[] source = from.data();
    float[] sink = to.data();
    int at = from.offset();
    int into = to.offset();
    if (share == 1) {
      System.arraycopy(source, at, sink, into, to.size());
      return;
    }
    for (int i = 0; i < to.size(); i++) {
      sink[into + i] += share * (source[at + i] - sink[into + i]);
    }
  }

  /** Returns the variables of the target. */
  public List<Variable> variables() {
    return List.of(sinks);
  }
}
