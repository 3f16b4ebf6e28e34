// SPDX-License-Identifier: Apache-2.0
package io.nyala.optimizers;

import io.nyala.variables.Variable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What an optimizer works on and what it keeps, in flat arrays: one place for each weight in all of
 * them.
 */
final class OptimizerState {
  private final Optimizer optimizer;
  private final List<Slot> kinds;

  /** The variables to update, ascending. */
  final List<Segment> segments;

  /** One array for each kind of number that the rule keeps. */
  final float[][] slots;

  /** Moving averages of the weights, or null without them. */
  final float[] averages;

  /** Sums of gradients over accumulated batches, or null. */
  final float[] accumulator;

  float[] weights;
  float[] gradients; // null while only the state is read or set

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

  /** Puts the moving averages, if there are any, in place of the weights. */
  void takeAverages() {
    for (Segment s : averages == null ? List.<Segment>of() : segments) {
      System.arraycopy(averages, s.offset(), weights, s.offset(), s.size());
    }
  }

  /** Returns windows on averages and accumulated gradients, as far as they are kept. */
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

  /** Returns windows on the slots: group by group, and in a group variable by variable. */
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

  /** Returns a window on the numbers that stand beside one variable. */
  Variable window(Segment segment, String slotName, float[] data) {
    String path = optimizer.name() + "/" + segment.path().replace('/', '_') + "_" + slotName;
    Variable window = Variable.in(path, segment.shape(), data, segment.offset());
    window.upkeep(optimizer::expectAnything);
    return window;
  }
}
