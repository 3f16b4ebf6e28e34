// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.minatar;

import io.nyala.rl.env.Frame;

/** Draws the cells of a game in the size of the Atari console's screen. */
final class CellPicture {
  private static final int WIDTH = 160;
  private static final int HEIGHT = 210;

  private CellPicture() {}

  /** Returns a black picture. */
  static Frame blank() {
    return new Frame(WIDTH, HEIGHT, new byte[3 * WIDTH * HEIGHT]);
  }

  /**
   * Draws cells.
   *
   * @param cells {@code (side, side, channels)}; if a cell has several, the first channel is shown
   * @param colors of the channels
   * @param into a picture to be overwritten, if it has the right size
   */
  static Frame draw(float[] cells, int side, int[] colors, Frame into) {
    Frame frame = into.width() == WIDTH && into.height() == HEIGHT ? into : blank();
    byte[] rgb = frame.rgb();
    int row = 3 * WIDTH;
    for (int y = 0; y < side; y++) {
      int top = edge(y, side, HEIGHT);
      for (int x = 0; x < side; x++) {
        fill(
            rgb,
            3 * (top * WIDTH + edge(x, side, WIDTH)),
            3 * (top * WIDTH + edge(x + 1, side, WIDTH)),
            color(cells, y * side + x, colors));
      }
      for (int line = top + 1; line < edge(y + 1, side, HEIGHT); line++) {
        System.arraycopy(rgb, top * row, rgb, line * row, row);
      }
    }
    return frame;
  }

  private static int edge(int cell, int side, int pixels) {
    return (cell * pixels + side - 1) / side;
  }

  private static int color(float[] cells, int cell, int[] colors) {
    for (int channel = 0; channel < colors.length; channel++) {
      if (cells[cell * colors.length + channel] != 0) {
        return colors[channel];
      }
    }
    return 0;
  }

  private static void fill(byte[] rgb, int from, int to, int color) {
    for (int at = from; at < to; at += 3) {
      rgb[at] = (byte) (color >> 16);
      rgb[at + 1] = (byte) (color >> 8);
      rgb[at + 2] = (byte) color;
    }
  }
}
