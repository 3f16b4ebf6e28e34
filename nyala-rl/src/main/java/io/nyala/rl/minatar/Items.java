// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.minatar;

/** A list of things of a kind, each with some numbers, inside the variables of a game. */
final class Items {
  static final int X = 0;
  static final int Y = 1;
  static final int WAY = 2; // 1 to the right, -1 to the left
  static final int TIMER = 3; // of moves
  static final int SHOT_TIMER = 4;

  private final String name;
  private final double[] v;
  private final int at; // of their number, which the things follow
  private final int most;
  private final int width;

  /**
   * Creates a list.
   *
   * @param at where in the variables it begins
   * @param most things for which there is room
   * @param width numbers of a thing
   */
  Items(String name, double[] v, int at, int most, int width) {
    this.name = name;
    this.v = v;
    this.at = at;
    this.most = most;
    this.width = width;
  }

  /** Returns where in the variables the list ends. */
  int end() {
    return at + 1 + most * width;
  }

  int size() {
    return (int) v[at];
  }

  void clear() {
    v[at] = 0;
  }

  /** Adds a thing and returns its index; timers are still to be set. */
  int add(double x, double y, double way) {
    int i = size();
    if (i == most) {
      throw new IllegalStateException("Seaquest: more than %d %s".formatted(most, name));
    }
    v[at]++;
    set(i, X, x);
    set(i, Y, y);
    set(i, WAY, way);
    return i;
  }

  double get(int i, int number) {
    return v[at + 1 + i * width + number];
  }

  void set(int i, int number, double value) {
    v[at + 1 + i * width + number] = value;
  }

  boolean isAt(int i, double x, double y) {
    return get(i, X) == x && get(i, Y) == y;
  }

  /** Moves a thing by a cell, and returns whether it is still inside. */
  boolean move(int i) {
    double x = get(i, X) + get(i, WAY);
    set(i, X, x);
    return x >= 0 && x < CellGame.SIDE;
  }

  /** Returns the first thing in a cell, or -1. */
  int find(double x, double y) {
    for (int i = 0; i < size(); i++) {
      if (isAt(i, x, y)) {
        return i;
      }
    }
    return -1;
  }

  /**
   * Removes a thing, or rather the first that equals it, as a list of Python does.
   *
   * @return where the thing is now: -1 if it was the first
   */
  int remove(int i) {
    int first = 0;
    while (!equal(first, i)) {
      first++;
    }
    int from = at + 1 + (first + 1) * width;
    System.arraycopy(v, from, v, from - width, (size() - first - 1) * width);
    v[at]--;
    return first == i ? -1 : i - 1;
  }

  private boolean equal(int i, int j) {
    for (int k = 0; k < width; k++) {
      if (get(i, k) != get(j, k)) {
        return false;
      }
    }
    return true;
  }
}
