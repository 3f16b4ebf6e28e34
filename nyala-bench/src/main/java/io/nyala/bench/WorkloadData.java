// SPDX-License-Identifier: Apache-2.0
package io.nyala.bench;

import java.util.Arrays;
import java.util.SplittableRandom;

/** The input data of every contender: the same for the same seed and size. */
public final class WorkloadData {
  private static final long SEED = 20;

  private WorkloadData() {}

  /**
   * Returns features.
   *
   * @param rows rows
   * @param columns columns
   * @return row-major values, normally distributed with mean 0 and standard deviation 1
   */
  public static float[] features(int rows, int columns) {
    SplittableRandom random = new SplittableRandom(SEED);
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  /**
   * Returns a target for each row that a network can learn: the mean of the row, plus one.
   *
   * @param features row-major values
   * @param rows rows in it
   * @return one target for each row
   */
  public static float[] targets(float[] features, int rows) {
    int columns = features.length / rows;
    float[] targets = new float[rows];
    for (int row = 0; row < rows; row++) {
      float sum = 0;
      for (int column = 0; column < columns; column++) {
        sum += features[row * columns + column];
      }
      targets[row] = 1 + sum / columns;
    }
    return targets;
  }

  /**
   * Returns targets for a sequence: the features of the step that follows.
   *
   * @param steps the number of steps
   * @param width the features of a step
   * @return as many values as {@code features(steps, width)}
   */
  public static float[] sequenceTargets(int steps, int width) {
    return Arrays.copyOfRange(features(steps + 1, width), width, (steps + 1) * width);
  }

  /**
   * Returns a class for each row.
   *
   * @param rows rows
   * @param classes number of classes
   * @return indices, from 0
   */
  public static int[] labels(int rows, int classes) {
    SplittableRandom random = new SplittableRandom(SEED + 1);
    int[] labels = new int[rows];
    for (int row = 0; row < rows; row++) {
      labels[row] = random.nextInt(classes);
    }
    return labels;
  }
}
