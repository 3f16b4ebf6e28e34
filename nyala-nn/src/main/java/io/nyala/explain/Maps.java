// SPDX-License-Identifier: Apache-2.0
package io.nyala.explain;

import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.SplittableRandom;

/** Arithmetic of maps and images, row by row. */
final class Maps {
  private Maps() {}

  /** Returns each row divided by its largest value; rows without a positive one are all 0. */
  static Tensor scaled(Tensor maps) {
    float[] values = maps.toFloats();
    int size = maps.shape().drop(0).size();
    for (int from = 0; from < values.length; from += size) {
      float most = 0;
      for (int i = from; i < from + size; i++) {
        most = Math.max(most, values[i]);
      }
      for (int i = from; i < from + size; i++) {
        values[i] = most > 0 ? values[i] / most : 0;
      }
    }
    return Tensor.of(maps.shape(), values);
  }

  /** Returns the largest absolute value of the last axis. */
  static Tensor strongest(Tensor gradients) {
    float[] values = gradients.floats();
    int channels = gradients.shape().last();
    float[] most = new float[values.length / channels];
    for (int i = 0; i < values.length; i++) {
      most[i / channels] = Math.max(most[i / channels], Math.abs(values[i]));
    }
    return Tensor.of(gradients.shape().drop(gradients.shape().rank() - 1), most);
  }

  /** Returns the mean over the rows, added in double precision. */
  static Tensor mean(Tensor rows) {
    float[] values = rows.floats();
    Shape one = rows.shape().drop(0);
    double[] sums = new double[one.size()];
    for (int i = 0; i < values.length; i++) {
      sums[i % sums.length] += values[i];
    }
    float[] means = new float[sums.length];
    for (int i = 0; i < means.length; i++) {
      means[i] = (float) (sums[i] * sums.length / values.length);
    }
    return Tensor.of(one, means);
  }

  /**
   * Returns images with normally distributed noise.
   *
   * @param share the standard deviation, as a share of the range of all values
   */
  static Tensor noisy(Tensor images, double share, long seed) {
    float[] values = images.toFloats();
    float least = Float.POSITIVE_INFINITY;
    float most = Float.NEGATIVE_INFINITY;
    for (float v : values) {
      least = Math.min(least, v);
      most = Math.max(most, v);
    }
    double deviation = share * (most - least);
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < values.length; i++) {
      values[i] += (float) (deviation * random.nextGaussian());
    }
    return Tensor.of(images.shape(), values);
  }
}
