// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.samples;

import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Generated digits that look handwritten: pen strokes along curves with jittered points, with
 * random rotation, slant, size, position, thickness and noise. Image {@code i} of a seed is always
 * the same.
 */
public final class StrokeDigits {
  /** Height and width of an image, as in MNIST. */
  public static final int SIZE = 28;

  /** Number of classes. */
  public static final int CLASSES = 10;

  private static final int STEPS = 4;

  /** Strokes of each digit: x, y, x, y, ... in the unit square, y downwards. */
  private static final float[][][] STROKES = {
    {
      {
        .50f, .05f, .22f, .22f, .15f, .60f, .35f, .93f, .65f, .93f, .85f, .60f, .78f, .22f, .50f,
        .05f
      }
    },
    {{.32f, .27f, .45f, .16f, .56f, .04f}, {.56f, .04f, .54f, .50f, .52f, .96f}},
    {
      {.18f, .26f, .32f, .07f, .62f, .04f, .80f, .22f, .68f, .50f, .40f, .76f, .14f, .95f},
      {.14f, .95f, .50f, .91f, .86f, .95f}
    },
    {
      {.20f, .12f, .48f, .03f, .76f, .18f, .66f, .40f, .40f, .47f},
      {.40f, .47f, .72f, .52f, .84f, .73f, .60f, .95f, .18f, .88f}
    },
    {
      {.58f, .04f, .38f, .34f, .13f, .64f},
      {.13f, .64f, .50f, .63f, .90f, .62f},
      {.68f, .34f, .66f, .65f, .62f, .97f}
    },
    {
      {.80f, .06f, .55f, .05f, .30f, .07f},
      {.30f, .07f, .27f, .25f, .24f, .43f},
      {.24f, .43f, .55f, .36f, .83f, .62f, .62f, .94f, .18f, .90f}
    },
    {
      {
        .70f, .05f, .38f, .28f, .20f, .64f, .38f, .95f, .72f, .88f, .76f, .62f, .48f, .52f, .22f,
        .70f
      }
    },
    {{.14f, .08f, .48f, .09f, .84f, .07f}, {.84f, .07f, .58f, .45f, .38f, .96f}},
    {
      {
        .50f, .48f, .24f, .28f, .48f, .04f, .76f, .24f, .50f, .48f, .18f, .74f, .50f, .97f, .82f,
        .74f, .50f, .48f
      }
    },
    {
      {.77f, .26f, .52f, .05f, .24f, .26f, .40f, .52f, .70f, .42f, .77f, .26f},
      {.77f, .26f, .74f, .62f, .58f, .96f}
    }
  };

  private StrokeDigits() {}

  /**
   * Images and their labels.
   *
   * @param images {@code (n, 28, 28)} in [0, 1], ink is 1
   * @param labels {@code (n,)} int32 in [0, 10), with class counts that differ by at most one
   */
  public record Digits(Tensor images, Tensor labels) {}

  /** Draws {@code n} digits. */
  public static Digits generate(int n, long seed) {
    float[] pixels = new float[Math.multiplyExact(n, SIZE * SIZE)];
    int[] labels = new int[n];
    int[] order = shuffledLabels(n, seed);
    IntStream.range(0, n)
        .parallel()
        .forEach(
            i -> {
              labels[i] = order[i];
              draw(labels[i], new SplittableRandom(seed * 1_000_003 + i), pixels, i * SIZE * SIZE);
            });
    return new Digits(
        Tensor.of(Shape.of(n, SIZE, SIZE), pixels), Tensor.ofInts(Shape.of(n), labels));
  }

  private static int[] shuffledLabels(int n, long seed) {
    int[] labels = IntStream.range(0, n).map(i -> i % CLASSES).toArray();
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = n - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int t = labels[i];
      labels[i] = labels[j];
      labels[j] = t;
    }
    return labels;
  }

  private static void draw(int digit, SplittableRandom random, float[] pixels, int at) {
    double angle = random.nextGaussian() * 0.13;
    double slant = random.nextGaussian() * 0.18;
    double width = 12 * (1 + random.nextGaussian() * 0.13);
    double height = 19 * (1 + random.nextGaussian() * 0.09);
    double x0 = SIZE / 2.0 + random.nextGaussian() * 1.1;
    double y0 = SIZE / 2.0 + random.nextGaussian() * 1.1;
    double pen = 0.9 + random.nextDouble() * 1.0;
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    float[] closest = new float[SIZE * SIZE];
    Arrays.fill(closest, Float.MAX_VALUE);
    for (float[] stroke : STROKES[digit]) {
      int points = stroke.length / 2;
      double[] px = new double[points];
      double[] py = new double[points];
      for (int i = 0; i < points; i++) {
        double u = stroke[2 * i] - 0.5 + random.nextGaussian() * 0.035;
        double v = stroke[2 * i + 1] - 0.5 + random.nextGaussian() * 0.03;
        double x = u * width - v * height * slant;
        double y = v * height;
        px[i] = x0 + x * cos - y * sin;
        py[i] = y0 + x * sin + y * cos;
      }
      trace(px, py, closest);
    }
    double noise = random.nextDouble() * 0.08;
    for (int i = 0; i < closest.length; i++) {
      double ink = closest[i] > 9 ? 0 : Math.clamp(pen + 0.5 - Math.sqrt(closest[i]), 0, 1);
      double grain = random.nextDouble() - random.nextDouble();
      double value = ink + 2 * noise * grain * (ink > 0 ? 1 : 0.5);
      pixels[at + i] = (float) Math.clamp(value, 0, 1);
    }
  }

  /**
   * Updates each pixel's squared distance to the nearest curve with a Catmull-Rom curve through the
   * points.
   */
  private static void trace(double[] px, double[] py, float[] closest) {
    int n = px.length;
    double x = px[0];
    double y = py[0];
    for (int i = 0; i < n - 1; i++) {
      int before = Math.max(0, i - 1);
      int after = Math.min(n - 1, i + 2);
      for (int k = 1; k <= STEPS; k++) {
        double t = (double) k / STEPS;
        double nx = spline(px[before], px[i], px[i + 1], px[after], t);
        double ny = spline(py[before], py[i], py[i + 1], py[after], t);
        segment(x, y, nx, ny, closest);
        x = nx;
        y = ny;
      }
    }
  }

  private static double spline(double a, double b, double c, double d, double t) {
    return 0.5
        * (2 * b + t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a))));
  }

  private static void segment(double ax, double ay, double bx, double by, float[] closest) {
    int reach = 3;
    int x1 = (int) Math.clamp(Math.max(ax, bx) + reach, 0, SIZE - 1);
    int y1 = (int) Math.clamp(Math.max(ay, by) + reach, 0, SIZE - 1);
    double dx = bx - ax;
    double dy = by - ay;
    double length = dx * dx + dy * dy + 1e-12;
    for (int y = (int) Math.clamp(Math.min(ay, by) - reach, 0, SIZE - 1); y <= y1; y++) {
      for (int x = (int) Math.clamp(Math.min(ax, bx) - reach, 0, SIZE - 1); x <= x1; x++) {
        double px = x + 0.5 - ax;
        double py = y + 0.5 - ay;
        double t = Math.clamp((px * dx + py * dy) / length, 0, 1);
        double ex = px - t * dx;
        double ey = py - t * dy;
        closest[y * SIZE + x] = Math.min(closest[y * SIZE + x], (float) (ex * ex + ey * ey));
      }
    }
  }
}
