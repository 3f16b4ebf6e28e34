// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.minatar;

import io.nyala.rl.env.Step;

/**
 * Space Invaders by the rules of MinAtar: aliens march from side to side and come down, and shoot
 * at the cannon below. Each that is hit brings a reward of 1. An alien or bullet that reaches the
 * cannon ends the episode. The fewer are left, the faster they are, and each wave is faster than
 * the one before. Channels: the cannon, aliens, aliens that go left, aliens that go right, own
 * bullets, theirs. Actions that have an effect: stay, left, right, fire. First states do not follow
 * MinAtar's seeds.
 */
public final class SpaceInvaders extends CellGame {
  private static final int[] COLORS = {0x48a048, 0xc84848, 0, 0, 0xecec6c, 0xdddddd};
  private static final int CANNON = 0;
  private static final int ALIEN = 1;
  private static final int LEFTWARD = 2;
  private static final int RIGHTWARD = 3;
  private static final int BULLET = 4;
  private static final int THEIR_BULLET = 5;

  private static final int START = 5;
  private static final int SHOT_INTERVAL = 5;
  private static final int MOVE_INTERVAL = 12;
  private static final int SHORTEST_INTERVAL = 6;
  private static final int ALIEN_SHOT_INTERVAL = 10;
  private static final int WAVE_ROWS = 4;
  private static final int WAVE = 0b0011111100; // columns of a row
  private static final int ROW = (1 << SIDE) - 1; // all columns
  private static final int LAST = SIDE - 1;

  // Indices of the variables. Maps have ten rows, and a bit for each column.
  private static final int X = 0;
  private static final int WAY = 1; // of the aliens
  private static final int INTERVAL = 2; // most frames between their moves
  private static final int MOVE_TIMER = 3;
  private static final int ALIEN_SHOT_TIMER = 4;
  private static final int SHOT_TIMER = 5;
  private static final int ALIENS = 6;
  private static final int BULLETS = ALIENS + SIDE;
  private static final int THEIR_BULLETS = BULLETS + SIDE;

  /** Creates a game. */
  public SpaceInvaders(GameOptions options) {
    super("SpaceInvaders", options, THEIR_BULLETS + SIDE, COLORS, 0, LEFT, RIGHT, FIRE);
  }

  @Override
  void begin() {
    v[X] = START;
    v[WAY] = -1;
    v[INTERVAL] = MOVE_INTERVAL;
    v[MOVE_TIMER] = MOVE_INTERVAL;
    v[ALIEN_SHOT_TIMER] = ALIEN_SHOT_INTERVAL;
    v[SHOT_TIMER] = 0;
    for (int y = 0; y < SIDE; y++) {
      v[ALIENS + y] = y < WAVE_ROWS ? WAVE : 0;
      v[BULLETS + y] = 0;
      v[THEIR_BULLETS + y] = 0;
    }
  }

  @Override
  void play(int action, Step next) {
    if (action == FIRE && v[SHOT_TIMER] == 0) {
      v[BULLETS + LAST] = row(BULLETS, LAST) | 1 << (int) v[X];
      v[SHOT_TIMER] = SHOT_INTERVAL;
    } else if (action == LEFT) {
      v[X] = Math.max(0, v[X] - 1);
    } else if (action == RIGHT) {
      v[X] = Math.min(LAST, v[X] + 1);
    }
    System.arraycopy(v, BULLETS + 1, v, BULLETS, LAST);
    v[BULLETS + LAST] = 0;
    System.arraycopy(v, THEIR_BULLETS, v, THEIR_BULLETS + 1, LAST);
    v[THEIR_BULLETS] = 0;
    boolean ends = isAtCannon(THEIR_BULLETS) || isAtCannon(ALIENS);
    if (v[MOVE_TIMER] == 0) {
      v[MOVE_TIMER] = Math.min(aliens(), v[INTERVAL]);
      ends |= march();
    }
    if (v[ALIEN_SHOT_TIMER] == 0) {
      v[ALIEN_SHOT_TIMER] = ALIEN_SHOT_INTERVAL;
      shoot();
    }
    next.reward(hits()).terminated(ends);
    v[SHOT_TIMER] = Math.max(0, v[SHOT_TIMER] - 1);
    v[MOVE_TIMER]--;
    v[ALIEN_SHOT_TIMER]--;
    if (aliens() == 0) {
      nextWave();
    }
  }

