// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.minatar;

import io.nyala.settings.Numbers;

/**
 * How a game of MinAtar is played.
 *
 * @param allActions whether there are the six actions of all games, of which some have no effect,
 *     or only those that have one
 * @param sticky the probability with which the previous action is repeated
 * @param ramping whether the game becomes harder with time, where it can
 */
public record GameOptions(boolean allActions, double sticky, boolean ramping) {
  private static final double STICKY = 0.1;

  /** Rejects a probability outside [0, 1]. */
  public GameOptions {
    Numbers.share("GameOptions", "sticky", sticky);
  }

  /** Returns MinAtar's defaults with the six actions of all games: {@code -v0}. */
  public static GameOptions withAllActions() {
    return new GameOptions(true, STICKY, true);
  }

  /** Returns MinAtar's defaults with the actions that have an effect: {@code -v1}. */
  public static GameOptions withFewActions() {
    return new GameOptions(false, STICKY, true);
  }

  /** Sets the probability with which the previous action is repeated; 0.1 by default. */
  public GameOptions sticky(double probability) {
    return new GameOptions(allActions, probability, ramping);
  }

  /** Sets whether the game becomes harder with time; true by default. */
  public GameOptions ramping(boolean harder) {
    return new GameOptions(allActions, sticky, harder);
  }
}
