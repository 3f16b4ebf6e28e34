// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.preprocessing;

import io.nyala.layers.base.Call;
import io.nyala.layers.base.Categories;
import io.nyala.layers.base.ChainedLayer;
import io.nyala.layers.support.Require;
import io.nyala.layers.support.StandIn;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Maps numbers to bin indices: bin 0 is below the first boundary, bin k from boundary k-1
 * (inclusive) up to boundary k. Boundaries are given, or learned by {@link #adapt} so that bins
 * contain about the same number of values. NaN is rejected; a NaN computed by an earlier layer has
 * bin -1.
 */
public final class Discretization extends ChainedLayer<Discretization> implements Categories {
  private static final String NAME = "Discretization";
  private static final double EPSILON = 0.01;

  private float[] boundaries;
  private final Integer numBins;
  private double epsilon = EPSILON;
  private CategoryOutput outputMode = CategoryOutput.INT;

  /**
   * Creates the layer with boundaries.
   *
   * @param binBoundaries rising
   */
  public Discretization(double... binBoundaries) {
    this(toFloats(Require.given(NAME, "bin_boundaries", binBoundaries)), null);
  }

  private Discretization(float[] boundaries, Integer numBins) {
    this.boundaries = boundaries;
    this.numBins = numBins;
    for (int i = 1; boundaries != null && i < boundaries.length; i++) {
      if (!(boundaries[i - 1] <= boundaries[i])) {
        throw new IllegalArgumentException(
            NAME + ": bin_boundaries must be ascending, got " + Arrays.toString(boundaries));
      }
    }
  }

  /** Returns a layer that learns the boundaries of {@code numBins} bins. */
  public static Discretization ofBins(int numBins) {
    return new Discretization(null, Require.positive(NAME, "num_bins", numBins));
  }

  static Discretization from(Settings s) {
    float[] given = s.has("bin_boundaries") ? toFloats(s.getDoubles("bin_boundaries")) : null;
    Discretization layer =
        new Discretization(given, s.has("num_bins") ? s.getInt("num_bins") : null);
    if (layer.boundaries == null && layer.numBins == null) {
      throw new IllegalArgumentException(NAME + ": needs bin_boundaries or num_bins");
    }
    layer.epsilon = s.getDouble("epsilon", EPSILON);
    return layer.outputMode(s.getEnum("output_mode", CategoryOutput.INT));
  }

  private static float[] toFloats(double... values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  /** Sets the output mode; default int32 indices. */
  public Discretization outputMode(CategoryOutput newOutputMode) {
    unbuilt().outputMode = Require.given(className(), "output_mode", newOutputMode);
    return this;
  }

  /** Returns the boundaries, or null before they are learned. */
  public float[] binBoundaries() {
    return boundaries == null ? null : boundaries.clone();
  }

  /**
   * Learns the boundaries from data, as Keras does from one array: quantiles of about {@code 1 /
   * epsilon} evenly spaced ones of the sorted numbers. Call this before the layer is applied.
   */
  public void adapt(Tensor data) {
    Require.numbers(NAME, data);
    if (numBins == null) {
      throw new IllegalStateException(this + " has fixed boundaries; there is nothing to adapt");
    }
    unbuilt();
    float[] sorted = data.toFloats().clone();
    Arrays.sort(sorted);
    double step = Math.max(sorted.length * epsilon, 1);
    int first = (int) (step - 1);
    int n = sorted.length <= first ? 0 : (sorted.length - first - 1) / (int) step + 1;
    double[] values = new double[n];
    double[] weights = new double[n];
    for (int i = 0; i < n; i++) {
      values[i] = sorted[first + i * (int) step];
      weights[i] = step;
    }
    double[][] summary = compress(new double[][] {values, weights}, epsilon);
    double[] bins = compress(summary, 1.0 / numBins)[0];
    boundaries = toFloats(Arrays.copyOf(bins, Math.max(0, bins.length - 1)));
  }

  /** Compresses a summary (values and their weights) to {@code 1 / share} values. */
  private static double[][] compress(double[][] summary, double share) {
    int n = summary[0].length;
    if (n * share < 1) {
      return summary;
    }
    double[] sums = new double[n];
    double total = 0;
    for (int i = 0; i < n; i++) {
      total += summary[1][i];
      sums[i] = total;
    }
    int wanted = (int) Math.ceil(1 / share);
    double[][] result = new double[2][wanted];
    double before = 0;
    for (int i = 0; i < wanted; i++) {
      double at = (share + i * share) * total;
      result[0][i] = (float) interpolate(at, sums, summary[0]);
      double sum = interpolate(at, sums, sums);
      result[1][i] = (float) (sum - before);
      before = sum;
    }
    return result;
  }

  private static double interpolate(double at, double[] x, double[] y) {
    int right = 0;
    while (right < x.length && x[right] < at) {
      right++;
    }
    if (right == 0 || right == x.length) {
      return y[Math.min(right, x.length - 1)];
    }
    double part = (at - x[right - 1]) / (x[right] - x[right - 1]);
    return y[right - 1] + part * (y[right] - y[right - 1]);
  }

  @Override
  protected void build(List<Shape> inputShapes) {
    if (boundaries == null) {
      throw new IllegalStateException(this + " has no boundaries yet; call adapt(data) first");
    }
  }

  @Override
  public int categories() {
    return ANY;
  }

  @Override
  protected Value call(Call call, Value input) {
    Value x = Ops.cast(input, DType.FLOAT32);
    Value limits = Ops.constant(Tensor.vector(boundaries));
    Value reached = Ops.greaterEqual(StandIn.expandDims(x, -1), limits);
    Value count = StandIn.sumLast(Ops.cast(reached, DType.FLOAT32));
    Value bins = Ops.where(Ops.equal(x, x), count, Ops.constant(-1)); // NaN is in none
    return outputMode.encode(Ops.cast(bins, DType.INT32), boundaries.length + 1, null);
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put(
        "bin_boundaries",
        boundaries == null
            ? null
            : IntStream.range(0, boundaries.length).mapToObj(i -> (double) boundaries[i]).toList());
    config.put("num_bins", numBins);
    config.put("epsilon", epsilon);
    config.put("output_mode", outputMode.keras());
    config.put("sparse", false);
    // Keras's configuration of this layer lacks the common entries.
    config.remove("trainable");
    return config;
  }
}
