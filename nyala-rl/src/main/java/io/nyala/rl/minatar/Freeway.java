// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.minatar;

import io.nyala.rl.env.Step;

/**
 * Freeway by the rules of MinAtar: a chicken crosses eight lanes of cars. At the other side there
 * is a reward of 1, the cars get other speeds, and the chicken begins anew, as it does when a car
 * hits it. The episode ends after 2,500 frames; MinAtar calls this its end, not a limit. Channels:
 * the chicken, cars, and where a car came from, one for each speed. Actions that have an effect:
 * stay, up, down. First states do not follow MinAtar's seeds.
 */
public final class Freeway extends CellGame {
  private static final int[] COLORS = {
    0xecec6c, 0xc84848, 0x6a6a6a, 0x5a5a5a, 0x4a4a4a, 0x3a3a3a, 0x2a2a2a
  };
  private static final int CHICKEN = 0;
  private static final int CAR = 1;

  private static final int LANES = 8;
  private static final int SLOWEST = 5; // frames between moves
  private static final int COLUMN = 4; // of the chicken
  private static final int REST = 3; // frames between its moves
  private static final int FRAMES = 2500;

  // Indices of the variables.
  private static final int ROW = 0;
  private static final int MOVE_TIMER = 1;
  private static final int LEFT_OVER = 2; // frames
  private static final int AT = 3; // the column of each car
  private static final int TIMER = AT + LANES;
  private static final int SPEED = TIMER + LANES; // frames between moves; negative to the left

  /** Creates a game. */
  public Freeway(GameOptions options) {
    super("Freeway", options, SPEED + LANES, COLORS, 0, UP, DOWN);
  }

  @Override
  void begin() {
    drawSpeeds();
    for (int i = 0; i < LANES; i++) {
      v[AT + i] = 0;
    }
    v[ROW] = SIDE - 1;
    v[MOVE_TIMER] = REST;
    v[LEFT_OVER] = FRAMES;
  }

  private void drawSpeeds() {
    for (int i = 0; i < LANES; i++) {
      v[TIMER + i] = random().integers(1, SLOWEST + 1);
    }
    for (int i = 0; i < LANES; i++) {
      v[SPEED + i] = random().integers(2) == 0 ? -v[TIMER + i] : v[TIMER + i];
    }
  }

  @Override
  void play(int action, Step next) {
    if ((action == UP || action == DOWN) && v[MOVE_TIMER] == 0) {
      v[MOVE_TIMER] = REST;
      v[ROW] = Math.clamp(v[ROW] + (action == UP ? -1 : 1), 0, SIDE - 1);
    }
    if (v[ROW] == 0) {
      next.reward(1);
      drawSpeeds();
      v[ROW] = SIDE - 1;
    }
    for (int i = 0; i < LANES; i++) {
      hit(i);
      if (v[TIMER + i] == 0) {
        v[TIMER + i] = Math.abs(v[SPEED + i]);
        v[AT + i] = Math.floorMod((int) v[AT + i] + (v[SPEED + i] > 0 ? 1 : -1), SIDE);
        hit(i);
      } else {
        v[TIMER + i]--;
      }
    }
    v[MOVE_TIMER] = Math.max(0, v[MOVE_TIMER] - 1);
    v[LEFT_OVER]--;
    next.terminated(v[LEFT_OVER] < 0);
  }

  /** Sends the chicken back if a car is where it is. */
  private void hit(int lane) {
    if (v[AT + lane] == COLUMN && v[ROW] == lane + 1) {
      v[ROW] = SIDE - 1;
    }
  }

  @Override
  void show(float[] cells) {
    set(cells, COLUMN, (int) v[ROW], CHICKEN);
    for (int i = 0; i < LANES; i++) {
      int x = (int) v[AT + i];
      int speed = (int) v[SPEED + i];
      set(cells, x, i + 1, CAR);
      set(cells, Math.floorMod(x + (speed > 0 ? -1 : 1), SIDE), i + 1, CAR + Math.abs(speed));
    }
  }
}
