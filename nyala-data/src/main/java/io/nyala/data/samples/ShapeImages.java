// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.samples;

import io.nyala.data.Examples;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Small coloured images of ten kinds of shapes in random colours, sizes and positions on a noisy
 * background, generated in the format of CIFAR-10. Image {@code i} of a seed is always the same.
 */
public final class ShapeImages {
  /** Height and width of an image. */
  public static final int SIZE = 32;

  /** The class names, indexed by label. */
  public static final List<String> NAMES =
      List.of(
          "disc",
          "ring",
          "square",
          "frame",
          "triangle",
          "plus",
          "rows",
          "columns",
          "slope",
          "chess");

  private static final int CHANNELS = 3;

  private ShapeImages() {}

  /**
   * Draws {@code n} images.
   *
   * @return inputs {@code (n, 32, 32, 3)} in [0, 1], targets {@code (n,)} int32 in [0, 10)
   */
  public static Examples generate(int n, long seed) {
    float[] pixels = new float[Math.multiplyExact(n, SIZE * SIZE * CHANNELS)];
    int[] labels = new int[n];
    for (int i = 0; i < n; i++) {
      SplittableRandom random = new SplittableRandom(seed * 1_000_003 + i);
      labels[i] = random.nextInt(NAMES.size());
      draw(labels[i], random, pixels, i * SIZE * SIZE * CHANNELS);
    }
    return new Examples(
        Tensor.of(Shape.of(n, SIZE, SIZE, CHANNELS), pixels), Tensor.ofInts(Shape.of(n), labels));
  }

  private static void draw(int kind, SplittableRandom random, float[] pixels, int at) {
    double cx = SIZE / 2.0 + 4 * (random.nextDouble() - 0.5);
    double cy = SIZE / 2.0 + 4 * (random.nextDouble() - 0.5);
    double radius = 7 + 5 * random.nextDouble();
    double[] ground = new double[CHANNELS];
    double[] ink = new double[CHANNELS];
    for (int c = 0; c < CHANNELS; c++) {
      ground[c] = random.nextDouble();
      // The colour is always far enough from the background to be visible.
      ink[c] = (ground[c] + 0.35 + 0.3 * random.nextDouble()) % 1;
    }
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        boolean inside = isInside(kind, (x + 0.5 - cx) / radius, (y + 0.5 - cy) / radius);
        for (int c = 0; c < CHANNELS; c++) {
          double value = (inside ? ink[c] : ground[c]) + 0.08 * (random.nextDouble() - 0.5);
          pixels[at++] = (float) Math.clamp(value, 0, 1);
        }
      }
    }
  }

  /** Returns whether a point belongs to a shape, which extends from -1 to 1. */
  private static boolean isInside(int kind, double u, double v) {
    double far = Math.max(Math.abs(u), Math.abs(v));
    double r = Math.hypot(u, v);
    double stripe = 0.45;
    return switch (kind) {
      case 0 -> r < 1;
      case 1 -> r < 1 && r > 0.6;
      case 2 -> far < 0.9;
      case 3 -> far < 0.9 && far > 0.55;
      case 4 -> v < 0.8 && v > 2 * Math.abs(u) - 0.9;
      case 5 -> far < 1 && Math.min(Math.abs(u), Math.abs(v)) < 0.3;
      case 6 -> far < 1 && Math.floorMod((int) Math.floor(v / stripe), 2) == 0;
      case 7 -> far < 1 && Math.floorMod((int) Math.floor(u / stripe), 2) == 0;
      case 8 -> far < 1 && Math.floorMod((int) Math.floor((u + v) / stripe), 2) == 0;
      default ->
          far < 1
              && Math.floorMod((int) Math.floor(u / stripe) + (int) Math.floor(v / stripe), 2) == 0;
    };
  }
}
