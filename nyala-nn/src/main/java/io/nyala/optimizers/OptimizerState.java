// SPDX-License-Identifier: Apache-2.0
package io.nyala.optimizers;

import io.nyala.variables.Variable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The weights and state of an optimizer, in flat arrays with one element per weight. */
final class OptimizerState {
  private final Optimizer optimizer;
  private final List<Slot> kinds;

  /** The variables to update, ascending. */
  final List<Segment> segments;

  /** One array for each kind of state. */
  final float[][] slots;

  /** Moving averages of the weights, or null without them. */
  final float[] averages;

  /** Sums of gradients over accumulated batches, or null. */
  final float[] accumulator;

  float[] weights;
  float[] gradients; // null if only the state is read or set

  OptimizerState(Optimizer optimizer, List<Segment> segments, int length) {
    this.optimizer = optimizer;
    this.segments = segments;
    this.kinds = List.copyOf(optimizer.slots());
    this.slots = new float[kinds.size()][length];
    for (int i = 0; i < slots.length; i++) {
      Arrays.fill(slots[i], kinds.get(i).initial());
    }
    this.averages = optimizer.settings.ema ? new float[length] : null;
    this.accumulator = optimizer.settings.accumulationSteps > 1 ? new float[length] : null;
  }

  /** Replaces the weights by the moving averages, if there are any. */
  void takeAverages() {
    for (Segment s : averages == null ? List.<Segment>of() : segments) {
      System.arraycopy(averages, s.offset(), weights, s.offset(), s.size());
    }
  }

  /** Returns views of averages and accumulated gradients, as far as they exist. */
  List<Variable> averageVariables(List<Segment> order) {
    List<Variable> variables = new ArrayList<>();
    addWindows(variables, order, averages, "average");
    addWindows(variables, order, accumulator, "gradient_accumulator");
    return variables;
  }

  private void addWindows(
      List<Variable> variables, List<Segment> order, float[] data, String slotName) {
    if (data != null) {
      order.forEach(s -> variables.add(window(s, slotName, data)));
    }
  }

  /** Returns views of the slots: group by group, and within a group variable by variable. */
  List<Variable> slotVariables(List<Segment> order) {
    List<Variable> variables = new ArrayList<>();
    int groups = kinds.stream().mapToInt(s -> s.group() + 1).max().orElse(0);
    for (int group = 0; group < groups; group++) {
      for (Segment segment : order) {
        for (int i = 0; i < slots.length; i++) {
          if (kinds.get(i).group() == group) {
            variables.add(window(segment, kinds.get(i).name(), slots[i]));
          }
        }
      }
    }
    return variables;
  }

  /** Returns a view of the values for one variable. */
  Variable window(Segment segment, String slotName, float[] data) {
    String path = optimizer.name() + "/" + segment.path().replace('/', '_') + "_" + slotName;
    Variable window = Variable.in(path, segment.shape(), data, segment.offset());
    window.upkeep(optimizer::expectAnything);
    return window;
  }
}
