// SPDX-License-Identifier: Apache-2.0
package io.nyala.spark;

import java.io.Serializable;

/**
 * All that a worker needs to know of a training.
 *
 * @param network the network
 * @param files the rows
 * @param validationSplit the part of the rows at the end that is held out
 * @param epochs the number of epochs
 * @param stopping when to stop before the last epoch, or null
 * @param batch the rows of a batch
 * @param shards the parts of a batch
 * @param checkpoints the folder for checkpoints
 * @param everySteps the steps between checkpoints, or 0 for one after each epoch
 * @param logs the folder for TensorBoard, or null
 * @param keyStore the file for TLS, or null
 * @param seconds how long to wait for another worker
 * @param driver the driver, whose version of Nyala workers must have
 */
record TrainingPlan(
    NetworkPlan network,
    TrainingFiles files,
    double validationSplit,
    int epochs,
    StoppingPlan stopping,
    int batch,
    int shards,
    String checkpoints,
    int everySteps,
    String logs,
    String keyStore,
    int seconds,
    Host driver)
    implements Serializable {
  private static final long serialVersionUID = 1L;
}
