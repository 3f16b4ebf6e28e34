// SPDX-License-Identifier: Apache-2.0
package io.nyala.plan.cpu;

import io.nyala.variables.Variable;

/** The arrays used by one execution. */
final class Memory {
  /**
   * Extra room after the last value, so that kernels may load whole vectors and ignore the excess.
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
   * Returns the offset in the stream of a random operation at which this run begins: after the
   * numbers drawn for the rows before it. The parts of a batch then draw the same numbers as the
   * whole. Numbers that are not drawn row by row are the same in all parts.
   *
   * @param size the number of elements that the operation draws
   */
  long firstDrawn(int size) {
    return size % rows == 0 ? firstRow * (size / rows) : 0;
  }

  /** Replaces the variables for the following runs, in the same order. */
  void place(Variable[] others) {
    variables = others;
  }

  /** Looks up the arrays of the variables, which may have moved since the last run. */
  void locateVariables() {
    for (int i = 0; i < variables.length; i++) {
      arrays[variableSlots[i]] = byRows[i] ? variables[i].rawData() : variables[i].data();
      offsets[variableSlots[i]] = variables[i].offset();
    }
  }
}
