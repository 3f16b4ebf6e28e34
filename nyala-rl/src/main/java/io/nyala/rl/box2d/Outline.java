// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.box2d;

/** A convex polygon: its corners, counter-clockwise, the normals of its sides, and its mass. */
final class Outline {
  /** The thickness of the skin of polygons. */
  static final float SKIN = 2 * 0.005f;

  private static final float THIRD = 1 / 3f;

  /** The number of corners. */
  final int count;

  final float[] x;
  final float[] y;
  final float[] normalX;
  final float[] normalY;

  /** The centroid. */
  float middleX;

  float middleY;

  /** The mass, in kg. */
  float mass;

  /** The centre of mass, which is computed with another order of summation than the centroid. */
  float centerX;

  float centerY;

  /** The moment of inertia about the origin, in kg m². */
  float inertia;

  private Outline(float[] x, float[] y, float[] normalX, float[] normalY, float density) {
    this.count = x.length;
    this.x = x;
    this.y = y;
    this.normalX = normalX;
    this.normalY = normalY;
    weigh(density);
  }

  /**
   * Creates a polygon.
   *
   * @param corners alternating x and y, counter-clockwise from the lowest of the rightmost corners,
   *     as in Box2D
   * @param density the density in kg/m²
   */
  static Outline polygon(float density, double... corners) {
    int n = corners.length / 2;
    float[] x = new float[n];
    float[] y = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = (float) corners[2 * i];
      y[i] = (float) corners[2 * i + 1];
    }
    float[] normalX = new float[n];
    float[] normalY = new float[n];
    for (int i = 0; i < n; i++) {
      int next = (i + 1) % n;
      float alongX = x[next] - x[i];
      float alongY = y[next] - y[i];
      float scale = 1 / length(alongX, alongY);
      normalX[i] = alongY * scale;
      normalY[i] = -alongX * scale;
    }
    Outline made = new Outline(x, y, normalX, normalY, density);
    made.findMiddle();
    return made;
  }

  /** Creates a rectangle with the given half width and half height. */
  static Outline box(float density, double halfWidth, double halfHeight) {
    float w = (float) halfWidth;
    float h = (float) halfHeight;
    return new Outline(
        new float[] {-w, w, w, -w},
        new float[] {-h, -h, h, h},
        new float[] {0, 1, 0, -1},
        new float[] {-1, 0, 1, 0},
        density);
  }

  /** Returns the length of a vector. */
  static float length(float x, float y) {
    return (float) Math.sqrt(x * x + y * y);
  }

  private void findMiddle() {
    float sumX = 0;
    float sumY = 0;
    float area = 0;
    for (int i = 0; i < count; i++) {
      int j = i + 1 < count ? i + 1 : 0;
      float triangle = 0.5f * (x[i] * y[j] - y[i] * x[j]);
      area += triangle;
      float share = triangle * THIRD;
      sumX += share * (0 + x[i] + x[j]);
      sumY += share * (0 + y[i] + y[j]);
    }
    middleX = sumX * (1 / area);
    middleY = sumY * (1 / area);
  }

  /** Sums up triangles around the mean of the corners. */
  private void weigh(float density) {
    float meanX = 0;
    float meanY = 0;
    for (int i = 0; i < count; i++) {
      meanX += x[i];
      meanY += y[i];
    }
    meanX *= 1f / count;
    meanY *= 1f / count;
    float area = 0;
    float sumX = 0;
    float sumY = 0;
    float turning = 0;
    for (int i = 0; i < count; i++) {
      int j = i + 1 < count ? i + 1 : 0;
      float x1 = x[i] - meanX;
      float y1 = y[i] - meanY;
      float x2 = x[j] - meanX;
      float y2 = y[j] - meanY;
      float twice = x1 * y2 - y1 * x2;
      float triangle = 0.5f * twice;
      area += triangle;
      float share = triangle * THIRD;
      sumX += share * (x1 + x2);
      sumY += share * (y1 + y2);
      float squaresX = x1 * x1 + x2 * x1 + x2 * x2;
      float squaresY = y1 * y1 + y2 * y1 + y2 * y2;
      turning += 0.25f * THIRD * twice * (squaresX + squaresY);
    }
    mass = density * area;
    sumX *= 1 / area;
    sumY *= 1 / area;
    centerX = sumX + meanX;
    centerY = sumY + meanY;
    inertia =
        density * turning
            + mass * (centerX * centerX + centerY * centerY - (sumX * sumX + sumY * sumY));
  }
}
