// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.programs;

import io.nyala.variables.Variable;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * Follows which gradients a running step has computed: the backward pass goes from the last layers
 * to the first, so that the end of the flat array is complete first.
 */
final class GradientProgress implements Consumer<Variable> {
  private final List<Variable> gradients;
  private final Map<Variable, Integer> indices = new IdentityHashMap<>();
  private final boolean[] done;
  private final IntConsumer complete;
  private int first;

  /**
   * Creates a follower of one step, run after run.
   *
   * @param gradients the variables that receive the gradients, in the order of the flat array
   * @param complete receives the position from which on all gradients are complete
   */
  GradientProgress(List<Variable> gradients, IntConsumer complete) {
    this.gradients = gradients;
    this.done = new boolean[gradients.size()];
    this.complete = complete;
    this.first = done.length;
    for (int i = 0; i < done.length; i++) {
      indices.put(gradients.get(i), i);
    }
  }

  /** Starts a run. */
  void begin() {
    Arrays.fill(done, false);
    first = done.length;
  }

  @Override
  public void accept(Variable assigned) {
    Integer index = indices.get(assigned);
    if (index == null) {
      return; // a moving average
    }
    done[index] = true;
    int before = first;
    while (first > 0 && done[first - 1]) {
      first--;
    }
    if (first < before) {
      complete.accept(gradients.get(first).offset());
    }
  }
}
