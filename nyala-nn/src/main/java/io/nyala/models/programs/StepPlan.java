// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.programs;

import io.nyala.graph.Graph;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.plan.Program;
import io.nyala.tensor.DType;
import io.nyala.tensor.Type;
import io.nyala.variables.Variable;
import java.util.List;

/**
 * A step that has been traced but not compiled yet.
 *
 * @param graph the graph, whose outputs are the total loss, the individually logged losses, then
 *     the values observed by the metrics
 * @param changedByLayers the variables that layers change in a step, such as moving averages
 * @param observed the values that each metric reads from a run
 * @param activationBytes the size of the inputs and outputs of the layers
 */
public record StepPlan(
    Graph graph, List<Variable> changedByLayers, List<Observed> observed, long activationBytes) {
  /**
   * The values that a metric reads from a run.
   *
   * @param firstOutput the index of the first output that it observes
   * @param types of the observed values
   * @param weightInput the input that is its sample weight, or -1
   * @param weightOutput the output that is its sample weight, or -1
   * @param weightType the type of the sample weight, or null
   */
  public record Observed(
      int firstOutput, List<Type> types, int weightInput, int weightOutput, Type weightType) {
    /**
     * Adds the values observed by a metric to the outputs of a graph.
     *
     * @param weight the sample weight, or null
     * @param input the input that is the sample weight, or -1 to add it to the outputs too
     */
    public static Observed adding(
        List<Value> outputs, List<Value> values, Value weight, int input) {
      int first = outputs.size();
      outputs.addAll(values);
      List<Type> types = values.stream().map(Value::type).toList();
      Type weightType = weight == null ? null : weight.type();
      if (weight == null || input >= 0) {
        return new Observed(first, types, input, -1, weightType);
      }
      outputs.add(weight);
      return new Observed(first, types, -1, outputs.size() - 1, weightType);
    }
  }

  /** Returns the size of all arrays of a step of this plan except the weights, in bytes. */
  long bytes(BatchSpec spec, Program program) {
    long elements = spec.all().stream().mapToLong(type -> type.shape().size()).sum();
    elements += changedByLayers.stream().mapToLong(Variable::size).sum();
    for (Observed each : observed) {
      elements += each.types().stream().mapToLong(type -> type.shape().size()).sum();
    }
    return program.bufferBytes() + Float.BYTES * elements;
  }

  /** Returns sample weights combined with a mask. Either or both may be null. */
  public static Value masked(Value mask, Value weight) {
    if (mask == null) {
      return weight;
    }
    Value m = Ops.cast(mask, DType.FLOAT32);
    if (weight == null) {
      return m;
    }
    Value wide = weight;
    while (wide.shape().rank() < m.shape().rank()) {
      wide = Ops.expandDims(wide, -1);
    }
    return Ops.multiply(m, wide);
  }
}
