// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.minatar;

import io.nyala.rl.env.Frame;
import io.nyala.rl.env.Reset;
import io.nyala.rl.env.SimpleEnv;
import io.nyala.rl.env.Step;
import io.nyala.rl.spaces.Box;
import io.nyala.rl.spaces.Discrete;
import java.util.Arrays;

/**
 * Breakout on 10 x 10 cells with the rules of MinAtar: a ball flies along diagonals, and a paddle
 * in the lowest row sends it back to three rows of bricks, each of which gives a reward of 1. The
 * episode ends when the ball gets past the paddle. With a probability of 0.1, the previous action
 * is repeated. The observation, {@code (10, 10, 4)}, has channels of 0 and 1 for the paddle, the
 * ball, the previous position of the ball, and the bricks. Unlike the rules, initial states do not
 * reproduce those of MinAtar for the same seed.
 */
public final class Breakout extends SimpleEnv {
  /** Number of cells per side. */
  static final int SIDE = 10;

  /** Number of channels. */
  static final int CHANNELS = 4;

  static final int PADDLE = 0;
  static final int BALL = 1;
  static final int TRAIL = 2;
  static final int BRICK = 3;

  private static final int FIRST_ROW = 1; // of the bricks
  private static final int BRICKS = 30;
  private static final long ALL = (1L << BRICKS) - 1;
  private static final double STICKY = 0.1;
  private static final int START_ROW = 3;
  private static final int START_PADDLE = 4;

  // Directions: 0 up left, 1 up right, 2 down right, 3 down left.
  private static final int[] RIGHT = {-1, 1, 1, -1};
  private static final int[] DOWN = {-1, -1, 1, 1};
  private static final int[] AT_WALL = {1, 0, 3, 2};
  private static final int[] AT_CEILING = {3, 2, 1, 0};
  private static final int[] BACK = {2, 3, 0, 1};

  // Indices of the variables.
  private static final int X = 0;
  private static final int Y = 1;
  private static final int WAY = 2;
  private static final int LAST_X = 3;
  private static final int LAST_Y = 4;
  private static final int PLACE = 5; // of the paddle
  private static final int STRUCK = 6; // whether the ball is inside bricks after a hit
  private static final int LAST_ACTION = 7;
  private static final int WALL = 8; // bricks, one bit each, row by row

  private final double[] v = new double[9];
  private final int[] moves; // of the paddle, by action

  private Breakout(int... moves) {
    super("Breakout", Box.of(0, 1, SIDE, SIDE, CHANNELS), new Discrete(moves.length));
    this.moves = moves;
  }

  /**
   * Returns the game with the six actions of all MinAtar games, of which only 1 (left) and 3
   * (right) have an effect.
   */
  public static Breakout withAllActions() {
    return new Breakout(0, -1, 0, 1, 0, 0);
  }

  /** Returns the game with the minimal action set: stay, left, right. */
  public static Breakout withFewActions() {
    return new Breakout(0, -1, 1);
  }

  @Override
  protected double[] variables() {
    return v;
  }

  @Override
  protected void start(Reset how, Step first) {
    boolean fromLeft = random().integers(2) == 0;
    v[X] = fromLeft ? 0 : SIDE - 1;
    v[Y] = START_ROW;
    v[WAY] = fromLeft ? 2 : 3;
    v[LAST_X] = v[X];
    v[LAST_Y] = v[Y];
    v[PLACE] = START_PADDLE;
    v[STRUCK] = 0;
    v[LAST_ACTION] = 0;
    v[WALL] = ALL;
    show(first.observation());
  }

  @Override
  protected void act(int action, Step next) {
    int taken = random().nextDouble() < STICKY ? (int) v[LAST_ACTION] : action;
    v[LAST_ACTION] = taken;
    v[PLACE] = Math.clamp((int) v[PLACE] + moves[taken], 0, SIDE - 1);
    fly(next);
    show(next.observation());
  }

  private void fly(Step next) {
    int fromX = (int) v[X];
    int fromY = (int) v[Y];
    int way = (int) v[WAY];
    long wall = (long) v[WALL];
    int x = fromX + RIGHT[way];
    int y = fromY + DOWN[way];
    boolean inside = false;
    if (x < 0 || x >= SIDE) {
      x = Math.clamp(x, 0, SIDE - 1);
      way = AT_WALL[way];
    }
    if (y < 0) {
      y = 0;
      way = AT_CEILING[way];
    } else if (isBrick(wall, x, y)) {
      inside = true;
      if (v[STRUCK] == 0) {
        next.reward(1);
        wall &= ~bit(x, y);
        y = fromY;
        way = AT_CEILING[way];
      }
    } else if (y == SIDE - 1) {
      wall = wall == 0 ? ALL : wall;
      if (fromX == v[PLACE]) {
        way = AT_CEILING[way];
        y = fromY;
      } else if (x == v[PLACE]) {
        way = BACK[way];
        y = fromY;
      } else {
        next.terminated(true);
      }
    }
    v[STRUCK] = inside ? 1 : 0;
    v[LAST_X] = fromX;
    v[LAST_Y] = fromY;
    v[X] = x;
    v[Y] = y;
    v[WAY] = way;
    v[WALL] = wall;
  }

  private static boolean isBrick(long wall, int x, int y) {
    return y >= FIRST_ROW && y < FIRST_ROW + BRICKS / SIDE && (wall & bit(x, y)) != 0;
  }

  private static long bit(int x, int y) {
    return 1L << (y - FIRST_ROW) * SIDE + x;
  }

  private void show(float[] cells) {
    Arrays.fill(cells, 0);
    cells[cell((int) v[PLACE], SIDE - 1) + PADDLE] = 1;
    cells[cell((int) v[X], (int) v[Y]) + BALL] = 1;
    cells[cell((int) v[LAST_X], (int) v[LAST_Y]) + TRAIL] = 1;
    long wall = (long) v[WALL];
    int first = cell(0, FIRST_ROW) + BRICK;
    for (int i = 0; i < BRICKS; i++) {
      cells[first + CHANNELS * i] = wall >> i & 1;
    }
  }

  private static int cell(int x, int y) {
    return (y * SIDE + x) * CHANNELS;
  }

  /** {@inheritDoc} The picture has 160 x 210 pixels, as on the Atari console. */
  @Override
  public Frame render() {
    float[] cells = new float[SIDE * SIDE * CHANNELS];
    show(cells);
    return CellPicture.of(cells, SIDE, CHANNELS);
  }
}
