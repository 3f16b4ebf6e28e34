// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.box2d;

import io.nyala.rl.env.Frame;

/** Draws the moon, the flags, the lander and its engines. Works without a display. */
final class LanderPicture {
  private static final int WIDTH = 600;
  private static final int HEIGHT = 400;
  private static final int SKY = 0x000000;
  private static final int MOON = 0xffffff;
  private static final int BODY = 0x8066e6;
  private static final int OUTLINE = 0x4d4d80;
  private static final int FLAG = 0xcccc00;
  private static final int POLE = 0xffffff;
  private static final int FIRE = 0xff8c1a;
  private static final double POLE_HEIGHT = 50;
  private static final double LINE = 0.75; // half the width of an outline
  private static final int FINE = 3; // samples per pixel in each direction

  private final byte[] rgb = new byte[3 * WIDTH * HEIGHT];

  private LanderPicture() {}

  static Frame of(LanderScene scene, double main, double side) {
    LanderPicture picture = new LanderPicture();
    picture.ground(scene);
    picture.fire(scene.lander, main, side);
    picture.body(scene.lander);
    for (Body leg : scene.legs) {
      picture.body(leg);
    }
    picture.flag(LanderScene.groundX(LanderScene.MIDDLE - 1));
    picture.flag(LanderScene.groundX(LanderScene.MIDDLE + 1));
    return new Frame(WIDTH, HEIGHT, picture.rgb);
  }

  private void ground(LanderScene scene) {
    for (int x = 0; x < WIDTH; x++) {
      double at = (x + 0.5) / LanderScene.SCALE;
      int i = Math.min((int) (at / LanderScene.groundX(1)), LanderScene.POINTS - 2);
      double part = (at - LanderScene.groundX(i)) / LanderScene.groundX(1);
      double height = scene.groundY(i) + part * (scene.groundY(i + 1) - scene.groundY(i));
      double edge = HEIGHT - height * LanderScene.SCALE;
      for (int y = 0; y < HEIGHT; y++) {
        mix(x, y, MOON, Math.clamp(y + 1 - edge, 0.0, 1.0));
      }
    }
  }

  private void body(Body body) {
    Outline outline = body.outline;
    double[] xs = new double[outline.count];
    double[] ys = new double[outline.count];
    for (int i = 0; i < outline.count; i++) {
      xs[i] = pixelX(body, outline.x[i], outline.y[i]);
      ys[i] = pixelY(body, outline.x[i], outline.y[i]);
    }
    fill(xs, ys, BODY);
    for (int i = 0; i < outline.count; i++) {
      int j = (i + 1) % outline.count;
      line(xs[i], ys[i], xs[j], ys[j], OUTLINE);
    }
  }

  private static double pixelX(Body body, double x, double y) {
    return (body.cos * x - body.sin * y + body.originX) * LanderScene.SCALE;
  }

  private static double pixelY(Body body, double x, double y) {
    return HEIGHT - (body.sin * x + body.cos * y + body.originY) * LanderScene.SCALE;
  }

  /** Draws flames below the hull, and at the side from which an engine pushes. */
  private void fire(Body lander, double main, double side) {
    if (main > 0) {
      flame(lander, -6, -10, 6, -10, 0, -10 - 22 * main);
    }
    if (side != 0) {
      double from = -17 * Math.signum(side);
      flame(lander, from, 6, from, 12, from - 14 * side, 9);
    }
  }

  /** Draws a triangle, given in pixels relative to the lander. */
  private void flame(Body lander, double... corners) {
    double[] xs = new double[3];
    double[] ys = new double[3];
    for (int i = 0; i < 3; i++) {
      double x = corners[2 * i] / LanderScene.SCALE;
      double y = corners[2 * i + 1] / LanderScene.SCALE;
      xs[i] = pixelX(lander, x, y);
      ys[i] = pixelY(lander, x, y);
    }
    fill(xs, ys, FIRE);
  }

  private void flag(double at) {
    double x = at * LanderScene.SCALE;
    double y = HEIGHT - LanderScene.PAD_HEIGHT * LanderScene.SCALE;
    double top = y - POLE_HEIGHT;
    line(x, y, x, top, POLE);
    fill(new double[] {x, x, x + 25}, new double[] {top, top + 10, top + 5}, FLAG);
  }

  private void line(double x1, double y1, double x2, double y2, int color) {
    double length = Math.hypot(x2 - x1, y2 - y1);
    double acrossX = (y2 - y1) / length * LINE;
    double acrossY = (x1 - x2) / length * LINE;
    fill(
        new double[] {x1 + acrossX, x2 + acrossX, x2 - acrossX, x1 - acrossX},
        new double[] {y1 + acrossY, y2 + acrossY, y2 - acrossY, y1 - acrossY},
        color);
  }

  /** Fills a convex polygon; pixels at its edge are blended. */
  private void fill(double[] xs, double[] ys, int color) {
    double left = WIDTH;
    double right = 0;
    double top = HEIGHT;
    double bottom = 0;
    for (int i = 0; i < xs.length; i++) {
      left = Math.min(left, xs[i]);
      right = Math.max(right, xs[i]);
      top = Math.min(top, ys[i]);
      bottom = Math.max(bottom, ys[i]);
    }
    for (int y = Math.max(0, (int) top); y <= Math.min(HEIGHT - 1, (int) bottom); y++) {
      for (int x = Math.max(0, (int) left); x <= Math.min(WIDTH - 1, (int) right); x++) {
        mix(x, y, color, share(xs, ys, x, y));
      }
    }
  }

  private static double share(double[] xs, double[] ys, int x, int y) {
    int inside = 0;
    for (int i = 0; i < FINE * FINE; i++) {
      double px = x + (i % FINE + 0.5) / FINE;
      double py = y + (i / FINE + 0.5) / FINE;
      inside += isInside(xs, ys, px, py) ? 1 : 0;
    }
    return (double) inside / (FINE * FINE);
  }

  private static boolean isInside(double[] xs, double[] ys, double x, double y) {
    boolean left = false;
    boolean right = false;
    for (int i = 0; i < xs.length; i++) {
      int j = (i + 1) % xs.length;
      double cross = (xs[j] - xs[i]) * (y - ys[i]) - (ys[j] - ys[i]) * (x - xs[i]);
      left |= cross > 0;
      right |= cross < 0;
    }
    return !(left && right);
  }

  private void mix(int x, int y, int color, double share) {
    int at = 3 * (y * WIDTH + x);
    for (int c = 0; c < 3; c++) {
      int old = rgb[at + c] & 0xff;
      int now = color >> 8 * (2 - c) & 0xff;
      rgb[at + c] = (byte) Math.round(old + share * (now - old));
    }
  }
}
