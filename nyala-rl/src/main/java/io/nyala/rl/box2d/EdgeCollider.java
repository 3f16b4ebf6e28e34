// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.box2d;

/**
 * Finds the contact points of a polygon and an edge: along the axis of maximum separation (or
 * minimum overlap), a side of one is clipped to a side of the other.
 */
final class EdgeCollider {
  private static final float REACH = 2 * Outline.SKIN;
  private static final float ANGULAR_SLOP = 2.0f / 180.0f * 3.14159265359f;
  private static final float FAVOUR = 0.98f; // of the edge's normal
  private static final float FAVOUR_METRES = 0.001f;
  private static final int MOST_CORNERS = 8;

  // The kinds of features that define a point.
  private static final int VERTEX = 0;
  private static final int FACE = 1;

  /** A clipped corner and the features that define it. */
  private static final class Corner {
    private float x;
    private float y;
    private int id;

    private void set(float newX, float newY, int newId) {
      x = newX;
      y = newY;
      id = newId;
    }

    private void set(Corner other) {
      set(other.x, other.y, other.id);
    }
  }

  // The polygon at its current position.
  private final float[] x = new float[MOST_CORNERS];
  private final float[] y = new float[MOST_CORNERS];
  private final float[] nx = new float[MOST_CORNERS];
  private final float[] ny = new float[MOST_CORNERS];

  // The side of the edge on which the polygon is.
  private boolean front;
  private float upX;
  private float upY;

  private int side; // of the polygon, found by separateSides
  private float sideSeparation;

  // The side to which the other is clipped.
  private int first;
  private int second;
  private float firstX;
  private float firstY;
  private float secondX;
  private float secondY;
  private float faceX;
  private float faceY;

  private final Corner[] whole = {new Corner(), new Corner()};
  private final Corner[] cutOnce = {new Corner(), new Corner()};
  private final Corner[] cut = {new Corner(), new Corner()};

  private static int id(int indexA, int indexB, int typeA, int typeB) {
    return indexA | indexB << 8 | typeA << 16 | typeB << 24;
  }

  private static int swapped(int id) {
    return id >>> 8 & 0xff | (id & 0xff) << 8 | (id >>> 24 & 0xff) << 16 | (id >>> 16 & 0xff) << 24;
  }

  /** Writes the points to a contact. */
  void collide(Contact contact) {
    Edge edge = contact.edge;
    Body body = contact.body;
    Outline outline = body.outline;
    contact.count = 0;
    choose(edge, body);
    put(body);
    float edgeSeparation = Float.MAX_VALUE;
    for (int i = 0; i < outline.count; i++) {
      float s = upX * (x[i] - edge.x1) + upY * (y[i] - edge.y1);
      edgeSeparation = s < edgeSeparation ? s : edgeSeparation;
    }
    if (edgeSeparation > REACH) {
      return;
    }
    separateSides(edge, outline.count);
    if (side >= 0 && sideSeparation > REACH) {
      return;
    }
    boolean alongEdge = side < 0 || sideSeparation <= FAVOUR * edgeSeparation + FAVOUR_METRES;
    if (alongEdge) {
      faceEdge(edge, outline.count);
    } else {
      faceSide(edge, outline.count);
    }
    if (!cutToLength()) {
      return;
    }
    contact.alongEdge = alongEdge;
    contact.normalX = alongEdge ? faceX : outline.normalX[first];
    contact.normalY = alongEdge ? faceY : outline.normalY[first];
    contact.planeX = alongEdge ? firstX : outline.x[first];
    contact.planeY = alongEdge ? firstY : outline.y[first];
    write(contact);
  }

  private void choose(Edge edge, Body body) {
    Outline o = body.outline;
    float middleX = body.cos * o.middleX - body.sin * o.middleY + body.originX;
    float middleY = body.sin * o.middleX + body.cos * o.middleY + body.originY;
    front = edge.normalX * (middleX - edge.x1) + edge.normalY * (middleY - edge.y1) >= 0;
    upX = front ? edge.normalX : -edge.normalX;
    upY = front ? edge.normalY : -edge.normalY;
  }

  private void put(Body body) {
    Outline o = body.outline;
    for (int i = 0; i < o.count; i++) {
      x[i] = body.cos * o.x[i] - body.sin * o.y[i] + body.originX;
      y[i] = body.sin * o.x[i] + body.cos * o.y[i] + body.originY;
      nx[i] = body.cos * o.normalX[i] - body.sin * o.normalY[i];
      ny[i] = body.sin * o.normalX[i] + body.cos * o.normalY[i];
    }
  }

