// SPDX-License-Identifier: Apache-2.0
package io.nyala.auto.network;

import io.nyala.models.History;
import io.nyala.models.Model;
import java.util.List;

/**
 * A trained network.
 *
 * @param settings its settings
 * @param network the network, with the weights of its best epoch
 * @param history the course of the training
 * @param loss its loss on the validation rows
 * @param seconds how long the training took
 */
public record Trained(
    NetworkSettings settings, Model network, History history, double loss, double seconds) {
  /** Returns the best epoch, from 0. */
  public int bestEpoch() {
    List<Double> losses = history.get("val_loss");
    int best = 0;
    for (int i = 1; i < losses.size(); i++) {
      best = losses.get(i) < losses.get(best) ? i : best;
    }
    return best;
  }
}
