// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.toy;

import io.nyala.rl.env.Frame;
import io.nyala.settings.Arguments;
import io.nyala.settings.Numbers;

/**
 * A walk over a frozen lake from S to G that must avoid the holes H, by moves left (0), down (1),
 * right (2) and up (3), like Gymnasium's {@code FrozenLake-v1} without its step limit. The ice F is
 * slippery: a third of the moves succeed, two thirds go sideways. The reward is 1 at the goal.
 * States are numbered row by row.
 */
public final class FrozenLake extends TableEnv {
  private static final String[] SMALL = {"SFFF", "FHFH", "FFFH", "HFFG"};
  private static final String[] LARGE = {
    "SFFFFFFF", "FFFFFFFF", "FFFHFFFF", "FFFFFHFF", "FFFHFFFF", "FHHFFFHF", "FHFFHFHF", "FFFHFFFG",
  };
  private static final int ACTIONS = 4;
  private static final int[] DOWN = {0, 1, 0, -1};
  private static final int[] RIGHT = {-1, 0, 1, 0};
  private static final double SUCCESS = 1.0 / 3.0;

  private final String[] map;

  private FrozenLake(String[] map, double success) {
    super("FrozenLake", starts(map), table(map, success), 0);
    this.map = map;
  }

  @Override
  public Frame render() {
    return LakePicture.of(map, (int) variables()[0]);
  }

  /** Returns the slippery 4 x 4 lake. */
  public static FrozenLake small() {
    return of(SUCCESS, SMALL);
  }

  /** Returns the slippery 8 x 8 lake. */
  public static FrozenLake large() {
    return of(SUCCESS, LARGE);
  }

  /** Returns the 4 x 4 lake on which every move succeeds. */
  public static FrozenLake notSlippery() {
    return of(1, SMALL);
  }

  /**
   * Returns a lake.
   *
   * @param success the probability that a move succeeds; otherwise it goes to one of the two sides.
   *     With 1, the ice is not slippery
   * @param map rows of letters: S, F, H, G
   * @throws IllegalArgumentException if rows differ in length, there is any other letter, or there
   *     is no S
   */
  public static FrozenLake of(double success, String... map) {
    Numbers.share("FrozenLake", "success", success);
    Arguments.eachGiven("FrozenLake: map", map);
    boolean starts = false;
    for (String row : map) {
      if (row.length() != map[0].length() || !row.matches("[SFHG]+")) {
        throw new IllegalArgumentException(
            "FrozenLake: the rows of a map are as long as each other and made of S, F, H and G, got \"%s\""
                .formatted(row));
      }
      starts |= row.indexOf('S') >= 0;
    }
    if (!starts) {
      throw new IllegalArgumentException("FrozenLake: the map has no S to start from");
    }
    return new FrozenLake(map.clone(), success);
  }

  private static double[] starts(String... map) {
    String all = String.join("", map);
    double[] starts = new double[all.length()];
    long count = all.chars().filter(c -> c == 'S').count();
    for (int i = 0; i < starts.length; i++) {
      starts[i] = all.charAt(i) == 'S' ? 1.0 / count : 0;
    }
    return starts;
  }

  private static Outcomes[][] table(String[] map, double success) {
    int columns = map[0].length();
    Outcomes[][] table = new Outcomes[map.length * columns][ACTIONS];
    for (int state = 0; state < table.length; state++) {
      for (int action = 0; action < ACTIONS; action++) {
        char here = map[state / columns].charAt(state % columns);
        if (here == 'G' || here == 'H') {
          table[state][action] = Outcomes.certain(state, 0, true);
        } else if (success == 1) {
          table[state][action] = outcomes(map, state, new int[] {action}, 1);
        } else {
          int[] ways = {(action + 3) % ACTIONS, action, (action + 1) % ACTIONS};
          table[state][action] = outcomes(map, state, ways, success);
        }
      }
    }
    return table;
  }

  private static Outcomes outcomes(String[] map, int state, int[] ways, double success) {
    int columns = map[0].length();
    Outcomes all =
        new Outcomes(
            new double[ways.length],
            new int[ways.length],
            new double[ways.length],
            new boolean[ways.length]);
    for (int i = 0; i < ways.length; i++) {
      int row = Math.clamp(state / columns + DOWN[ways[i]], 0, map.length - 1);
      int column = Math.clamp(state % columns + RIGHT[ways[i]], 0, columns - 1);
      char there = map[row].charAt(column);
      all.probabilities()[i] = ways.length == 1 || i == 1 ? success : (1.0 - success) / 2.0;
      all.states()[i] = row * columns + column;
      all.rewards()[i] = there == 'G' ? 1 : 0;
      all.terminated()[i] = there == 'G' || there == 'H';
    }
    return all;
  }
}
