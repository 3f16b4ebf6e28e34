// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import io.nyala.kernel.WorkerPool;
import io.nyala.models.core.ConsistentRead;
import io.nyala.models.core.ModelCore;
import io.nyala.models.core.States;
import io.nyala.models.core.Turn;
import io.nyala.models.programs.ExecutionPool;
import io.nyala.models.programs.PredictionProgram;
import io.nyala.settings.Arguments;
import io.nyala.variables.Gates;

/**
 * Predicts single rows, fast enough for a request handler. A call allocates nothing, unless {@link
 * Model#threads} bounds its threads. It is thread-safe, even while another thread trains the model:
 * a call sees the weights after the latest step. After about three seconds without a call, the next
 * call allocates its buffers again.
 */
public final class Predictor {
  private final ModelCore model;
  private final boolean stateful;
  private final int generation;
  private final Gates gates;
  private final ExecutionPool<PredictionProgram.Slot> pool;
  private final int inputs;
  private final int outputs;

  Predictor(ModelCore model, PredictionProgram program, int inputs) {
    this.model = model;
    this.stateful = States.areKeptBy(model);
    this.generation = States.generation(model.layer());
    this.gates = model.holdings().gates();
    this.pool = program.slots();
    this.inputs = inputs;
    this.outputs = program.type(0, 1).shape().size();
  }

  /** Returns the number of elements in a row. */
  public int inputs() {
    return inputs;
  }

  /** Returns the number of elements in a result. */
  public int outputs() {
    return outputs;
  }

  /**
   * Predicts one row.
   *
   * @param row {@link #inputs} elements
   * @param result receives {@link #outputs} elements
   * @throws IllegalArgumentException if an array has the wrong length
   */
  public void predict(float[] row, float[] result) {
    Arguments.given("row", row);
    Arguments.given("result", result);
    if (row.length != inputs || result.length != outputs) {
      throw new IllegalArgumentException(
          "a row has %d elements and its result %d, got arrays of %d and %d"
              .formatted(inputs, outputs, row.length, result.length));
    }
    model.categories().check(row);
    if (stateful) {
      try (Turn _ = Turn.of(model)) {
        if (generation != States.generation(model.layer())) {
          throw new IllegalStateException(
              model + " has restarted with another batch size; request its predictor again");
        }
        run(row, result);
      }
    } else {
      run(row, result);
    }
  }

  private void run(float[] row, float[] result) {
    PredictionProgram.Slot slot = pool.take();
    try {
      slot.load(row);
      if (!runInPlace(slot)) {
        ConsistentRead.once(model).run(slot);
      }
      slot.read(result);
    } finally {
      pool.giveBack(slot);
    }
  }

  /** Does the same as a reading, without allocating one. */
  private boolean runInPlace(PredictionProgram.Slot slot) {
    if (stateful) {
      return false;
    }
    gates.enter();
    try {
      if (gates.isLateElsewhere()) {
        return false;
      }
      run(slot);
      return true;
    } finally {
      gates.exit();
    }
  }

  private void run(PredictionProgram.Slot slot) {
    WorkerPool own = model.ownPool();
    if (own == null) {
      slot.run();
      return;
    }
    WorkerPool.using(
        own,
        () -> {
          slot.run();
          return null;
        });
  }

  /** Predicts one row into a new array. */
  public float[] predict(float... row) {
    float[] result = new float[outputs];
    predict(row, result);
    return result;
  }
}
