// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.recurrent;

import io.nyala.layers.base.Call;
import io.nyala.layers.base.ChainedLayer;
import io.nyala.ops.Value;
import io.nyala.tensor.ShapeException;
import java.util.List;

/**
 * One time step of a recurrent layer. A custom cell defines the sizes of its states and the
 * computation of a step; {@link RNN} repeats it. Applied as a layer, a cell takes an input {@code
 * (batch, features)} and the states {@code (batch, size)} and returns the output and the new
 * states.
 *
 * @param <L> the cell's own type
 */
public abstract class RecurrentCell<L extends RecurrentCell<L>> extends ChainedLayer<L> {
  /** Creates a cell that is not built yet. */
  protected RecurrentCell() {}

  /** Returns the size of each state, per sequence. */
  public abstract List<Integer> stateSizes();

  /** Returns the size of the output; default the size of the first state. */
  public int outputSize() {
    return stateSizes().get(0);
  }

  /**
   * Draws the values shared by all steps of a call, such as dropout masks; default none.
   *
   * @param x an input of one step
   * @param states before the first step
   */
  protected List<Value> shared(Call call, Value x, List<Value> states) {
    return List.of();
  }

  /** Returns the number of values drawn by {@link #shared}; default 0. */
  protected int sharedCount(Call call) {
    return 0;
  }

  /**
   * Computes one step.
   *
   * @param x the input {@code (batch, features)}
   * @param states the states before the step
   * @param shared the values drawn by {@link #shared}
   * @return the output, then the new states
   */
  protected abstract List<Value> step(Call call, Value x, List<Value> states, List<Value> shared);

  @Override
  protected final List<Value> call(Call call, List<Value> inputs) {
    int states = stateSizes().size();
    if (inputs.size() != states + 1) {
      throw new ShapeException(
          "expected an input and %d states, got %d inputs".formatted(states, inputs.size()));
    }
    List<Value> before = inputs.subList(1, states + 1);
    return step(call, inputs.get(0), before, shared(call, inputs.get(0), before));
  }
}
