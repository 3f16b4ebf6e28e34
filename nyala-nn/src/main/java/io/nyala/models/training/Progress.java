// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.training;

import io.nyala.tensor.Tensor;
import java.util.List;
import java.util.Map;

/**
 * The progress of a training run, excluding the values of its variables. Random numbers need no
 * state: they depend only on seed and step, and the order of rows only on seed and pass.
 *
 * @param seed the seed of the model
 * @param shards the number of shards into which a batch is split by {@link
 *     io.nyala.models.Model#distribute}, or 0 if it is not split
 * @param epoch the epoch in which to continue, numbered from 0
 * @param batch the number of completed steps of that epoch
 * @param stopped whether a callback stopped training
 * @param iterations the iteration count of the optimizer
 * @param learningRate the current learning rate, or NaN if it is set by a schedule
 * @param running the running sums of the losses of the epoch so far
 * @param metrics states of the metrics, null for stateless metrics
 * @param states the states of each stateful layer, empty before its first batch
 * @param callbacks states of the callbacks, in order
 * @param conditions the settings of the run and a sample of the data, as strings by name
 * @param memory the memory use of the largest step so far, or null
 * @param start the position in data and random numbers at which training started
 * @param position the current position
 */
public record Progress(
    long seed,
    int shards,
    int epoch,
    int batch,
    boolean stopped,
    long iterations,
    double learningRate,
    List<Double> running,
    List<List<Double>> metrics,
    List<List<Tensor>> states,
    List<Map<String, Object>> callbacks,
    Map<String, String> conditions,
    TrainingMemory memory,
    DataPosition start,
    DataPosition position) {}
