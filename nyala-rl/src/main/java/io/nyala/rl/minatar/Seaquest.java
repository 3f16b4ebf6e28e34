// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.minatar;

import static io.nyala.rl.minatar.Items.SHOT_TIMER;
import static io.nyala.rl.minatar.Items.TIMER;
import static io.nyala.rl.minatar.Items.WAY;
import static io.nyala.rl.minatar.Items.X;
import static io.nyala.rl.minatar.Items.Y;

import io.nyala.rl.env.Step;

/**
 * Seaquest by the rules of MinAtar: a submarine shoots fish and other submarines, each of which
 * brings a reward of 1, and takes divers on board. Oxygen runs out; at the surface there is new,
 * for one diver. Six divers bring a reward of up to 10, the more the more oxygen is left. The
 * episode ends when the submarine is hit, has no oxygen, or surfaces without a diver. With each
 * surfacing the enemies become faster and more. Channels: the front and back of the submarine, its
 * bullets, where something came from, bullets of enemies, fish, submarines, gauges of oxygen and
 * divers, divers. All six actions have an effect. First states do not follow MinAtar's seeds.
 *
 * <p>One oddity is MinAtar's: after a surfacing with six divers their number is -1, so that the
 * next surfacing without a diver does not end the episode.
 */
public final class Seaquest extends CellGame {
  private static final int[] COLORS = {
    0xecec6c, 0xa8a848, 0xffffff, 0x303048, 0xd88080, 0x48a048, 0xc84848, 0x84a0f0, 0xd2a44a,
    0xbb77dd
  };
  private static final int FRONT = 0;
  private static final int BACK = 1;
  private static final int BULLET = 2;
  private static final int TRAIL = 3;
  private static final int ENEMY_BULLET = 4;
  private static final int FISH = 5;
  private static final int ENEMY_SUB = 6;
  private static final int OXYGEN_GAUGE = 7;
  private static final int DIVER_GAUGE = 8;
  private static final int DIVER = 9;

  private static final int START = 5;
  private static final int LOWEST = 8;
  private static final int MOST_DIVERS = 6;
  private static final int MOST_OXYGEN = 200;
  private static final int SPAWN_INTERVAL = 20;
  private static final int DIVER_INTERVAL = 30;
  private static final int MOVE_INTERVAL = 5; // of enemies at first, and of divers
  private static final int SHORTEST_INTERVAL = 2;
  private static final int SHOT_INTERVAL = 5;
  private static final int ENEMY_SHOT_INTERVAL = 10;

  // Indices of the variables.
  private static final int OXYGEN = 0;
  private static final int ON_BOARD = 1;
  private static final int PLACE_X = 2;
  private static final int PLACE_Y = 3;
  private static final int FACING = 4; // 1 to the right, -1 to the left
  private static final int SPAWN_SPEED = 5;
  private static final int SPAWN_TIMER = 6;
  private static final int DIVER_TIMER = 7;
  private static final int MOVE_SPEED = 8;
  private static final int RAMP = 9;
  private static final int RELOAD = 10;
  private static final int AT_SURFACE = 11;
  private static final int LISTS = 12;

  // At most one enemy comes in a step, and crosses in 33 at the highest speed.
  private static final int FEW = 16;
  private static final int MANY = 64;
  private static final int VARIABLES = LISTS + 5 + FEW * (3 + 4) + MANY * (3 + 4 + 5);

  private final Items bullets = new Items("bullets", v, LISTS, FEW, 3);
  private final Items enemyBullets = new Items("enemy bullets", v, bullets.end(), MANY, 3);
  private final Items fish = new Items("fish", v, enemyBullets.end(), MANY, 4);
  private final Items subs = new Items("submarines", v, fish.end(), MANY, 5);
  private final Items divers = new Items("divers", v, subs.end(), FEW, 4);

  // Of the step under way.
  private int reward;
  private boolean hit;

  /** Creates a game. */
  public Seaquest(GameOptions options) {
    super("Seaquest", options, VARIABLES, COLORS, 0, LEFT, UP, RIGHT, DOWN, FIRE);
  }

