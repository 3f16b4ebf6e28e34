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

  /** One array for each kind of state; null while this process has parts of them. */
  final float[][] slots;

  /** Moving averages of the weights, or null without them. */
  final float[] averages;

  private final boolean accumulates;
  private float[] accumulator; // sums of gradients over accumulated batches; null as for slots

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
    this.accumulates = optimizer.settings.accumulationSteps > 1;
    this.accumulator = accumulates ? new float[length] : null;
  }

  /** Returns the number of arrays with an element for each weight: slots, then the accumulator. */
  int arrays() {
    return slots.length + (accumulates ? 1 : 0);
  }

  /** Returns such an array, or null while this process has parts of it. */
  float[] array(int index) {
    return index < slots.length ? slots[index] : accumulator;
  }

  /** Replaces such an array. */
  void array(int index, float[] data) {
    if (index < slots.length) {
      slots[index] = data;
    } else {
      accumulator = data;
    }
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
    for (Segment s : averages == null ? List.<Segment>of() : order) {
      variables.add(window(s, "average", averages));
    }
    for (Segment s : accumulates ? order : List.<Segment>of()) {
      variables.add(window(s, "gradient_accumulator", slots.length));
    }
    return variables;
  }

  /** Returns views of the slots: group by group, and within a group variable by variable. */
  List<Variable> slotVariables(List<Segment> order) {
    List<Variable> variables = new ArrayList<>();
    int groups = kinds.stream().mapToInt(s -> s.group() + 1).max().orElse(0);
    for (int group = 0; group < groups; group++) {
      for (Segment segment : order) {
        for (int i = 0; i < slots.length; i++) {
          if (kinds.get(i).group() == group) {
            variables.add(window(segment, kinds.get(i).name(), i));
          }
        }
      }
    }
    return variables;
  }

  private Variable window(Segment segment, String slotName, int array) {
    float[] data = array(array);
    return data == null
        ? optimizer.division().view(path(segment, slotName), array, segment)
        : window(segment, slotName, data);
  }

  private String path(Segment segment, String slotName) {
    return optimizer.name() + "/" + segment.path().replace('/', '_') + "_" + slotName;
  }

  /** Returns a view of the values for one variable. */
  Variable window(Segment segment, String slotName, float[] data) {
    Variable window = Variable.in(path(segment, slotName), segment.shape(), data, segment.offset());
    window.upkeep(optimizer::expectAnything);
    return window;
  }
}
