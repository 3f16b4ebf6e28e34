// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.minatar;

import io.nyala.rl.env.Step;

/**
 * Breakout by the rules of MinAtar: a ball flies along diagonals, and a paddle in the lowest row
 * sends it back to three rows of bricks, each of which gives a reward of 1. The episode ends when
 * the ball gets past the paddle. Channels: the paddle, the ball, where the ball was, bricks.
 * Actions that have an effect: stay, left, right. First states do not follow MinAtar's seeds.
 */
public final class Breakout extends CellGame {
  private static final int[] COLORS = {0xc84848, 0xecec6c, 0x6f6f3a, 0x4290d6};

  // Indices of the variables.
  private static final int X = 0;
  private static final int Y = 1;
  private static final int WAY = 2;
  private static final int LAST_X = 3;
  private static final int LAST_Y = 4;
  private static final int PLACE = 5; // of the paddle
  private static final int STRUCK = 6; // whether the ball is inside bricks after a hit
  private static final int WALL = 7; // bricks, one bit each, row by row

  /** Creates a game. */
  public Breakout(GameOptions options) {
    super("Breakout", options, WALL + 1, COLORS, 0, LEFT, RIGHT);
  }

  @Override
  void begin() {
    keep(BreakoutBoard.begin(random().integers(2) == 0));
  }

  @Override
  void play(int action, Step next) {
    long state = BreakoutBoard.step(packed(), action == LEFT ? -1 : action == RIGHT ? 1 : 0);
    keep(state);
    next.reward((state & BreakoutBoard.REWARD) != 0 ? 1 : 0);
    next.terminated((state & BreakoutBoard.ENDED) != 0);
  }

  private long packed() {
    return BreakoutBoard.pack(
        (int) v[X],
        (int) v[Y],
        (int) v[WAY],
        (int) v[LAST_X],
        (int) v[LAST_Y],
        (int) v[PLACE],
        (int) v[STRUCK],
        (long) v[WALL]);
  }

  private void keep(long state) {
    v[X] = BreakoutBoard.x(state);
    v[Y] = BreakoutBoard.y(state);
    v[WAY] = BreakoutBoard.way(state);
    v[LAST_X] = BreakoutBoard.lastX(state);
    v[LAST_Y] = BreakoutBoard.lastY(state);
    v[PLACE] = BreakoutBoard.place(state);
    v[STRUCK] = BreakoutBoard.struck(state);
    v[WALL] = BreakoutBoard.wall(state);
  }

  @Override
  void show(float[] cells) {
    BreakoutBoard.show(packed(), cells, 0);
  }
}
