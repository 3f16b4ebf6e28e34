// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.box2d;

/**
 * The distance between a body and an edge, by the algorithm of Gilbert, Johnson and Keerthi (1988)
 * with barycentric coordinates: a simplex of differences of corners converges towards the origin.
 */
final class ClosestPoints {
  private static final int MOST_ROUNDS = 20;
  private static final float EPSILON = 1.1920929e-7f;

  /** The number of corners of the final simplex, with which the next call starts; 0 to reset it. */
  int count;

  final int[] edgeCorner = new int[3];
  final int[] bodyCorner = new int[3];
  private float metric;

  private final float[] edgeX = new float[3];
  private final float[] edgeY = new float[3];
  private final float[] bodyX = new float[3];
  private final float[] bodyY = new float[3];
  private final float[] x = new float[3];
  private final float[] y = new float[3];
  private final float[] weight = new float[3];
  private final int[] seenEdge = new int[3];
  private final int[] seenBody = new int[3];
  private int n;

  /** Returns the distance between an edge and a body at a given position. */
  float distance(Edge edge, Outline body, Placing at) {
    start(edge, body, at);
    for (int round = 0; round < MOST_ROUNDS; round++) {
      int seen = n;
      System.arraycopy(edgeCorner, 0, seenEdge, 0, seen);
      System.arraycopy(bodyCorner, 0, seenBody, 0, seen);
      if (n == 2) {
        solveLine();
      } else if (n == 3) {
        solveTriangle();
      }
      if (n == 3) {
        break; // the origin is inside
      }
      float dx;
      float dy;
      if (n == 1) {
        dx = -x[0];
        dy = -y[0];
      } else {
        float alongX = x[1] - x[0];
        float alongY = y[1] - y[0];
        boolean left = alongX * -y[0] - alongY * -x[0] > 0;
        dx = left ? -alongY : alongY;
        dy = left ? alongX : -alongX;
      }
      if (dx * dx + dy * dy < EPSILON * EPSILON) {
        break;
      }
      int e = support(edge, -dx, -dy);
      int b = support(body, at.cos * dx + at.sin * dy, -at.sin * dx + at.cos * dy);
      place(n, edge, e, body, b, at);
      if (wasSeen(e, b, seen)) {
        break;
      }
      n++;
    }
    count = n;
    metric = metric();
    return apart();
  }

  private void start(Edge edge, Outline body, Placing at) {
    n = count;
    for (int i = 0; i < n; i++) {
      place(i, edge, edgeCorner[i], body, bodyCorner[i], at);
      weight[i] = 0;
    }
    if (n > 1) {
      float now = metric();
      if (now < 0.5f * metric || 2 * metric < now || now < EPSILON) {
        n = 0;
      }
    }
    if (n == 0) {
      place(0, edge, 0, body, 0, at);
      weight[0] = 1;
      n = 1;
    }
  }

  private void place(int i, Edge edge, int e, Outline body, int b, Placing at) {
    edgeCorner[i] = e;
    bodyCorner[i] = b;
    edgeX[i] = e == 0 ? edge.x1 : edge.x2;
    edgeY[i] = e == 0 ? edge.y1 : edge.y2;
    bodyX[i] = at.cos * body.x[b] - at.sin * body.y[b] + at.x;
    bodyY[i] = at.sin * body.x[b] + at.cos * body.y[b] + at.y;
    x[i] = bodyX[i] - edgeX[i];
    y[i] = bodyY[i] - edgeY[i];
  }

  private boolean wasSeen(int e, int b, int seen) {
    for (int i = 0; i < seen; i++) {
      if (seenEdge[i] == e && seenBody[i] == b) {
        return true;
      }
    }
    return false;
  }

  /** Returns the corner of an edge that is furthest in a direction. */
  static int support(Edge edge, float dx, float dy) {
    return edge.x2 * dx + edge.y2 * dy > edge.x1 * dx + edge.y1 * dy ? 1 : 0;
  }

