// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.normalization;

import static io.nyala.initializers.Initializers.ones;
import static io.nyala.initializers.Initializers.zeros;

import io.nyala.initializers.Initializer;
import io.nyala.initializers.Initializers;
import io.nyala.layers.base.Call;
import io.nyala.layers.base.Weight;
import io.nyala.layers.support.Require;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Batch normalization (Ioffe and Szegedy 2015): in training with the moments of the batch, of which
 * moving averages are kept; in inference, or when frozen, with the moving averages.
 *
 * <p>Weights: gamma, beta, moving_mean and moving_variance, each {@code (channels,)}. As in Keras,
 * the moving variance follows the biased variance of the batch, and masked steps are ignored.
 */
public final class BatchNormalization extends ScaleAndShift<BatchNormalization> {
  /** Keeps the moments of a fully masked batch finite, as in Keras. */
  private static final float MASK_EPSILON = 1e-7f;

  private int axis = -1;
  private double momentum = 0.99;
  private Initializer meanInitializer = zeros();
  private Initializer varianceInitializer = ones();
  private Weight movingMean;
  private Weight movingVariance;

  /** Creates the layer with Keras's defaults: last axis, momentum 0.99, epsilon 0.001. */
  public BatchNormalization() {
    super("BatchNormalization");
  }

  static BatchNormalization from(Settings s) {
    if (s.getBoolean("renorm", false)) {
      throw new IllegalArgumentException("BatchNormalization: renorm is not supported");
    }
    BatchNormalization layer = new BatchNormalization().axis(s.getOneInt("axis", -1));
    if (s.has("moving_mean_initializer")) {
      layer.meanInitializer = Initializers.fromConfig(s.get("moving_mean_initializer"));
    }
    if (s.has("moving_variance_initializer")) {
      layer.varianceInitializer = Initializers.fromConfig(s.get("moving_variance_initializer"));
    }
    return layer.momentum(s.getDouble("momentum", 0.99)).readScaleAndShift(s);
  }

  /** Sets the channel axis; default the last one. */
  public BatchNormalization axis(int newAxis) {
    unbuilt().axis = newAxis;
    return this;
  }

  /**
   * Sets the momentum of the moving averages, the weight of the old average in each step; default
   * 0.99.
   */
  public BatchNormalization momentum(double newMomentum) {
    unbuilt().momentum = Require.fraction("BatchNormalization", "momentum", newMomentum);
    return this;
  }

  /** Sets the initializer of the moving mean; default zeros. */
  public BatchNormalization movingMeanInitializer(Initializer initializer) {
    unbuilt().meanInitializer = Require.given(className(), "moving_mean_initializer", initializer);
    return this;
  }

  /** Sets the initializer of the moving variance; default ones. */
  public BatchNormalization movingVarianceInitializer(Initializer initializer) {
    unbuilt().varianceInitializer =
        Require.given(className(), "moving_variance_initializer", initializer);
    return this;
  }

  @Override
  protected void build(List<Shape> inputShapes) {
    Shape x = inputShapes.get(0);
    int channels = x.dim(axis);
    if (channels == Shape.UNKNOWN) {
      throw new ShapeException("the extent of axis " + axis + " must be known");
    }
    Shape shape = Shape.of(channels);
    buildScaleAndShift(shape);
    movingMean = addWeight("moving_mean", shape, meanInitializer, false, null, null);
    movingVariance = addWeight("moving_variance", shape, varianceInitializer, false, null, null);
  }

  @Override
  protected Value call(Call call, Value input) {
    Value x = Ops.cast(input, DType.FLOAT32);
    if (x.shape().dim(axis) != movingMean.shape().dim(0)) {
      throw new ShapeException(
          "expected %d channels on axis %d, as when built"
              .formatted(movingMean.shape().dim(0), axis));
    }
    int a = x.shape().axis(axis);
    int channels = x.shape().dim(a);
    Shape along =
        Shape.of(IntStream.range(0, x.shape().rank()).map(i -> i == a ? channels : 1).toArray());
    if (!call.training() || !trainable()) {
      Value mean = Ops.reshape(call.read(movingMean), along);
      Value variance = Ops.reshape(call.read(movingVariance), along);
      return normalize(call, x, mean, variance, along);
    }
    Value mask = call.mask(input);
    if (mask == null && a == x.shape().rank() - 1) {
      Shape shape = Shape.of(channels);
      List<Value> y =
          Ops.batchNorm(x, gammaOrOnes(call, shape), betaOrZeros(call, shape), epsilon());
      follow(call, y.get(1), y.get(2));
      return y.get(0);
    }
    int[] others = IntStream.range(0, x.shape().rank()).filter(i -> i != a).toArray();
    Value weight = mask == null ? null : weights(mask, x);
    Value mean = mean(x, weight, others);
    Value variance = mean(Ops.square(Ops.subtract(x, mean)), weight, others);
    follow(call, mean, variance);
    return normalize(call, x, mean, variance, along);
  }

  /** Returns 1 for unmasked and 0 for masked elements, with the shape of x. */
  private static Value weights(Value mask, Value x) {
    if (mask.shape().rank() != x.shape().rank() - 1) {
      throw new ShapeException(
          "the mask must have one axis less than the input, got " + mask.shape());
    }
    Value wide = Ops.expandDims(Ops.cast(mask, DType.FLOAT32), -1);
    return Ops.broadcastTo(wide, x.shape());
  }

  private static Value mean(Value x, Value weight, int... axes) {
    if (weight == null) {
      return Ops.mean(x, true, axes);
    }
    // Select instead of multiplying: masked elements may be NaN.
    Value counted = Ops.where(Ops.greater(weight, 0), x, Ops.constant(0));
    Value total = Ops.add(Ops.sum(weight, true, axes), MASK_EPSILON);
    return Ops.divide(Ops.sum(counted, true, axes), total);
  }

  private void follow(Call call, Value mean, Value variance) {
    follow(call, movingMean, mean);
    follow(call, movingVariance, variance);
  }

  private void follow(Call call, Weight average, Value moment) {
    Value flat = Ops.reshape(Ops.stopGradient(moment), average.shape());
    call.update(
        average,
        Ops.add(
            Ops.multiply(call.read(average), (float) momentum),
            Ops.multiply(flat, (float) (1 - momentum))));
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("axis", axis);
    config.put("momentum", momentum);
    putScaleAndShift(config);
    config.put("moving_mean_initializer", Initializers.toConfig(meanInitializer));
    config.put("moving_variance_initializer", Initializers.toConfig(varianceInitializer));
    config.put("synchronized", false);
    config.put("renorm", false);
    config.put("renorm_clipping", null);
    config.put("renorm_momentum", 0.99);
    return config;
  }
}
