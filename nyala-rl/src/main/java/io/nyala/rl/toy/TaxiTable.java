// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.toy;

/** The rules of {@link Taxi}: walls and outcomes. */
final class TaxiTable {
  static final int SIDE = 5;
  static final int PLACES = 4;
  static final int ACTIONS = 6;
  private static final int STATES = SIDE * SIDE * (PLACES + 1) * PLACES;
  private static final double NOT_ALLOWED = -10;
  private static final double ARRIVED = 20;

  /** Between two cells, a colon is open and a bar is a wall. */
  private static final String[] MAP = {
    "|R: | : :G|", "| : | : : |", "| : : : : |", "| | : | : |", "|Y| : |B: |"
  };

  private static final int[] FIELDS = {0, 4, 20, 23}; // of R, G, Y, B

  // South, north, east, west; then the two sideways moves of each.
  private static final int[][] MOVES = {{1, 0}, {-1, 0}, {0, 1}, {0, -1}};
  private static final int[][][] SIDES = {
    {{0, 1}, {0, -1}}, {{0, -1}, {0, 1}}, {{-1, 0}, {1, 0}}, {{1, 0}, {-1, 0}}
  };

  private TaxiTable() {}

  // States

  static int state(int field, int passenger, int destination) {
    return (field * (PLACES + 1) + passenger) * PLACES + destination;
  }

  static int destination(int state) {
    return state % PLACES;
  }

  /** Returns the place of the passenger, or the number of places if in the taxi. */
  static int passenger(int state) {
    return state / PLACES % (PLACES + 1);
  }

  static int field(int state) {
    return state / PLACES / (PLACES + 1);
  }

  static int place(int which) {
    return FIELDS[which];
  }

  /** Returns which of the four places a cell is, or -1. */
  static int placeAt(int field) {
    for (int i = 0; i < PLACES; i++) {
      if (FIELDS[i] == field) {
        return i;
      }
    }
    return -1;
  }

  static boolean isOpenEast(int field) {
    return MAP[field / SIDE].charAt(2 * (field % SIDE) + 2) == ':';
  }

  static boolean isOpenWest(int field) {
    return MAP[field / SIDE].charAt(2 * (field % SIDE)) == ':';
  }

  static double[] starts() {
    double[] starts = new double[STATES];
    for (int state = 0; state < STATES; state++) {
      boolean may = passenger(state) < PLACES && passenger(state) != destination(state);
      starts[state] = may ? 1.0 / (SIDE * SIDE * PLACES * (PLACES - 1)) : 0;
    }
    return starts;
  }

  // Rules

  /**
   * Returns the outcomes of all actions.
   *
   * @param straight the probability that a move succeeds
   */
  static Outcomes[][] of(double straight) {
    Outcomes[][] table = new Outcomes[STATES][ACTIONS];
    for (int state = 0; state < STATES; state++) {
      for (int action = 0; action < MOVES.length; action++) {
        table[state][action] = straight == 1 ? dry(state, action) : wet(state, action, straight);
      }
      table[state][MOVES.length] = pickUp(state);
      table[state][MOVES.length + 1] = dropOff(state);
    }
    return table;
  }

  private static int moved(int state, int field) {
    return state(field, passenger(state), destination(state));
  }

  private static boolean isOpen(int field, int action) {
    return switch (action) {
      case 0 -> field / SIDE < SIDE - 1;
      case 1 -> field / SIDE > 0;
      case 2 -> isOpenEast(field);
      default -> isOpenWest(field);
    };
  }

  private static int ahead(int field, int... move) {
    return field + move[0] * SIDE + move[1];
  }

  private static Outcomes dry(int state, int action) {
    int field = field(state);
    int to = isOpen(field, action) ? ahead(field, MOVES[action]) : field;
    return Outcomes.certain(moved(state, to), -1, false);
  }

  private static Outcomes wet(int state, int action, double straight) {
    int field = field(state);
    boolean open = isOpen(field, action);
    double aside = (1.0 - straight) / 2.0;
    int[] states = {
      moved(state, open ? ahead(field, MOVES[action]) : field),
      moved(state, open ? aside(field, SIDES[action][0]) : field),
      moved(state, open ? aside(field, SIDES[action][1]) : field)
    };
    return new Outcomes(
        new double[] {straight, aside, aside},
        states,
        new double[] {-1, -1, -1},
        new boolean[states.length]);
  }

  /** Slips to a side. Like Gymnasium, it looks for walls behind the cell that is reached. */
  private static int aside(int field, int... move) {
    int row = Math.clamp(field / SIDE + move[0], 0, SIDE - 1);
    int column = Math.clamp(field % SIDE + move[1], 0, SIDE - 1);
    int to = row * SIDE + column;
    if (move[1] == 1 && !isOpenWest(to) || move[1] == -1 && !isOpenEast(to)) {
      return field;
    }
    return to;
  }

  private static Outcomes pickUp(int state) {
    int passenger = passenger(state);
    if (passenger < PLACES && field(state) == FIELDS[passenger]) {
      return Outcomes.certain(state(field(state), PLACES, destination(state)), -1, false);
    }
    return Outcomes.certain(state, NOT_ALLOWED, false);
  }

  private static Outcomes dropOff(int state) {
    int field = field(state);
    int place = placeAt(field);
    if (passenger(state) != PLACES || place < 0) {
      return Outcomes.certain(state, NOT_ALLOWED, false);
    }
    boolean arrived = place == destination(state);
    return Outcomes.certain(
        state(field, place, destination(state)), arrived ? ARRIVED : -1, arrived);
  }
}