  private int row(int map, int y) {
    return (int) v[map + y];
  }

  private boolean isAtCannon(int map) {
    return (row(map, LAST) >> (int) v[X] & 1) != 0;
  }

  private int aliens() {
    int count = 0;
    for (int y = 0; y < SIDE; y++) {
      count += Integer.bitCount(row(ALIENS, y));
    }
    return count;
  }

  /** Moves the aliens; at a side they turn and come down. Returns whether they have won. */
  private boolean march() {
    boolean won = false;
    int columns = 0;
    for (int y = 0; y < SIDE; y++) {
      columns |= row(ALIENS, y);
    }
    boolean left = v[WAY] < 0;
    if ((columns & (left ? 1 : 1 << LAST)) != 0) {
      v[WAY] = -v[WAY];
      won = v[ALIENS + LAST] != 0;
      double lowest = v[ALIENS + LAST]; // goes round
      System.arraycopy(v, ALIENS, v, ALIENS + 1, LAST);
      v[ALIENS] = lowest;
    } else {
      for (int y = 0; y < SIDE; y++) {
        v[ALIENS + y] = left ? row(ALIENS, y) >> 1 : row(ALIENS, y) << 1 & ROW;
      }
    }
    return won | isAtCannon(ALIENS);
  }

  /** Lets the lowest alien of the nearest column shoot; of two, that on the left. */
  private void shoot() {
    int x = (int) v[X];
    for (int distance = 0; distance < SIDE; distance++) {
      if (shootFrom(x - distance) || shootFrom(x + distance)) {
        return;
      }
    }
  }

  private boolean shootFrom(int x) {
    for (int y = LAST; y >= 0 && x >= 0 && x < SIDE; y--) {
      if ((row(ALIENS, y) >> x & 1) != 0) {
        v[THEIR_BULLETS + y] = row(THEIR_BULLETS, y) | 1 << x;
        return true;
      }
    }
    return false;
  }

  /** Removes aliens that are hit, and what hit them, and returns their number. */
  private int hits() {
    int count = 0;
    for (int y = 0; y < SIDE; y++) {
      int hit = row(ALIENS, y) & row(BULLETS, y);
      count += Integer.bitCount(hit);
      v[ALIENS + y] = row(ALIENS, y) & ~hit;
      v[BULLETS + y] = row(BULLETS, y) & ~hit;
    }
    return count;
  }

  private void nextWave() {
    if (v[INTERVAL] > SHORTEST_INTERVAL && ramps()) {
      v[INTERVAL]--;
    }
    for (int y = 0; y < WAVE_ROWS; y++) {
      v[ALIENS + y] = WAVE;
    }
  }

  @Override
  void show(float[] cells) {
    set(cells, (int) v[X], LAST, CANNON);
    int way = v[WAY] < 0 ? LEFTWARD : RIGHTWARD;
    for (int y = 0; y < SIDE; y++) {
      showRow(cells, y, row(ALIENS, y), ALIEN);
      showRow(cells, y, row(ALIENS, y), way);
      showRow(cells, y, row(BULLETS, y), BULLET);
      showRow(cells, y, row(THEIR_BULLETS, y), THEIR_BULLET);
    }
  }

  private void showRow(float[] cells, int y, int bits, int channel) {
    for (int x = 0; bits >> x != 0; x++) {
      if ((bits >> x & 1) != 0) {
        set(cells, x, y, channel);
      }
    }
  }
}
