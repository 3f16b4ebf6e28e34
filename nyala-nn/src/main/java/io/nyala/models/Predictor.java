// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

/**
 * A model for single rows, quick enough for a request handler: a call allocates nothing, and any
 * number of threads may call at once. Later training of the model shows at once.
 */
public final class Predictor {
  private final ExecutionPool pool;
  private final int inputs;
  private final int outputs;

  Predictor(ExecutionPool pool, int inputs) {
    this.pool = pool;
    this.inputs = inputs;
    this.outputs = pool.type(0, 1).shape().size();
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
   * @param result gets {@link #outputs} elements
   * @throws IllegalArgumentException if an array has another length
   */
  public void predict(float[] row, float[] result) {
    if (row.length != inputs || result.length != outputs) {
      throw new IllegalArgumentException(
          "a row has %d elements and its result %d, got arrays of %d and %d"
              .formatted(inputs, outputs, row.length, result.length));
    }
    ExecutionPool.Slot slot = pool.take();
    try {
      slot.load(row);
      slot.run();
      slot.read(result);
    } finally {
      pool.giveBack(slot);
    }
  }

  /** Predicts one row into a new array. */
  public float[] predict(float... row) {
    float[] result = new float[outputs];
    predict(row, result);
    return result;
  }
}