  @Override
  void begin() {
    v[OXYGEN] = MOST_OXYGEN;
    v[ON_BOARD] = 0;
    v[PLACE_X] = START;
    v[PLACE_Y] = 0;
    v[FACING] = -1;
    v[SPAWN_SPEED] = SPAWN_INTERVAL;
    v[SPAWN_TIMER] = SPAWN_INTERVAL;
    v[DIVER_TIMER] = DIVER_INTERVAL;
    v[MOVE_SPEED] = MOVE_INTERVAL;
    v[RAMP] = 0;
    v[RELOAD] = 0;
    v[AT_SURFACE] = 1;
    bullets.clear();
    enemyBullets.clear();
    fish.clear();
    subs.clear();
    divers.clear();
  }

  @Override
  void play(int action, Step next) {
    reward = 0;
    hit = false;
    if (v[SPAWN_TIMER] == 0) {
      spawnEnemy();
      v[SPAWN_TIMER] = v[SPAWN_SPEED];
    }
    if (v[DIVER_TIMER] == 0) {
      boolean right = random().nextDouble() < 1 / 2.0;
      int at = divers.add(right ? 0 : SIDE - 1, random().integers(1, SIDE - 1), right ? 1 : -1);
      divers.set(at, TIMER, MOVE_INTERVAL);
      v[DIVER_TIMER] = DIVER_INTERVAL;
    }
    steer(action);
    moveBullets();
    moveDivers();
    moveEnemies(subs, true);
    moveEnemyBullets();
    moveEnemies(fish, false);
    v[SPAWN_TIMER] = Math.max(0, v[SPAWN_TIMER] - 1);
    v[DIVER_TIMER] = Math.max(0, v[DIVER_TIMER] - 1);
    v[RELOAD] = Math.max(0, v[RELOAD] - 1);
    boolean ends = hit || v[OXYGEN] <= 0;
    if (v[PLACE_Y] > 0) {
      v[OXYGEN]--;
      v[AT_SURFACE] = 0;
    } else if (v[AT_SURFACE] == 0) {
      if (v[ON_BOARD] == 0) {
        ends = true;
      } else {
        surface();
      }
    }
    next.reward(reward).terminated(ends);
  }

  /** Lets an enemy come, unless it would meet others of its row. */
  private void spawnEnemy() {
    boolean right = random().nextDouble() < 1 / 2.0;
    boolean isSub = random().nextDouble() < 1 / 3.0;
    double x = right ? 0 : SIDE - 1;
    double y = random().integers(1, SIDE - 1);
    double way = right ? 1 : -1;
    if (comesTowards(subs, y, way) || comesTowards(fish, y, way)) {
      return;
    }
    Items enemies = isSub ? subs : fish;
    int at = enemies.add(x, y, way);
    enemies.set(at, TIMER, v[MOVE_SPEED]);
    if (isSub) {
      enemies.set(at, SHOT_TIMER, ENEMY_SHOT_INTERVAL);
    }
  }

  private static boolean comesTowards(Items enemies, double y, double way) {
    for (int i = 0; i < enemies.size(); i++) {
      if (enemies.get(i, Y) == y && enemies.get(i, WAY) != way) {
        return true;
      }
    }
    return false;
  }

  private void steer(int action) {
    switch (action) {
      case LEFT -> {
        v[PLACE_X] = Math.max(0, v[PLACE_X] - 1);
        v[FACING] = -1;
      }
      case RIGHT -> {
        v[PLACE_X] = Math.min(SIDE - 1, v[PLACE_X] + 1);
        v[FACING] = 1;
      }
      case UP -> v[PLACE_Y] = Math.max(0, v[PLACE_Y] - 1);
      case DOWN -> v[PLACE_Y] = Math.min(LOWEST, v[PLACE_Y] + 1);
      case FIRE -> {
        if (v[RELOAD] == 0) {
          bullets.add(v[PLACE_X], v[PLACE_Y], v[FACING]);
          v[RELOAD] = SHOT_INTERVAL;
        }
      }
      default -> {}
    }
  }

  private boolean meets(Items items, int i) {
    return items.isAt(i, v[PLACE_X], v[PLACE_Y]);
  }

  private void moveBullets() {
    for (int i = bullets.size() - 1; i >= 0; i--) {
      if (!bullets.move(i)) {
        bullets.remove(i);
        continue;
      }
      double x = bullets.get(i, X);
      double y = bullets.get(i, Y);
      Items prey = fish.find(x, y) >= 0 ? fish : subs;
      int at = prey.find(x, y);
      if (at >= 0) {
        prey.remove(at);
        bullets.remove(i);
        reward++;
      }
    }
  }

