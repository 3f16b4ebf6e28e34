// SPDX-License-Identifier: Apache-2.0
package io.nyala.features;

import io.nyala.data.table.Table;
import io.nyala.features.layers.MissingValues;
import io.nyala.layers.preprocessing.CategoryEncoding;
import io.nyala.layers.preprocessing.CategoryOutput;
import io.nyala.layers.preprocessing.Discretization;
import io.nyala.ops.Value;
import io.nyala.tensor.DType;
import io.nyala.tensor.Tensor;
import java.util.stream.IntStream;

/** Numbers in bins. */
final class LearnedBins implements Learned {
  /** Below all numbers but the one that stands for missing values. */
  private static final double LOWEST = -3e38;

  private static final double STANDS_FOR_MISSING = -Float.MAX_VALUE;

  private final NumericFeature feature;
  private final int missing;

  /** The limits; the first separates missing values where there may be any. */
  private final double[] limits;

  private LearnedBins(NumericFeature feature, int missing, double... limits) {
    this.feature = feature;
    this.missing = missing;
    this.limits = limits;
  }

  static LearnedBins fit(NumericFeature feature, Table train) {
    double[] all = feature.values(train);
    double[] present = LearnedNumbers.present(feature, all, train);
    int missing = all.length - present.length;
    double[] limits = feature.limits;
    if (limits == null) {
      float[] floats = new float[present.length];
      IntStream.range(0, floats.length).forEach(i -> floats[i] = (float) present[i]);
      Discretization learning = Discretization.ofBins(feature.bins);
      learning.adapt(Tensor.vector(floats));
      float[] found = learning.binBoundaries();
      // Frequent numbers may fill several bins, of which one remains.
      limits = IntStream.range(0, found.length).mapToDouble(i -> found[i]).distinct().toArray();
    }
    if (missing > 0 || feature.expected) {
      double[] more = new double[limits.length + 1];
      more[0] = LOWEST;
      System.arraycopy(limits, 0, more, 1, limits.length);
      limits = more;
    }
    return new LearnedBins(feature, missing, limits);
  }

  private boolean prepared() {
    return missing > 0 || feature.expected;
  }

  @Override
  public DType dtype() {
    return DType.FLOAT32;
  }

  @Override
  public int missing() {
    return missing;
  }

  @Override
  public int width() {
    return limits.length + 1;
  }

  @Override
  public String encoding() {
    return prepared() ? limits.length + " bins + missing, one-hot" : width() + " bins, one-hot";
  }

  @Override
  public Tensor tensor(Table table) {
    return LearnedNumbers.tensor(feature, table, prepared());
  }

  @Override
  public void encode(Value input, Encoder encoder) {
    Value x = input;
    String name = feature.inputName();
    if (prepared()) {
      x =
          new MissingValues(new double[] {STANDS_FOR_MISSING}, new boolean[1])
              .named(encoder.unique(name + "_filled"))
              .apply(x);
    }
    Value bins = new Discretization(limits.clone()).named(encoder.unique(name + "_bins")).apply(x);
    encoder.add(
        new CategoryEncoding(width())
            .outputMode(CategoryOutput.ONE_HOT)
            .named(encoder.unique(name + "_one_hot"))
            .apply(bins));
  }
}
