// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.toy;

/**
 * A walk along a cliff on a 4 x 12 grid, from the lower left to the lower right corner, by moves up
 * (0), right (1), down (2) and left (3), like Gymnasium's {@code CliffWalking-v1} (example 6.6 of
 * Sutton and Barto). The reward is -1 per step, and -100 for a fall, after which the walk starts
 * again. States are numbered row by row.
 */
public final class CliffWalking extends TableEnv {
  private static final int ROWS = 4;
  private static final int COLUMNS = 12;
  private static final int START = 36;
  private static final int GOAL = 47;
  private static final int ACTIONS = 4;
  private static final double FALL = -100;
  private static final int[] DOWN = {-1, 0, 1, 0};
  private static final int[] RIGHT = {0, 1, 0, -1};

  /** Creates a cliff on which every move succeeds. */
  public CliffWalking() {
    this(false);
  }

  /**
   * Creates a cliff.
   *
   * @param slippery whether two thirds of the moves go sideways
   */
  public CliffWalking(boolean slippery) {
    super("CliffWalking", starts(), table(slippery), 0);
  }

  private static double[] starts() {
    double[] starts = new double[ROWS * COLUMNS];
    starts[START] = 1;
    return starts;
  }

  private static Outcomes[][] table(boolean slippery) {
    Outcomes[][] table = new Outcomes[ROWS * COLUMNS][ACTIONS];
    for (int state = 0; state < table.length; state++) {
      for (int action = 0; action < ACTIONS; action++) {
        int[] ways =
            slippery
                ? new int[] {(action + 3) % ACTIONS, action, (action + 1) % ACTIONS}
                : new int[] {action};
        table[state][action] = outcomes(state, ways);
      }
    }
    return table;
  }

  private static Outcomes outcomes(int state, int... ways) {
    int n = ways.length;
    Outcomes all = new Outcomes(new double[n], new int[n], new double[n], new boolean[n]);
    for (int i = 0; i < n; i++) {
      int row = Math.clamp(state / COLUMNS + DOWN[ways[i]], 0, ROWS - 1);
      int column = Math.clamp(state % COLUMNS + RIGHT[ways[i]], 0, COLUMNS - 1);
      boolean falls = row == ROWS - 1 && column > 0 && column < COLUMNS - 1;
      all.probabilities()[i] = 1.0 / n;
      all.states()[i] = falls ? START : row * COLUMNS + column;
      all.rewards()[i] = falls ? FALL : -1;
      all.terminated()[i] = !falls && all.states()[i] == GOAL;
    }
    return all;
  }
}
