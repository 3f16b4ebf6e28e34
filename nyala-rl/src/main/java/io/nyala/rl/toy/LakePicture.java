// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.toy;

import io.nyala.rl.env.Frame;

/**
 * Draws a frozen lake: ice, holes, start, goal, and a disk for the agent. Works without a display.
 */
final class LakePicture {
  private static final int CELL = 32;
  private static final int ICE = 0xdfefff;
  private static final int HOLE = 0x1f3f66;
  private static final int GOAL = 0xf2c14e;
  private static final int START = 0xc2dcc2;
  private static final int EDGE = 0xffffff;
  private static final int WALKER = 0xc0392b;
  private static final double RADIUS = 0.28;

  private LakePicture() {}

  static Frame of(String[] map, int state) {
    int columns = map[0].length();
    int width = columns * CELL;
    int height = map.length * CELL;
    byte[] rgb = new byte[3 * width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int row = y / CELL;
        int column = x / CELL;
        int color =
            switch (map[row].charAt(column)) {
              case 'H' -> HOLE;
              case 'G' -> GOAL;
              case 'S' -> START;
              default -> ICE;
            };
        if (x % CELL == 0 || y % CELL == 0) {
          color = EDGE;
        }
        double right = (x + 0.5) / CELL - column - 0.5;
        double down = (y + 0.5) / CELL - row - 0.5;
        if (row * columns + column == state && Math.hypot(right, down) <= RADIUS) {
          color = WALKER;
        }
        int at = 3 * (y * width + x);
        rgb[at] = (byte) (color >> 16);
        rgb[at + 1] = (byte) (color >> 8);
        rgb[at + 2] = (byte) color;
      }
    }
    return new Frame(width, height, rgb);
  }
}
