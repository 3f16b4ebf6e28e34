// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.training;

import io.nyala.tensor.Tensor;
import java.util.List;
import java.util.Map;

/**
 * How far a training has come, beside the numbers in its variables. Random numbers need no state:
 * they are a function of seed and step, as the order of rows is of seed and pass.
 *
 * @param seed of the model
 * @param shards into which a batch is cut by {@link io.nyala.models.Model#distribute}; 0 where it
 *     is not
 * @param epoch to go on in, counted from 0
 * @param batch steps of that epoch that are done
 * @param stopped whether a callback ended the training
 * @param iterations of the optimizer
 * @param learningRate in effect, or NaN where a schedule decides
 * @param running sums behind the losses of the epoch so far
 * @param metrics states of the metrics, null for those that keep none
 * @param states of each stateful layer, empty before its first batch
 * @param callbacks states of the callbacks, in order
 * @param conditions what the training was begun with, as texts by name: settings, and some numbers
 *     of the data
 * @param memory of the largest step so far, or null
 * @param start where in its data and random numbers the training began
 * @param position where it is now
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
