// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import io.nyala.graph.Graph;
import io.nyala.ops.Type;
import io.nyala.ops.Variable;
import java.util.List;

/**
 * A step that is written down and not compiled yet.
 *
 * @param graph whose outputs are the total loss, the losses that are logged one by one, then what
 *     the metrics observe
 * @param changedByLayers the variables that layers change in a step, such as moving averages
 * @param observed what each metric takes from a run
 * @param activationBytes the size of what goes into the layers and comes out of them
 */
record StepPlan(
    Graph graph, List<Variable> changedByLayers, List<Observed> observed, long activationBytes) {
  /**
   * What a metric takes from a run.
   *
   * @param firstOutput where its observed values begin among the outputs
   * @param types of the observed values
   * @param weightInput the input that is its sample weight, or -1
   * @param weightOutput the output that is its sample weight, or -1
   * @param weightType the type of the sample weight, or null
   */
  record Observed(
      int firstOutput, List<Type> types, int weightInput, int weightOutput, Type weightType) {}
}