  private void moveDivers() {
    for (int i = divers.size() - 1; i >= 0; i--) {
      if (takesOnBoard(i)) {
        continue;
      }
      double timer = divers.get(i, TIMER);
      divers.set(i, TIMER, timer == 0 ? MOVE_INTERVAL : timer - 1);
      if (timer == 0) {
        if (divers.move(i)) {
          takesOnBoard(i);
        } else {
          divers.remove(i);
        }
      }
    }
  }

  private boolean takesOnBoard(int i) {
    if (!meets(divers, i) || v[ON_BOARD] >= MOST_DIVERS) {
      return false;
    }
    divers.remove(i);
    v[ON_BOARD]++;
    return true;
  }

  private void moveEnemies(Items enemies, boolean shoot) {
    for (int i = enemies.size() - 1; i >= 0; i--) {
      hit |= meets(enemies, i);
      double timer = enemies.get(i, TIMER);
      double y = enemies.get(i, Y);
      double way = enemies.get(i, WAY);
      double x = enemies.get(i, X) + (timer == 0 ? way : 0);
      double shotTimer = shoot ? enemies.get(i, SHOT_TIMER) : 1;
      enemies.set(i, TIMER, timer == 0 ? v[MOVE_SPEED] : timer - 1);
      int now = timer == 0 ? advance(enemies, i) : i;
      if (shotTimer == 0) {
        enemyBullets.add(x, y, way); // also one that has gone
      }
      if (shoot && now >= 0) {
        enemies.set(now, SHOT_TIMER, shotTimer == 0 ? ENEMY_SHOT_INTERVAL : shotTimer - 1);
      }
    }
  }

  /** Moves an enemy, and returns where in the list it is now, or -1. */
  private int advance(Items enemies, int i) {
    if (!enemies.move(i)) {
      return enemies.remove(i);
    }
    if (meets(enemies, i)) {
      hit = true;
      return i;
    }
    int bullet = bullets.find(enemies.get(i, X), enemies.get(i, Y));
    if (bullet < 0) {
      return i;
    }
    bullets.remove(bullet);
    reward++;
    return enemies.remove(i);
  }

  private void moveEnemyBullets() {
    for (int i = enemyBullets.size() - 1; i >= 0; i--) {
      hit |= meets(enemyBullets, i);
      if (enemyBullets.move(i)) {
        hit |= meets(enemyBullets, i);
      } else {
        enemyBullets.remove(i);
      }
    }
  }

  private void surface() {
    v[AT_SURFACE] = 1;
    if (v[ON_BOARD] == MOST_DIVERS) {
      v[ON_BOARD] = 0;
      reward += gauge();
    }
    v[OXYGEN] = MOST_OXYGEN;
    v[ON_BOARD]--;
    if (!ramps()) {
      return;
    }
    boolean slow = v[MOVE_SPEED] > SHORTEST_INTERVAL;
    if (slow || v[SPAWN_SPEED] > 1) {
      if (slow && v[RAMP] % 2 == 1) {
        v[MOVE_SPEED]--;
      }
      if (v[SPAWN_SPEED] > 1) {
        v[SPAWN_SPEED]--;
      }
      v[RAMP]++;
    }
  }

  /** Returns the cells of the gauge of oxygen. */
  private int gauge() {
    return Math.max(0, (int) v[OXYGEN]) * SIDE / MOST_OXYGEN;
  }

  @Override
  void show(float[] cells) {
    int row = (int) v[PLACE_Y];
    set(cells, (int) v[PLACE_X], row, FRONT);
    set(cells, (int) (v[PLACE_X] - v[FACING]), row, BACK);
    for (int x = 0; x < gauge(); x++) {
      set(cells, x, SIDE - 1, OXYGEN_GAUGE);
    }
    for (int x = SIDE - 1 - (int) v[ON_BOARD]; x < SIDE - 1; x++) {
      set(cells, x, SIDE - 1, DIVER_GAUGE);
    }
    show(cells, bullets, BULLET, false);
    show(cells, enemyBullets, ENEMY_BULLET, false);
    show(cells, fish, FISH, true);
    show(cells, subs, ENEMY_SUB, true);
    show(cells, divers, DIVER, true);
  }

  private void show(float[] cells, Items items, int channel, boolean trail) {
    for (int i = 0; i < items.size(); i++) {
      int x = (int) items.get(i, X);
      int y = (int) items.get(i, Y);
      set(cells, x, y, channel);
      if (trail) {
        setInside(cells, x - (int) items.get(i, WAY), y, TRAIL);
      }
    }
  }
}
