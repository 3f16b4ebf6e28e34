// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune;

import io.nyala.models.History;
import io.nyala.models.Model;

/** Trains the network of a trial. */
@FunctionalInterface
public interface ModelTraining {
  /**
   * Trains the model and returns what was logged. Train with {@link Trial#fit()}, which has epochs,
   * checkpoints and reports of the trial; data and batches are this function's.
   *
   * @throws Exception for whatever reason; the trial has failed then
   */
  History train(Model model, Trial trial) throws Exception;
}
