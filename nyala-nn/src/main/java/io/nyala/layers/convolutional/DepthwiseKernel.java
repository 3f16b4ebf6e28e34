// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.convolutional;

import static io.nyala.initializers.Initializers.glorotUniform;

import io.nyala.constraints.Constraint;
import io.nyala.initializers.Initializer;
import io.nyala.initializers.Initializers;
import io.nyala.layers.base.Call;
import io.nyala.layers.base.Weight;
import io.nyala.layers.base.WeightOptions;
import io.nyala.layers.support.Require;
import io.nyala.ops.DepthwiseConvolution;
import io.nyala.ops.Node;
import io.nyala.ops.Value;
import io.nyala.regularizers.Regularizer;
import io.nyala.settings.Settings;
import io.nyala.tensor.Shape;
import java.util.Map;

/**
 * Base class of layers with a depthwise convolution, which may be only the first step.
 *
 * @param <L> the concrete layer type
 */
abstract class DepthwiseKernel<L extends DepthwiseKernel<L>> extends ConvolutionLayer<L> {
  private int depthMultiplier = 1;
  private final WeightOptions depthwiseOptions = new WeightOptions("depthwise", glorotUniform());
  private Weight depthwiseKernel;

  DepthwiseKernel(int spatialRank, int... kernelSize) {
    super(spatialRank, kernelSize);
  }

  @Override
  L read(Settings s) {
    depthMultiplier(s.getInt("depth_multiplier", 1));
    depthwiseOptions.readFrom(s);
    return super.read(s);
  }

  /** Sets the number of kernels per channel; default 1. */
  public L depthMultiplier(int newDepthMultiplier) {
    L self = unbuilt();
    depthMultiplier = Require.positive(className(), "depth_multiplier", newDepthMultiplier);
    return self;
  }

  /** Sets the initializer of the depthwise kernel; default Glorot uniform. */
  public L depthwiseInitializer(Initializer initializer) {
    L self = unbuilt();
    depthwiseOptions.initializer(initializer);
    return self;
  }

  /**
   * Sets the initializer of the depthwise kernel by its Keras name, for example {@code
   * "he_normal"}.
   */
  public L depthwiseInitializer(String name) {
    return depthwiseInitializer(Initializers.byName(name));
  }

  /** Sets the regularizer of the depthwise kernel; default none. */
  public L depthwiseRegularizer(Regularizer regularizer) {
    L self = unbuilt();
    depthwiseOptions.regularizer(regularizer);
    return self;
  }

  /** Sets the constraint applied to the depthwise kernel after each update; default none. */
  public L depthwiseConstraint(Constraint constraint) {
    L self = unbuilt();
    depthwiseOptions.constraint(constraint);
    return self;
  }

  /**
   * Returns the kernel {@code (kernel_size..., channels, depth_multiplier)}, or null before the
   * layer is built.
   */
  public Weight depthwiseKernel() {
    return depthwiseKernel;
  }

  @Override
  final boolean allowsDilatedStrides() {
    return true;
  }

  final void buildDepthwise(String weightName, int inputChannels) {
    depthwiseKernel =
        addWeight(weightName, kernelShape(inputChannels, depthMultiplier), depthwiseOptions);
  }

  final int depthwiseChannels(int inputChannels) {
    return Shape.extent((long) inputChannels * depthMultiplier);
  }

  final Value depthwise(Call call, Value x) {
    return Node.apply(new DepthwiseConvolution(window(x)), x, call.read(depthwiseKernel));
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("depth_multiplier", depthMultiplier);
    depthwiseOptions.writeTo(config);
    return config;
  }
}
