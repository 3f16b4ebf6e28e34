// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.convolutional;

import static io.nyala.initializers.Initializers.glorotUniform;

import io.nyala.constraints.Constraint;
import io.nyala.initializers.Initializer;
import io.nyala.initializers.Initializers;
import io.nyala.layers.base.Call;
import io.nyala.layers.base.Padding;
import io.nyala.layers.base.Weight;
import io.nyala.layers.base.WeightOptions;
import io.nyala.layers.support.Require;
import io.nyala.ops.Value;
import io.nyala.regularizers.Regularizer;
import io.nyala.settings.Settings;
import io.nyala.tensor.Shape;
import java.util.Map;

/**
 * Base class of separable convolutions: a depthwise convolution followed by a pointwise one.
 *
 * @param <L> the concrete layer type
 */
abstract class SeparableConv<L extends SeparableConv<L>> extends DepthwiseKernel<L> {
  private final int filters;
  private final WeightOptions pointwiseOptions = new WeightOptions("pointwise", glorotUniform());
  private Weight pointwiseKernel;

  SeparableConv(int spatialRank, int filters, int... kernelSize) {
    super(spatialRank, kernelSize);
    this.filters = Require.positive(className(), "filters", filters);
  }

  @Override
  final L read(Settings s) {
    pointwiseOptions.readFrom(s);
    return super.read(s);
  }

  /** Sets the initializer of the pointwise kernel; default Glorot uniform. */
  public L pointwiseInitializer(Initializer initializer) {
    L self = unbuilt();
    pointwiseOptions.initializer(initializer);
    return self;
  }

  /**
   * Sets the initializer of the pointwise kernel by its Keras name, for example {@code
   * "he_normal"}.
   */
  public L pointwiseInitializer(String name) {
    return pointwiseInitializer(Initializers.byName(name));
  }

  /** Sets the regularizer of the pointwise kernel; default none. */
  public L pointwiseRegularizer(Regularizer regularizer) {
    L self = unbuilt();
    pointwiseOptions.regularizer(regularizer);
    return self;
  }

  /** Sets the constraint applied to the pointwise kernel after each update; default none. */
  public L pointwiseConstraint(Constraint constraint) {
    L self = unbuilt();
    pointwiseOptions.constraint(constraint);
    return self;
  }

  /** Returns the number of output channels. */
  public int filters() {
    return filters;
  }

  /**
   * Returns the kernel {@code (1..., channels * depth_multiplier, filters)}, or null before the
   * layer is built.
   */
  public Weight pointwiseKernel() {
    return pointwiseKernel;
  }

  @Override
  final void buildKernels(int inputChannels) {
    buildDepthwise("depthwise_kernel", inputChannels);
    Shape shape =
        Shape.of(perAxis("size", 1)).concat(Shape.of(depthwiseChannels(inputChannels), filters));
    pointwiseKernel = addWeight("pointwise_kernel", shape, pointwiseOptions);
  }

  @Override
  final int outputChannels(int inputChannels) {
    return filters;
  }

  @Override
  final Value convolve(Call call, Value x) {
    Value y = depthwise(call, x);
    int[] ones = perAxis("size", 1);
    return activated(
        call, Padding.VALID.window(y.shape(), ones, ones, ones), 1, y, call.read(pointwiseKernel));
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("filters", filters);
    pointwiseOptions.writeTo(config);
    return config;
  }
}
