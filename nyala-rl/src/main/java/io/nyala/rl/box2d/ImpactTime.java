// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.box2d;

/**
 * The time at which a moving body hits an edge within a step, by conservative advancement: finds
 * the time at which the distance along the separating axis is that of a contact, then a new axis,
 * and so on.
 */
final class ImpactTime {
  private static final float SLOP = 0.005f;
  private static final float TARGET = Math.max(SLOP, 2 * Outline.SKIN - 3 * SLOP);
  private static final float TOLERANCE = 0.25f * SLOP;
  private static final int MOST_ROUNDS = 20;
  private static final int MOST_PUSHES = 16;
  private static final int MOST_ROOT_STEPS = 50;

  private final ClosestPoints closest = new ClosestPoints();
  private final Placing at = new Placing();

  // The axis: from corner to corner, or the normal of a side of the edge or of the body.
  private static final int CORNERS = 0;
  private static final int EDGE_SIDE = 1;
  private static final int BODY_SIDE = 2;

  private Edge edge;
  private Outline outline;
  private int kind;
  private float axisX;
  private float axisY;
  private float pointX; // of the side
  private float pointY;
  private int edgeCorner;
  private int bodyCorner;

  /** Returns the fraction of the remaining step after which they touch, or 1 if they do not. */
  float of(Edge against, Body body) {
    edge = against;
    outline = body.outline;
    closest.count = 0;
    at.follow(body);
    float t1 = 0;
    for (int round = 0; round < MOST_ROUNDS; round++) {
      at.at(t1);
      float distance = closest.distance(edge, outline, at);
      if (distance <= 0) {
        return 1; // they already overlap, which the solver handles
      }
      if (distance < TARGET + TOLERANCE) {
        return t1;
      }
      chooseAxis(t1);
      float t2 = 1;
      boolean resolved = false;
      for (int push = 0; push < MOST_PUSHES && !resolved; push++) {
        float s2 = leastSeparation(t2);
        if (s2 > TARGET + TOLERANCE) {
          return 1;
        }
        if (s2 > TARGET - TOLERANCE) {
          t1 = t2;
          resolved = true;
          continue;
        }
        float s1 = separation(t1);
        if (s1 < TARGET - TOLERANCE) {
          return 1; // the search has failed
        }
        if (s1 <= TARGET + TOLERANCE) {
          return t1;
        }
        t2 = root(t1, s1, t2, s2);
      }
    }
    return 1;
  }

  /** Returns the time at which the nearest corners have the contact distance. */
  private float root(float from, float separationFrom, float to, float separationTo) {
    float a1 = from;
    float s1 = separationFrom;
    float a2 = to;
    float s2 = separationTo;
    for (int i = 0; i < MOST_ROOT_STEPS; i++) {
      float t = (i & 1) == 1 ? a1 + (TARGET - s1) * (a2 - a1) / (s2 - s1) : 0.5f * (a1 + a2);
      float s = separation(t);
      if (Math.abs(s - TARGET) < TOLERANCE) {
        return t;
      }
      if (s > TARGET) {
        a1 = t;
        s1 = s;
      } else {
        a2 = t;
        s2 = s;
      }
    }
    return to;
  }

  private float edgeX(int corner) {
    return corner == 0 ? edge.x1 : edge.x2;
  }

  private float edgeY(int corner) {
    return corner == 0 ? edge.y1 : edge.y2;
  }

  private float bodyX(int corner) {
    return at.cos * outline.x[corner] - at.sin * outline.y[corner] + at.x;
  }

  private float bodyY(int corner) {
    return at.sin * outline.x[corner] + at.cos * outline.y[corner] + at.y;
  }

  private void chooseAxis(float t) {
    at.at(t);
    int e0 = closest.edgeCorner[0];
    int b0 = closest.bodyCorner[0];
    if (closest.count == 1) {
      kind = CORNERS;
      axis(bodyX(b0) - edgeX(e0), bodyY(b0) - edgeY(e0));
    } else if (e0 == closest.edgeCorner[1]) {
      kind = BODY_SIDE;
      int b1 = closest.bodyCorner[1];
      axis(outline.y[b1] - outline.y[b0], -(outline.x[b1] - outline.x[b0]));
      pointX = 0.5f * (outline.x[b0] + outline.x[b1]);
      pointY = 0.5f * (outline.y[b0] + outline.y[b1]);
      float nx = at.cos * axisX - at.sin * axisY;
      float ny = at.sin * axisX + at.cos * axisY;
      face((edgeX(e0) - sideX()) * nx + (edgeY(e0) - sideY()) * ny);
    } else {
      kind = EDGE_SIDE;
      int e1 = closest.edgeCorner[1];
      axis(edgeY(e1) - edgeY(e0), -(edgeX(e1) - edgeX(e0)));
      pointX = 0.5f * (edgeX(e0) + edgeX(e1));
      pointY = 0.5f * (edgeY(e0) + edgeY(e1));
      face((bodyX(b0) - pointX) * axisX + (bodyY(b0) - pointY) * axisY);
    }
  }

  private void axis(float x, float y) {
    float length = Outline.length(x, y);
    if (length < 1.1920929e-7f) {
      axisX = x;
      axisY = y;
      return;
    }
    float scale = 1 / length;
    axisX = x * scale;
    axisY = y * scale;
  }

  private void face(float separation) {
    if (separation < 0) {
      axisX = -axisX;
      axisY = -axisY;
    }
  }

  private float sideX() {
    return at.cos * pointX - at.sin * pointY + at.x;
  }

  private float sideY() {
    return at.sin * pointX + at.cos * pointY + at.y;
  }

  /** Finds the corners that are nearest along the axis at a time, and returns their distance. */
  private float leastSeparation(float t) {
    at.at(t);
    switch (kind) {
      case CORNERS -> {
        edgeCorner = ClosestPoints.support(edge, axisX, axisY);
        bodyCorner = bodySupport(-axisX, -axisY);
      }
      case EDGE_SIDE -> bodyCorner = bodySupport(-axisX, -axisY);
      default -> {
        float nx = at.cos * axisX - at.sin * axisY;
        float ny = at.sin * axisX + at.cos * axisY;
        edgeCorner = ClosestPoints.support(edge, -nx, -ny);
      }
    }
    return separationHere();
  }

  private int bodySupport(float dx, float dy) {
    return ClosestPoints.support(outline, at.cos * dx + at.sin * dy, -at.sin * dx + at.cos * dy);
  }

  /** Returns the distance of the corners found at another time. */
  private float separation(float t) {
    at.at(t);
    return separationHere();
  }

  private float separationHere() {
    return switch (kind) {
      case CORNERS ->
          (bodyX(bodyCorner) - edgeX(edgeCorner)) * axisX
              + (bodyY(bodyCorner) - edgeY(edgeCorner)) * axisY;
      case EDGE_SIDE -> (bodyX(bodyCorner) - pointX) * axisX + (bodyY(bodyCorner) - pointY) * axisY;
      default -> {
        float nx = at.cos * axisX - at.sin * axisY;
        float ny = at.sin * axisX + at.cos * axisY;
        yield (edgeX(edgeCorner) - sideX()) * nx + (edgeY(edgeCorner) - sideY()) * ny;
      }
    };
  }
}
