// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.minatar;

import io.nyala.rl.env.Frame;
import io.nyala.rl.env.Reset;
import io.nyala.rl.env.SimpleEnv;
import io.nyala.rl.env.Step;
import io.nyala.rl.spaces.Box;
import io.nyala.rl.spaces.Discrete;
import io.nyala.settings.Arguments;
import java.util.Arrays;

/**
 * What the games have in common: 10 x 10 cells with several channels, six actions or those that
 * have an effect, and the repetition of actions.
 */
abstract class CellGame extends SimpleEnv {
  /** Cells of a side. */
  static final int SIDE = 10;

  // Actions
  static final int LEFT = 1;
  static final int UP = 2;
  static final int RIGHT = 3;
  static final int DOWN = 4;
  static final int FIRE = 5;

  private static final int[] ALL = {0, LEFT, UP, RIGHT, DOWN, FIRE};

  /** The state. The last number is the previous action. */
  final double[] v;

  private final int channels;
  private final int[] colors;
  private final int[] actions;
  private final double sticky;
  private final boolean ramping;
  private float[] drawn; // cells of a picture; null before the first

  /**
   * Creates a game.
   *
   * @param variables the number of its variables, without the previous action
   * @param colors the color of each channel
   * @param few the actions that have an effect
   */
  CellGame(String name, GameOptions options, int variables, int[] colors, int... few) {
    super(
        name,
        Box.of(0, 1, SIDE, SIDE, colors.length),
        new Discrete(Arguments.given("options", options).allActions() ? ALL.length : few.length));
    this.v = new double[variables + 1];
    this.channels = colors.length;
    this.colors = colors;
    this.actions = options.allActions() ? ALL : few;
    this.sticky = options.sticky();
    this.ramping = options.ramping();
  }

  /** Sets the variables to those of a new episode. */
  abstract void begin();

  /** Applies the rules to an action; writes reward and end. */
  abstract void play(int action, Step next);

  /** Writes ones into cells, which are all 0. */
  abstract void show(float[] cells);

  /** Returns whether the game becomes harder with time. */
  final boolean ramps() {
    return ramping;
  }

  @Override
  protected final double[] variables() {
    return v;
  }

  @Override
  protected final void start(Reset how, Step first) {
    if (how.seed() != null) {
      v[v.length - 1] = 0; // as in MinAtar, it otherwise stays from episode to episode
    }
    begin();
    cells(first.observation());
  }

  @Override
  protected final void act(int action, Step next) {
    int last = v.length - 1;
    int taken = random().nextDouble() < sticky ? (int) v[last] : actions[action];
    v[last] = taken;
    play(taken, next);
    cells(next.observation());
  }

  private void cells(float[] cells) {
    Arrays.fill(cells, 0);
    show(cells);
  }

  /** Sets a cell. */
  final void set(float[] cells, int x, int y, int channel) {
    cells[(y * SIDE + x) * channels + channel] = 1;
  }

  /** Sets a cell unless it is beyond the sides. */
  final void setInside(float[] cells, int x, int y, int channel) {
    if (x >= 0 && x < SIDE) {
      set(cells, x, y, channel);
    }
  }

  /** {@inheritDoc} 160 x 210 pixels, as on the Atari console. */
  @Override
  public final Frame render() {
    return render(CellPicture.blank());
  }

  @Override
  public final Frame render(Frame into) {
    drawn = drawn == null ? new float[SIDE * SIDE * channels] : drawn;
    cells(drawn);
    return CellPicture.draw(drawn, SIDE, colors, into);
  }
}
