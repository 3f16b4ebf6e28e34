// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.convolutional;

import static io.nyala.initializers.Initializers.glorotUniform;

import io.nyala.constraints.Constraint;
import io.nyala.initializers.Initializer;
import io.nyala.initializers.Initializers;
import io.nyala.layers.base.Weight;
import io.nyala.layers.base.WeightOptions;
import io.nyala.layers.support.Require;
import io.nyala.regularizers.Regularizer;
import io.nyala.settings.Settings;
import java.util.Map;

/**
 * Base class of convolutions with one kernel that produces all output channels.
 *
 * @param <L> the concrete layer type
 */
abstract class FilterConvolution<L extends FilterConvolution<L>> extends ConvolutionLayer<L> {
  final int filters;
  final WeightOptions kernelOptions = new WeightOptions("kernel", glorotUniform());
  Weight kernel;

  FilterConvolution(int spatialRank, int filters, int... kernelSize) {
    super(spatialRank, kernelSize);
    this.filters = Require.positive(className(), "filters", filters);
  }

  @Override
  L read(Settings s) {
    kernelOptions.readFrom(s);
    return super.read(s);
  }

  /** Sets the initializer of the kernel; default Glorot uniform. */
  public L kernelInitializer(Initializer initializer) {
    L self = unbuilt();
    kernelOptions.initializer(initializer);
    return self;
  }

  /** Sets the initializer of the kernel by its Keras name, for example {@code "he_normal"}. */
  public L kernelInitializer(String name) {
    return kernelInitializer(Initializers.byName(name));
  }

  /** Sets the regularizer of the kernel; default none. */
  public L kernelRegularizer(Regularizer regularizer) {
    L self = unbuilt();
    kernelOptions.regularizer(regularizer);
    return self;
  }

  /** Sets the constraint applied to the kernel after each update; default none. */
  public L kernelConstraint(Constraint constraint) {
    L self = unbuilt();
    kernelOptions.constraint(constraint);
    return self;
  }

  /** Returns the number of output channels. */
  public int filters() {
    return filters;
  }

  /** Returns the kernel, or null before the layer is built. */
  public Weight kernel() {
    return kernel;
  }

  @Override
  final int outputChannels(int inputChannels) {
    return filters;
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("filters", filters);
    kernelOptions.writeTo(config);
    return config;
  }
}
