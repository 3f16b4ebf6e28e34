// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.minatar;

import io.nyala.rl.env.Frame;

/** Draws the cells of a game in the picture size of the Atari console. */
final class CellPicture {
  private static final int WIDTH = 160;
  private static final int HEIGHT = 210;
  private static final int[] COLORS = {0xc84848, 0xecec6c, 0x6f6f3a, 0x4290d6};

  private CellPicture() {}

  /**
   * Returns a picture.
   *
   * @param cells {@code (side, side, channels)}; a cell shows its first channel that is set
   */
  static Frame of(float[] cells, int side, int channels) {
    byte[] rgb = new byte[3 * WIDTH * HEIGHT];
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        int cell = (y * side / HEIGHT * side + x * side / WIDTH) * channels;
        int color = 0;
        for (int channel = channels - 1; channel >= 0; channel--) {
          color = cells[cell + channel] != 0 ? COLORS[channel] : color;
        }
        int at = 3 * (y * WIDTH + x);
        rgb[at] = (byte) (color >> 16);
        rgb[at + 1] = (byte) (color >> 8);
        rgb[at + 2] = (byte) color;
      }
    }
    return new Frame(WIDTH, HEIGHT, rgb);
  }
}
