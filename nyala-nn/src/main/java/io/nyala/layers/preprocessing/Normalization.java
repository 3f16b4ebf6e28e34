// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.preprocessing;

import static io.nyala.initializers.Initializers.ones;
import static io.nyala.initializers.Initializers.zeros;

import io.nyala.layers.base.Call;
import io.nyala.layers.base.ChainedLayer;
import io.nyala.layers.base.Weight;
import io.nyala.layers.support.Require;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Serialized;
import io.nyala.settings.Settings;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * {@code (x - mean) / max(sqrt(variance), 1e-7)} with moments that are given or {@linkplain #adapt
 * learned from data} before training, one per position on the kept axes.
 *
 * <p>Weights, unless moments are given: mean and variance with the extents of these axes, count.
 */
public final class Normalization extends ChainedLayer<Normalization> {
  private static final float EPSILON = 1e-7f;

  private int[] axes = {-1};
  private boolean invert;
  private Tensor givenMean;
  private Tensor givenVariance;
  private Weight mean;
  private Weight variance;

  /**
   * Creates the layer with moments per position of the last axis, to be learned by {@link #adapt}.
   */
  public Normalization() {}

  static Normalization from(Settings s) {
    Normalization layer = new Normalization().invert(s.getBoolean("invert", false));
    layer.axes = s.getInts("axis", -1);
    if (s.has("mean") && s.has("variance")) {
      layer.moments(s.getTensor("mean"), s.getTensor("variance"));
    }
    return layer;
  }

  /** Sets the axes whose positions have separate moments; default the last one; may be none. */
  public Normalization axis(int... newAxes) {
    unbuilt().axes = Arrays.stream(Require.given(className(), "axis", newAxes)).sorted().toArray();
    return this;
  }

  /** Sets whether {@code x * sqrt(variance) + mean} is computed instead; default false. */
  public Normalization invert(boolean newInvert) {
    unbuilt().invert = newInvert;
    return this;
  }

  /**
   * Sets the moments, in place of calling {@link #adapt}.
   *
   * @param newMean a single number, or of the extents of the kept axes
   * @param newVariance of the same shape
   */
  public Normalization moments(Tensor newMean, Tensor newVariance) {
    Require.given(className(), "mean", newMean);
    Require.given(className(), "variance", newVariance);
    if (!newMean.shape().equals(newVariance.shape())) {
      throw new ShapeException(
          "Normalization: mean %s and variance %s must have the same shape"
              .formatted(newMean.shape(), newVariance.shape()));
    }
    unbuilt().givenMean = newMean;
    this.givenVariance = newVariance;
    return this;
  }

  @Override
  protected void build(List<Shape> inputShapes) {
    if (givenMean != null) {
      return;
    }
    Shape x = inputShapes.get(0);
    Shape kept = Shape.of(Arrays.stream(keptAxes(x)).map(x::dim).toArray());
    if (!kept.isKnown()) {
      throw new ShapeException("the extents of axes " + Arrays.toString(axes) + " must be known");
    }
    mean = addWeight("mean", kept, zeros(), false, null, null);
    variance = addWeight("variance", kept, ones(), false, null, null);
    // Keras makes this weight and never writes it; its files have it.
    addWeight("count", Shape.scalar(), zeros(), false, null, null);
  }

  private int[] keptAxes(Shape x) {
    return Arrays.stream(axes).map(x::axis).sorted().toArray();
  }

  /**
   * Learns mean and (biased) variance from data; replaces earlier moments.
   *
   * @param data {@code (rows, ...)}
   */
  public void adapt(Tensor data) {
    Require.numbers(className(), data);
    if (givenMean != null) {
      throw new IllegalStateException(this + " has fixed moments; there is nothing to adapt");
    }
    Shape s = data.shape();
    buildOn(List.of(s.with(0, Shape.UNKNOWN)));
    int[] kept = keptAxes(s);
    Shape keptShape = Shape.of(Arrays.stream(kept).map(s::dim).toArray());
    if (!keptShape.equals(mean.shape()) || data.size() == 0) {
      throw new ShapeException(
          "%s: data %s do not match moments %s".formatted(this, s, mean.shape()));
    }
    int n = mean.shape().size();
    int[] strides = s.strides();
    int[] keptStrides = keptShape.strides();
    double[] sum = new double[n];
    double[] squares = new double[n];
    // Two passes: the variance from differences does not cancel.
    for (int pass = 0; pass < 2; pass++) {
      for (int i = 0; i < data.size(); i++) {
        int at = 0;
        for (int k = 0; k < kept.length; k++) {
          at += i / strides[kept[k]] % s.dim(kept[k]) * keptStrides[k];
        }
        if (pass == 0) {
          sum[at] += data.at(i);
        } else {
          double difference = data.at(i) - sum[at] * n / data.size();
          squares[at] += difference * difference;
        }
      }
    }
    double each = (double) n / data.size();
    mean.set(Tensor.of(mean.shape(), scaled(sum, each)));
    variance.set(Tensor.of(mean.shape(), scaled(squares, each)));
  }

  private static float[] scaled(double[] values, double factor) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) (values[i] * factor);
    }
    return floats;
  }

  @Override
  protected Value call(Call call, Value input) {
    Value x = Ops.cast(input, DType.FLOAT32);
    Value m = along(x.shape(), mean == null ? Ops.constant(givenMean) : call.read(mean));
    Value v =
        along(x.shape(), variance == null ? Ops.constant(givenVariance) : call.read(variance));
    Value deviation = Ops.maximum(Ops.sqrt(v), EPSILON);
    return invert
        ? Ops.add(m, Ops.multiply(x, deviation))
        : Ops.divide(Ops.subtract(x, m), deviation);
  }

  /** Puts moments where the kept axes of x are; they are aligned from the last one. */
  private Value along(Shape x, Value moment) {
    int[] kept = keptAxes(x);
    int missing = kept.length - moment.shape().rank();
    if (missing < 0) {
      throw new ShapeException(
          "moments %s have more axes than the kept axes %s"
              .formatted(moment.shape(), Arrays.toString(axes)));
    }
    int[] dims = IntStream.generate(() -> 1).limit(x.rank()).toArray();
    for (int i = missing; i < kept.length; i++) {
      dims[kept[i]] = moment.shape().dim(i - missing);
    }
    return Ops.reshape(moment, Shape.of(dims));
  }

  @Override
  protected boolean supportsMasking() {
    return true;
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("axis", Arrays.stream(axes).boxed().toList());
    config.put("invert", invert);
    config.put("mean", givenMean == null ? null : Serialized.nested(givenMean));
    config.put("variance", givenMean == null ? null : Serialized.nested(givenVariance));
    return config;
  }
}
