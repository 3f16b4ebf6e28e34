// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.box2d;

/** A straight segment of the ground, which does not move during an episode. */
final class Edge {
  final float friction;

  float x1;
  float y1;
  float x2;
  float y2;

  /** The normal, to the right of the direction from the first end to the second. */
  float normalX;

  float normalY;

  // The bounding box, with the margin of a movable object.
  private float left;
  private float bottom;
  private float right;
  private float top;

  Edge(double friction) {
    this.friction = (float) friction;
  }

  /** Places it between two points. */
  void place(double fromX, double fromY, double toX, double toY) {
    x1 = (float) fromX;
    y1 = (float) fromY;
    x2 = (float) toX;
    y2 = (float) toY;
    float alongX = x2 - x1;
    float alongY = y2 - y1;
    float scale = 1 / Outline.length(alongX, alongY);
    normalX = alongY * scale;
    normalY = -(alongX * scale);
    left = Math.min(x1, x2) - Outline.SKIN - Body.MARGIN;
    bottom = Math.min(y1, y2) - Outline.SKIN - Body.MARGIN;
    right = Math.max(x1, x2) + Outline.SKIN + Body.MARGIN;
    top = Math.max(y1, y2) + Outline.SKIN + Body.MARGIN;
  }

  /** Returns whether a body is near enough for a contact. */
  boolean isNear(Body body) {
    return !(body.left - right > 0
        || body.bottom - top > 0
        || left - body.right > 0
        || bottom - body.top > 0);
  }
}
