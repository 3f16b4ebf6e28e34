// SPDX-License-Identifier: Apache-2.0
package io.nyala.auto.network;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The settings of a network and of its training.
 *
 * @param layers hidden layers; 0 for a linear model
 * @param units units of each hidden layer
 * @param activation the activation of the hidden layers: relu, gelu or tanh
 * @param normalized whether batch normalization follows each hidden layer
 * @param dropout the share of units that are dropped in training
 * @param rate the learning rate
 * @param decay the weight decay, which keeps weights small as an L2 penalty does
 * @param batch rows in a batch
 * @param epochs the most epochs
 * @param patience epochs without progress on the validation rows after which training ends
 * @param seed the seed of weights, shuffling and dropout
 */
public record NetworkSettings(
    int layers,
    int units,
    String activation,
    boolean normalized,
    double dropout,
    double rate,
    double decay,
    int batch,
    int epochs,
    int patience,
    long seed) {
  /** Returns the maximum number of epochs, so that a search has time for many networks. */
  static int epochsFor(int rows, long mostRowsSeen) {
    return Math.clamp(mostRowsSeen / Math.max(1, rows), 10, 200);
  }

  /** Returns epochs without progress that are enough to give up. */
  static int patienceFor(int epochs) {
    return Math.clamp(epochs / 5, 3, 20);
  }

  /** Returns the settings of a linear model with this learning rate and weight decay. */
  public NetworkSettings linear(double newRate, double newDecay) {
    return new NetworkSettings(
        0, 0, activation, false, 0, newRate, newDecay, batch, epochs, patience, seed);
  }

  /** Returns settings that train at most so long. */
  public NetworkSettings epochs(int most) {
    return new NetworkSettings(
        layers, units, activation, normalized, dropout, rate, decay, batch, most, patience, seed);
  }

  /** Returns the settings that a search varies, by name, for tables. */
  public Map<String, Object> asMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("layers", layers);
    map.put("units", units);
    map.put("activation", activation);
    map.put("normalized", normalized);
    map.put("dropout", dropout);
    map.put("learning_rate", rate);
    map.put("weight_decay", decay);
    map.put("batch", batch);
    return map;
  }
}
