// SPDX-License-Identifier: Apache-2.0
package io.nyala.examples;

import static io.nyala.layers.Layers.RELU;
import static io.nyala.layers.Layers.SOFTMAX;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.dropout;
import static io.nyala.layers.Layers.flatten;
import static io.nyala.layers.Layers.input;
import static io.nyala.losses.Losses.categoricalCrossentropy;
import static io.nyala.metrics.Metrics.accuracy;
import static io.nyala.optimizers.Optimizers.adadelta;
import static io.nyala.optimizers.Optimizers.adam;
import static io.nyala.optimizers.Optimizers.rmsprop;

import io.nyala.models.Model;
import io.nyala.models.Sequential;
import io.nyala.tune.space.Hyperparameters;

/** The network of the two searches over handwritten digits, and its hyperparameters. */
final class DigitSearch {
  static final int CLASSES = 10;

  private DigitSearch() {}

  /**
   * Builds the network.
   *
   * @param dropoutSteps the number of steps from 0.1 to 0.5
   * @param batches the batch sizes to choose from; the trial reads the chosen one for training
   */
  static Model network(Hyperparameters hp, int dropoutSteps, int... batches) {
    hp.choice("batch", batches);
    String optimizer = hp.choice("optimizer", "rmsprop", "adam", "adadelta").value();
    double rate = hp.floatRange("dropout", 0.1, 0.5).step(0.4 / (dropoutSteps - 1)).value();
    Model model =
        Sequential.of(
            input(28, 28),
            flatten(),
            dense(512).activation(RELU),
            dropout(rate),
            dense(256).activation(RELU),
            dropout(rate),
            dense(128).activation(RELU),
            dropout(rate),
            dense(CLASSES).activation(SOFTMAX));
    model.compile(
        switch (optimizer) {
          case "rmsprop" -> rmsprop(1e-3);
          case "adam" -> adam(1e-3);
          default -> adadelta(1.0);
        },
        categoricalCrossentropy(),
        accuracy());
    return model;
  }
}