  /** Finds the side of the polygon from which the edge is furthest. */
  private void separateSides(Edge edge, int count) {
    side = -1;
    sideSeparation = -Float.MAX_VALUE;
    for (int i = 0; i < count; i++) {
      float outX = -nx[i];
      float outY = -ny[i];
      float s1 = outX * (x[i] - edge.x1) + outY * (y[i] - edge.y1);
      float s2 = outX * (x[i] - edge.x2) + outY * (y[i] - edge.y2);
      float s = s1 < s2 ? s1 : s2;
      if (s > REACH) {
        side = i;
        sideSeparation = s;
        return;
      }
      // An edge without neighbours allows any normal on its front.
      if ((outX + upX) * upX + (outY + upY) * upY < -ANGULAR_SLOP) {
        continue;
      }
      if (s > sideSeparation) {
        side = i;
        sideSeparation = s;
      }
    }
  }

  private void faceEdge(Edge edge, int count) {
    int best = 0;
    float least = upX * nx[0] + upY * ny[0];
    for (int i = 1; i < count; i++) {
      float value = upX * nx[i] + upY * ny[i];
      if (value < least) {
        least = value;
        best = i;
      }
    }
    int after = best + 1 < count ? best + 1 : 0;
    whole[0].set(x[best], y[best], id(0, best, FACE, VERTEX));
    whole[1].set(x[after], y[after], id(0, after, FACE, VERTEX));
    first = front ? 0 : 1;
    second = front ? 1 : 0;
    firstX = front ? edge.x1 : edge.x2;
    firstY = front ? edge.y1 : edge.y2;
    secondX = front ? edge.x2 : edge.x1;
    secondY = front ? edge.y2 : edge.y1;
    faceX = upX;
    faceY = upY;
  }

  private void faceSide(Edge edge, int count) {
    whole[0].set(edge.x1, edge.y1, id(0, side, VERTEX, FACE));
    whole[1].set(edge.x2, edge.y2, id(0, side, VERTEX, FACE));
    first = side;
    second = side + 1 < count ? side + 1 : 0;
    firstX = x[first];
    firstY = y[first];
    secondX = x[second];
    secondY = y[second];
    faceX = nx[first];
    faceY = ny[first];
  }

  private boolean cutToLength() {
    float acrossX = faceY;
    float acrossY = -faceX;
    float offset1 = acrossX * firstX + acrossY * firstY;
    float offset2 = -acrossX * secondX + -acrossY * secondY;
    return cut(whole, cutOnce, acrossX, acrossY, offset1, first) == Contact.MOST
        && cut(cutOnce, cut, -acrossX, -acrossY, offset2, second) == Contact.MOST;
  }

  /** Clips to the half-plane behind a line. */
  private static int cut(
      Corner[] in, Corner[] out, float normalX, float normalY, float offset, int vertex) {
    int count = 0;
    float distance0 = normalX * in[0].x + normalY * in[0].y - offset;
    float distance1 = normalX * in[1].x + normalY * in[1].y - offset;
    if (distance0 <= 0) {
      out[count++].set(in[0]);
    }
    if (distance1 <= 0) {
      out[count++].set(in[1]);
    }
    if (distance0 * distance1 < 0) {
      float part = distance0 / (distance0 - distance1);
      out[count++].set(
          in[0].x + part * (in[1].x - in[0].x),
          in[0].y + part * (in[1].y - in[0].y),
          id(vertex, in[0].id >>> 8 & 0xff, VERTEX, FACE));
    }
    return count;
  }

  private void write(Contact contact) {
    Body body = contact.body;
    for (Corner corner : cut) {
      if (faceX * (corner.x - firstX) + faceY * (corner.y - firstY) > REACH) {
        continue;
      }
      int i = contact.count++;
      if (contact.alongEdge) {
        float px = corner.x - body.originX;
        float py = corner.y - body.originY;
        contact.pointX[i] = body.cos * px + body.sin * py;
        contact.pointY[i] = -body.sin * px + body.cos * py;
        contact.id[i] = corner.id;
      } else {
        contact.pointX[i] = corner.x;
        contact.pointY[i] = corner.y;
        contact.id[i] = swapped(corner.id);
      }
    }
  }
}
