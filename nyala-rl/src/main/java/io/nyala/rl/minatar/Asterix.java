// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.minatar;

import io.nyala.rl.env.Step;

/**
 * Asterix by the rules of MinAtar: enemies and gold come from the sides, each in a row of its own.
 * Gold brings a reward of 1; an enemy ends the episode. They become faster and more with time.
 * Channels: the player, enemies, where something came from, gold. Only firing has no effect. First
 * states do not follow MinAtar's seeds.
 */
public final class Asterix extends CellGame {
  private static final int[] COLORS = {0xecec6c, 0xc84848, 0x484848, 0xd2a44a};
  private static final int PLAYER = 0;
  private static final int ENEMY = 1;
  private static final int TRAIL = 2;
  private static final int GOLD = 3;

  private static final int ROWS = 8; // in which something may come
  private static final int START = 5;
  private static final int SPAWN_INTERVAL = 10;
  private static final int MOVE_INTERVAL = 5;
  private static final int RAMP_INTERVAL = 100;

  // Indices of the variables.
  private static final int X = 0;
  private static final int Y = 1;
  private static final int SPAWN_SPEED = 2;
  private static final int SPAWN_TIMER = 3;
  private static final int MOVE_SPEED = 4;
  private static final int MOVE_TIMER = 5;
  private static final int RAMP_TIMER = 6;
  private static final int RAMP = 7;
  private static final int KIND = 8; // of what is in each row: 0, or ENEMY or GOLD
  private static final int AT = KIND + ROWS; // its column
  private static final int WAY = AT + ROWS; // 1 to the right, -1 to the left

  /** Creates a game. */
  public Asterix(GameOptions options) {
    super("Asterix", options, WAY + ROWS, COLORS, 0, LEFT, UP, RIGHT, DOWN);
  }

  @Override
  void begin() {
    v[X] = START;
    v[Y] = START;
    v[SPAWN_SPEED] = SPAWN_INTERVAL;
    v[SPAWN_TIMER] = SPAWN_INTERVAL;
    v[MOVE_SPEED] = MOVE_INTERVAL;
    v[MOVE_TIMER] = MOVE_INTERVAL;
    v[RAMP_TIMER] = RAMP_INTERVAL;
    v[RAMP] = 0;
    for (int i = 0; i < ROWS; i++) {
      v[KIND + i] = 0;
    }
  }

  @Override
  void play(int action, Step next) {
    if (v[SPAWN_TIMER] == 0) {
      spawn();
      v[SPAWN_TIMER] = v[SPAWN_SPEED];
    }
    switch (action) {
      case LEFT -> v[X] = Math.max(0, v[X] - 1);
      case RIGHT -> v[X] = Math.min(SIDE - 1, v[X] + 1);
      case UP -> v[Y] = Math.max(1, v[Y] - 1);
      case DOWN -> v[Y] = Math.min(ROWS, v[Y] + 1);
      default -> {}
    }
    meet(next);
    if (v[MOVE_TIMER] == 0) {
      v[MOVE_TIMER] = v[MOVE_SPEED];
      for (int i = 0; i < ROWS; i++) {
        v[AT + i] += v[WAY + i];
        if (v[AT + i] < 0 || v[AT + i] >= SIDE) {
          v[KIND + i] = 0;
        }
      }
      meet(next);
    }
    v[SPAWN_TIMER]--;
    v[MOVE_TIMER]--;
    if (ramps()) {
      ramp();
    }
  }

  /** Takes gold, or ends the episode, if something is where the player is. */
  private void meet(Step next) {
    int row = (int) v[Y] - 1;
    if (v[KIND + row] == 0 || v[AT + row] != v[X]) {
      return;
    }
    if (v[KIND + row] == GOLD) {
      v[KIND + row] = 0;
      next.reward(next.reward() + 1);
    } else {
      next.terminated(true);
    }
  }

  private void spawn() {
    boolean right = random().nextDouble() < 1 / 2.0;
    boolean gold = random().nextDouble() < 1 / 3.0;
    int free = 0;
    for (int i = 0; i < ROWS; i++) {
      free += v[KIND + i] == 0 ? 1 : 0;
    }
    if (free == 0) {
      return;
    }
    int skip = random().integers(free);
    for (int i = 0; i < ROWS; i++) {
      if (v[KIND + i] == 0 && skip-- == 0) {
        v[KIND + i] = gold ? GOLD : ENEMY;
        v[AT + i] = right ? 0 : SIDE - 1;
        v[WAY + i] = right ? 1 : -1;
        return;
      }
    }
  }

  private void ramp() {
    if (v[SPAWN_SPEED] <= 1 && v[MOVE_SPEED] <= 1) {
      return;
    }
    if (v[RAMP_TIMER] >= 0) {
      v[RAMP_TIMER]--;
      return;
    }
    if (v[MOVE_SPEED] > 1 && v[RAMP] % 2 == 1) {
      v[MOVE_SPEED]--;
    }
    if (v[SPAWN_SPEED] > 1) {
      v[SPAWN_SPEED]--;
    }
    v[RAMP]++;
    v[RAMP_TIMER] = RAMP_INTERVAL;
  }

  @Override
  void show(float[] cells) {
    set(cells, (int) v[X], (int) v[Y], PLAYER);
    for (int i = 0; i < ROWS; i++) {
      if (v[KIND + i] != 0) {
        int x = (int) v[AT + i];
        set(cells, x, i + 1, (int) v[KIND + i]);
        setInside(cells, x - (int) v[WAY + i], i + 1, TRAIL);
      }
    }
  }
}
