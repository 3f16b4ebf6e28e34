// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.box2d;

/** The position of a body at a fraction of its movement within a step. */
final class Placing {
  float x;
  float y;
  float sin;
  float cos;

  private float localX;
  private float localY;
  private float x0;
  private float y0;
  private float angle0;
  private float x1;
  private float y1;
  private float angle1;

  /** Copies the movement of a body, with its angle normalized. */
  void follow(Body body) {
    localX = body.localX;
    localY = body.localY;
    x0 = body.x0;
    y0 = body.y0;
    x1 = body.x;
    y1 = body.y;
    float turn = 2.0f * 3.14159265359f;
    float whole = turn * (float) Math.floor(body.angle0 / turn);
    angle0 = body.angle0 - whole;
    angle1 = body.angle - whole;
  }

  /** Moves to a fraction of the movement. */
  void at(float share) {
    float rest = 1 - share;
    float centerX = rest * x0 + share * x1;
    float centerY = rest * y0 + share * y1;
    float angle = rest * angle0 + share * angle1;
    sin = Sines.sin(angle);
    cos = Sines.cos(angle);
    x = centerX - (cos * localX - sin * localY);
    y = centerY - (sin * localX + cos * localY);
  }
}
