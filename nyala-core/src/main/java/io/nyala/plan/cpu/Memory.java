// SPDX-License-Identifier: Apache-2.0
package io.nyala.plan.cpu;

import io.nyala.variables.Variable;

/** The arrays in which one execution works. */
final class Memory {
  /**
   * Behind the last value, so that kernels may load whole vectors and drop what they do not need.
   */
  private static final int ROOM = 16;

  final float[][] arrays;
  final int[] offsets;
  long step;
  long firstRow;
  int rows = 1;
  private Variable[] variables;
  private final int[] variableSlots;
  private final boolean[] byRows;

  Memory(int slots, int arenaSize, Variable[] variables, int[] variableSlots, boolean[] byRows) {
    this.arrays = new float[slots][];
    this.offsets = new int[slots];
    this.arrays[Buffer.ARENA] = new float[arenaSize + ROOM];
    this.variables = variables;
    this.variableSlots = variableSlots;
    this.byRows = byRows;
  }

  /**
   * Returns where in the stream of a random operation this run begins, so that the parts of a batch
   * draw what the whole would: behind what the rows before it draw. What is not drawn row by row is
   * the same in all parts.
   *
   * @param size of what the operation draws
   */
  long firstDrawn(int size) {
    return size % rows == 0 ? firstRow * (size / rows) : 0;
  }

  /** Takes other variables from now on, in the same order. */
  void place(Variable[] others) {
    variables = others;
  }

  /** Looks up where the variables are now: they may have been moved since the last run. */
  void locateVariables() {
    for (int i = 0; i < variables.length; i++) {
      arrays[variableSlots[i]] = byRows[i] ? variables[i].rawData() : variables[i].data();
      offsets[variableSlots[i]] = variables[i].offset();
    }
  }
}
