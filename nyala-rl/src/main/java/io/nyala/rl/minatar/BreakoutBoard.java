// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.minatar;

/**
 * The rules of {@link Breakout}, on a state that is packed into a long, so that one game and many
 * at once play by the same.
 */
public final class BreakoutBoard {
  /** Cells of a side. */
  public static final int SIDE = 10;

  /** What a cell may hold: paddle, ball, where the ball was, brick. */
  public static final int CHANNELS = 4;

  /** The bit of a state that says that its last step brought a reward of 1. */
  public static final long REWARD = 1L << 60;

  /** The bit of a state that says that the ball got past the paddle. */
  public static final long ENDED = 1L << 61;

  private static final int PADDLE = 0;
  private static final int BALL = 1;
  private static final int TRAIL = 2;
  private static final int BRICK = 3;

  private static final int FIRST_ROW = 1; // of the bricks
  private static final int BRICKS = 30;
  private static final long ALL = (1L << BRICKS) - 1;
  private static final int START_ROW = 3;
  private static final int START_PADDLE = 4;

  // Directions: 0 up left, 1 up right, 2 down right, 3 down left. Turned, they are another number.
  private static final int AT_WALL = 1; // 1, 0, 3, 2
  private static final int AT_CEILING = 3; // 3, 2, 1, 0
  private static final int BACK = 2; // 2, 3, 0, 1

  // Where in the state the numbers are, the wall being in front.
  private static final int X = 30;
  private static final int Y = 34;
  private static final int LAST_X = 38;
  private static final int LAST_Y = 42;
  private static final int PLACE = 46;
  private static final int WAY = 50;
  private static final int STRUCK = 52;
  private static final int COORDINATE = 15;

  private BreakoutBoard() {}

  /** Returns the state at the beginning of an episode. */
  public static long begin(boolean fromLeft) {
    int x = fromLeft ? 0 : SIDE - 1;
    return pack(x, START_ROW, fromLeft ? 2 : 3, x, START_ROW, START_PADDLE, 0, ALL);
  }

  static long pack(int x, int y, int way, int lastX, int lastY, int place, int struck, long wall) {
    return wall
        | (long) x << X
        | (long) y << Y
        | (long) lastX << LAST_X
        | (long) lastY << LAST_Y
        | (long) place << PLACE
        | (long) way << WAY
        | (long) struck << STRUCK;
  }

  static int x(long state) {
    return (int) (state >> X) & COORDINATE;
  }

  static int y(long state) {
    return (int) (state >> Y) & COORDINATE;
  }

  static int lastX(long state) {
    return (int) (state >> LAST_X) & COORDINATE;
  }

  static int lastY(long state) {
    return (int) (state >> LAST_Y) & COORDINATE;
  }

  static int place(long state) {
    return (int) (state >> PLACE) & COORDINATE;
  }

  static int way(long state) {
    return (int) (state >> WAY) & 3;
  }

  static int struck(long state) {
    return (int) (state >> STRUCK) & 1;
  }

  static long wall(long state) {
    return state & ALL;
  }

  /**
   * Returns the state after a step.
   *
   * @param move of the paddle: -1, 0 or 1
   */
  public static long step(long state, int move) {
    int fromX = x(state);
    int fromY = y(state);
    int way = way(state);
    long wall = wall(state);
    int place = Math.clamp(place(state) + move, 0, SIDE - 1);
    int x = fromX + (way == 1 | way == 2 ? 1 : -1);
    int y = fromY + (way >= 2 ? 1 : -1);
    long outcome = 0;
    int inside = 0;
    if (x < 0 || x >= SIDE) {
      x = fromX;
      way ^= AT_WALL;
    }
    if (y < 0) {
      y = 0;
      way ^= AT_CEILING;
    } else if (isBrick(wall, x, y)) {
      inside = 1;
      if (struck(state) == 0) {
        outcome = REWARD;
        wall &= ~bit(x, y);
        y = fromY;
        way ^= AT_CEILING;
      }
    } else if (y == SIDE - 1) {
      wall = wall == 0 ? ALL : wall;
      if (fromX == place) {
        way ^= AT_CEILING;
        y = fromY;
      } else if (x == place) {
        way ^= BACK;
        y = fromY;
      } else {
        outcome = ENDED;
      }
    }
    return outcome | pack(x, y, way, fromX, fromY, place, inside, wall);
  }

  private static boolean isBrick(long wall, int x, int y) {
    return y >= FIRST_ROW && y < FIRST_ROW + BRICKS / SIDE && (wall & bit(x, y)) != 0;
  }

  private static long bit(int x, int y) {
    return 1L << (y - FIRST_ROW) * SIDE + x;
  }

  /**
   * Writes the observation of a state.
   *
   * @param cells into which it is written, from {@code at}: rows, columns, channels; all 0 before
   */
  public static void show(long state, float[] cells, int at) {
    long wall = wall(state);
    int first = at + FIRST_ROW * SIDE * CHANNELS + BRICK;
    for (int i = 0; i < BRICKS; i++) {
      cells[first + CHANNELS * i] = wall >> i & 1;
    }
    mark(state, cells, at, 1);
  }

  /**
   * Changes the observation of a state into that of the next one.
   *
   * @param cells in which it is, from {@code at}
   */
  public static void update(long before, long after, float[] cells, int at) {
    mark(before, cells, at, 0);
    long changed = wall(before ^ after);
    int first = at + FIRST_ROW * SIDE * CHANNELS + BRICK;
    while (changed != 0) {
      int i = Long.numberOfTrailingZeros(changed);
      cells[first + CHANNELS * i] = after >> i & 1;
      changed &= changed - 1;
    }
    mark(after, cells, at, 1);
  }

  private static void mark(long state, float[] cells, int at, int value) {
    cells[at + cell(place(state), SIDE - 1) + PADDLE] = value;
    cells[at + cell(x(state), y(state)) + BALL] = value;
    cells[at + cell(lastX(state), lastY(state)) + TRAIL] = value;
  }

  private static int cell(int x, int y) {
    return (y * SIDE + x) * CHANNELS;
  }
}
