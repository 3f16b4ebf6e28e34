// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.classic;

import io.nyala.rl.env.Frame;
import java.util.Arrays;

/** Draws a cart pole. Works without a display. */
final class CartPolePicture {
  private static final int WIDTH = 300;
  private static final int HEIGHT = 150;
  private static final double SCALE = WIDTH / (2 * CartPole.POSITION_LIMIT);
  private static final int GROUND = 115;
  private static final int CART = 0x303030;
  private static final int POLE = 0xca9865;
  private static final int LINE = 0x9a9a9a;
  private static final double CART_WIDTH = 30;
  private static final double CART_HEIGHT = 16;
  private static final double POLE_LENGTH = 75;
  private static final double POLE_WIDTH = 6;

  private final byte[] rgb = new byte[3 * WIDTH * HEIGHT];

  /** Returns a picture for the first and third variables: position and angle. */
  static Frame of(double... variables) {
    CartPolePicture picture = new CartPolePicture();
    picture.draw(WIDTH / 2.0 + variables[0] * SCALE, variables[2]);
    return new Frame(WIDTH, HEIGHT, picture.rgb);
  }

  private void draw(double cart, double angle) {
    Arrays.fill(rgb, (byte) 0xff);
    double top = GROUND - CART_HEIGHT / 2;
    double sin = Math.sin(angle);
    double cos = Math.cos(angle);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        double right = x + 0.5 - cart;
        double down = y + 0.5 - GROUND;
        if (y == GROUND) {
          set(x, y, LINE);
        }
        if (Math.abs(right) <= CART_WIDTH / 2 && Math.abs(down) <= CART_HEIGHT / 2) {
          set(x, y, CART);
        }
        double up = top - (y + 0.5);
        double along = right * sin + up * cos;
        double across = right * cos - up * sin;
        if (along >= 0 && along <= POLE_LENGTH && Math.abs(across) <= POLE_WIDTH / 2) {
          set(x, y, POLE);
        }
      }
    }
  }

  private void set(int x, int y, int color) {
    int at = 3 * (y * WIDTH + x);
    rgb[at] = (byte) (color >> 16);
    rgb[at + 1] = (byte) (color >> 8);
    rgb[at + 2] = (byte) color;
  }
}
