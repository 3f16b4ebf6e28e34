// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.core;

import static io.nyala.initializers.Initializers.glorotUniform;
import static io.nyala.initializers.Initializers.zeros;

import io.nyala.activations.ActivationFunction;
import io.nyala.activations.Activations;
import io.nyala.constraints.Constraint;
import io.nyala.initializers.Initializer;
import io.nyala.initializers.Initializers;
import io.nyala.layers.base.Call;
import io.nyala.layers.base.ChainedLayer;
import io.nyala.layers.base.Weight;
import io.nyala.layers.base.WeightOptions;
import io.nyala.layers.support.Require;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.regularizers.Regularizer;
import io.nyala.settings.Settings;
import io.nyala.tensor.Shape;
import java.util.List;
import java.util.Map;

/**
 * {@code activation(x kernel + bias)} over the last axis.
 *
 * <p>Input {@code (batch, ..., in)}, output {@code (batch, ..., units)}; weights: kernel {@code
 * (in, units)}, bias {@code (units,)}.
 */
public final class Dense extends ChainedLayer<Dense> {
  private final int units;
  private ActivationFunction activation = Activations.LINEAR;
  private boolean useBias = true;
  private final WeightOptions kernelOptions = new WeightOptions("kernel", glorotUniform());
  private final WeightOptions biasOptions = new WeightOptions("bias", zeros());
  private Weight kernel;
  private Weight bias;

  /**
   * Creates a linear layer with a bias, a Glorot uniform kernel and a bias of zeros.
   *
   * @param units extent of the output's last axis, positive
   */
  public Dense(int units) {
    this.units = Require.positive("Dense", "units", units);
  }

  static Dense from(Settings s) {
    Dense layer = new Dense(s.getInt("units"));
    layer.activation = Activations.fromConfig(s.get("activation"));
    layer.useBias = s.getBoolean("use_bias", true);
    layer.kernelOptions.readFrom(s);
    layer.biasOptions.readFrom(s);
    return layer;
  }

  /** Sets the activation function; default linear. May be a lambda over operations. */
  public Dense activation(ActivationFunction newActivation) {
    unbuilt().activation = Require.given(className(), "activation", newActivation);
    return this;
  }

  /** Sets the activation function by its Keras name, for example {@code "relu"}. */
  public Dense activation(String name) {
    return activation(Activations.byName(name));
  }

  /** Sets whether the layer has a bias; default true. */
  public Dense useBias(boolean newUseBias) {
    unbuilt().useBias = newUseBias;
    return this;
  }

  /** Sets the initializer of the kernel; default Glorot uniform. */
  public Dense kernelInitializer(Initializer initializer) {
    unbuilt().kernelOptions.initializer(initializer);
    return this;
  }

  /** Sets the initializer of the kernel by its Keras name, for example {@code "he_normal"}. */
  public Dense kernelInitializer(String name) {
    return kernelInitializer(Initializers.byName(name));
  }

  /** Sets the initializer of the bias; default zeros. */
  public Dense biasInitializer(Initializer initializer) {
    unbuilt().biasOptions.initializer(initializer);
    return this;
  }

  /** Sets the initializer of the bias by its Keras name. */
  public Dense biasInitializer(String name) {
    return biasInitializer(Initializers.byName(name));
  }

  /** Sets the regularizer of the kernel; default none. */
  public Dense kernelRegularizer(Regularizer regularizer) {
    unbuilt().kernelOptions.regularizer(regularizer);
    return this;
  }

  /** Sets the regularizer of the bias; default none. */
  public Dense biasRegularizer(Regularizer regularizer) {
    unbuilt().biasOptions.regularizer(regularizer);
    return this;
  }

  /** Sets the constraint applied to the kernel after each update; default none. */
  public Dense kernelConstraint(Constraint constraint) {
    unbuilt().kernelOptions.constraint(constraint);
    return this;
  }

  /** Sets the constraint applied to the bias after each update; default none. */
  public Dense biasConstraint(Constraint constraint) {
    unbuilt().biasOptions.constraint(constraint);
    return this;
  }

  /** Returns the extent of the output's last axis. */
  public int units() {
    return units;
  }

  /** Returns the activation function. */
  public ActivationFunction activation() {
    return activation;
  }

  /** Returns the kernel {@code (in, units)}, or null before the layer is built. */
  public Weight kernel() {
    return kernel;
  }

  /** Returns the bias {@code (units,)}, or null if there is none or the layer is not built. */
  public Weight bias() {
    return bias;
  }

  @Override
  protected void build(List<Shape> inputShapes) {
    int in = Features.known(inputShapes.get(0));
    kernel = addWeight("kernel", Shape.of(in, units), kernelOptions);
    if (useBias) {
      bias = addWeight("bias", Shape.of(units), biasOptions);
    }
  }

  @Override
  protected Value call(Call call, Value x) {
    Value floats = Features.asBuilt(x, kernel.shape().dim(0));
    Value k = call.read(kernel);
    Value b = bias == null ? null : call.read(bias);
    return activation
        .onKernel()
        .map(fused -> Ops.dense(floats, k, b, fused))
        .orElseGet(
            () ->
                activation.apply(
                    Ops.dense(floats, k, b, io.nyala.ops.kinds.FusedActivation.LINEAR)));
  }

  @Override
  protected boolean supportsMasking() {
    return true;
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("units", units);
    config.put("activation", activation.config());
    config.put("use_bias", useBias);
    kernelOptions.writeTo(config);
    biasOptions.writeTo(config);
    config.put("quantization_config", null);
    return config;
  }
}