  /** Returns the corner of a body that is furthest in a direction. */
  static int support(Outline body, float dx, float dy) {
    int best = 0;
    float most = body.x[0] * dx + body.y[0] * dy;
    for (int i = 1; i < body.count; i++) {
      float value = body.x[i] * dx + body.y[i] * dy;
      if (value > most) {
        best = i;
        most = value;
      }
    }
    return best;
  }

  private void move(int from, int to) {
    edgeCorner[to] = edgeCorner[from];
    bodyCorner[to] = bodyCorner[from];
    edgeX[to] = edgeX[from];
    edgeY[to] = edgeY[from];
    bodyX[to] = bodyX[from];
    bodyY[to] = bodyY[from];
    x[to] = x[from];
    y[to] = y[from];
    weight[to] = weight[from];
  }

  private void solveLine() {
    float ex = x[1] - x[0];
    float ey = y[1] - y[0];
    float second = -(x[0] * ex + y[0] * ey);
    if (second <= 0) {
      keep(0);
      return;
    }
    float first = x[1] * ex + y[1] * ey;
    if (first <= 0) {
      keep(1);
      return;
    }
    keepTwo(0, 1, first, second);
  }

  private void keep(int i) {
    weight[i] = 1;
    if (i > 0) {
      move(i, 0);
    }
    n = 1;
  }

  private void keepTwo(int i, int j, float first, float second) {
    float inverse = 1 / (first + second);
    weight[i] = first * inverse;
    weight[j] = second * inverse;
    if (i == 1) {
      move(2, 0); // the third replaces the first, so that the second has the first weight
    } else if (j == 2) {
      move(2, 1);
    }
    n = 2;
  }

  private void solveTriangle() {
    float e12x = x[1] - x[0];
    float e12y = y[1] - y[0];
    float d121 = x[1] * e12x + y[1] * e12y;
    float d122 = -(x[0] * e12x + y[0] * e12y);
    float e13x = x[2] - x[0];
    float e13y = y[2] - y[0];
    float d131 = x[2] * e13x + y[2] * e13y;
    float d132 = -(x[0] * e13x + y[0] * e13y);
    float e23x = x[2] - x[1];
    float e23y = y[2] - y[1];
    float d231 = x[2] * e23x + y[2] * e23y;
    float d232 = -(x[1] * e23x + y[1] * e23y);
    float area = e12x * e13y - e12y * e13x;
    float d1 = area * (x[1] * y[2] - y[1] * x[2]);
    float d2 = area * (x[2] * y[0] - y[2] * x[0]);
    float d3 = area * (x[0] * y[1] - y[0] * x[1]);
    if (d122 <= 0 && d132 <= 0) {
      keep(0);
    } else if (d121 > 0 && d122 > 0 && d3 <= 0) {
      keepTwo(0, 1, d121, d122);
    } else if (d131 > 0 && d132 > 0 && d2 <= 0) {
      keepTwo(0, 2, d131, d132);
    } else if (d121 <= 0 && d232 <= 0) {
      keep(1);
    } else if (d131 <= 0 && d231 <= 0) {
      keep(2);
    } else if (d231 > 0 && d232 > 0 && d1 <= 0) {
      keepTwo(1, 2, d231, d232);
    } else {
      float inverse = 1 / (d1 + d2 + d3);
      weight[0] = d1 * inverse;
      weight[1] = d2 * inverse;
      weight[2] = d3 * inverse;
    }
  }

  private float metric() {
    return switch (n) {
      case 1 -> 0;
      case 2 -> Outline.length(x[0] - x[1], y[0] - y[1]);
      default -> (x[1] - x[0]) * (y[2] - y[0]) - (y[1] - y[0]) * (x[2] - x[0]);
    };
  }

  private float apart() {
    if (n == 1) {
      return Outline.length(edgeX[0] - bodyX[0], edgeY[0] - bodyY[0]);
    }
    if (n == 3) {
      return 0;
    }
    float ax = weight[0] * edgeX[0] + weight[1] * edgeX[1];
    float ay = weight[0] * edgeY[0] + weight[1] * edgeY[1];
    float bx = weight[0] * bodyX[0] + weight[1] * bodyX[1];
    float by = weight[0] * bodyY[0] + weight[1] * bodyY[1];
    return Outline.length(ax - bx, ay - by);
  }
}
