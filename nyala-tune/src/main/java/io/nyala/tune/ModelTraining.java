// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune;

import io.nyala.models.History;
import io.nyala.models.Model;
import java.io.Serializable;

/** Trains the network of a trial. */
@FunctionalInterface
public interface ModelTraining extends Serializable {
  /**
   * Trains the model and returns its history. Train with {@link Trial#fit()}, which sets epochs,
   * checkpoints and reports of the trial. Data and batches are set by this function.
   *
   * @throws Exception for any reason; the trial has then failed
   */
  History train(Model model, Trial trial) throws Exception;
}
