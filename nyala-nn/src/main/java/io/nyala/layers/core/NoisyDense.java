// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.core;

import io.nyala.activations.ActivationFunction;
import io.nyala.activations.Activations;
import io.nyala.initializers.Initializers;
import io.nyala.initializers.RandomUniform;
import io.nyala.layers.base.Call;
import io.nyala.layers.base.ChainedLayer;
import io.nyala.layers.base.Weight;
import io.nyala.layers.support.Require;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.ops.kinds.FusedActivation;
import io.nyala.settings.Serialized;
import io.nyala.settings.Settings;
import io.nyala.tensor.Shape;
import java.util.List;
import java.util.Map;

/**
 * A dense layer whose weights are noisy in training, by a trained amount: the exploration of noisy
 * networks (Fortunato et al. 2018, factorised Gaussian noise).
 *
 * <pre>{@code
 * activation(x (kernel + kernel_sigma * f(p) f(q)') + bias + bias_sigma * f(q))
 * }</pre>
 *
 * <p>with {@code f(e) = sign(e) sqrt(|e|)} and standard normal {@code p} and {@code q}, one for
 * each input and output. They are redrawn in each step and are the same for all rows. In inference
 * there is no noise, and the layer is a {@link Dense}.
 *
 * <p>Input {@code (batch, ..., in)}, output {@code (batch, ..., units)}; weights: kernel {@code
 * (in, units)}, bias {@code (units,)}, kernel_sigma and bias_sigma likewise. Kernel and bias are
 * initialized uniformly in {@code ±1 / sqrt(in)}, both sigmas with {@code sigma0 / sqrt(in)}, as in
 * the paper.
 *
 * <p>Keras has no such layer. In its files this is the class {@code NoisyDense} registered for the
 * package {@code nyala}.
 */
public final class NoisyDense extends ChainedLayer<NoisyDense> {
  private static final String NAME = "NoisyDense";
  private static final String PACKAGE = "nyala";

  private final int units;
  private final double sigma0;
  private ActivationFunction activation = Activations.LINEAR;
  private Weight kernel;
  private Weight bias;
  private Weight kernelSigma;
  private Weight biasSigma;

  /**
   * Creates a linear layer.
   *
   * @param units extent of the output's last axis, positive
   * @param sigma0 the initial amount of noise; 0.5 in the paper
   */
  public NoisyDense(int units, double sigma0) {
    this.units = Require.positive(NAME, "units", units);
    this.sigma0 = Require.notNegative(NAME, "sigma0", sigma0);
  }

  static NoisyDense from(Settings s) {
    NoisyDense layer = new NoisyDense(s.getInt("units"), s.getDouble("sigma0", 0.5));
    layer.activation = Activations.fromConfig(s.get("activation"));
    return layer;
  }

  /** Sets the activation function; default linear. May be a lambda over operations. */
  public NoisyDense activation(ActivationFunction newActivation) {
    unbuilt().activation = Require.given(className(), "activation", newActivation);
    return this;
  }

  /** Returns the extent of the output's last axis. */
  public int units() {
    return units;
  }

  @Override
  protected void build(List<Shape> inputShapes) {
    int in = Features.known(inputShapes.get(0));
    double scale = 1 / Math.sqrt(in);
    var uniform = new RandomUniform(-scale, scale, null);
    var sigma = Initializers.constant(sigma0 * scale);
    Shape matrix = Shape.of(in, units);
    Shape row = Shape.of(units);
    kernel = addWeight("kernel", matrix, uniform, true, null, null);
    bias = addWeight("bias", row, uniform, true, null, null);
    kernelSigma = addWeight("kernel_sigma", matrix, sigma, true, null, null);
    biasSigma = addWeight("bias_sigma", row, sigma, true, null, null);
  }

  @Override
  protected Value call(Call call, Value x) {
    int in = kernel.shape().dim(0);
    Value floats = Features.asBuilt(x, in);
    Value sum = linear(floats, call.read(kernel), call.read(bias));
    if (call.training()) {
      // The product of the noises is never computed: each factor is applied to one side of the
      // kernel.
      Value noisy = floats.times(noise(call, in));
      Value part = linear(noisy, call.read(kernelSigma), call.read(biasSigma));
      sum = sum.plus(part.times(noise(call, units)));
    }
    return activation.apply(sum);
  }

  private static Value linear(Value x, Value matrix, Value row) {
    return Ops.dense(x, matrix, row, FusedActivation.LINEAR);
  }

  private Value noise(Call call, int size) {
    Value e = Ops.randomNormal(Shape.of(size), call.newStream());
    return Ops.sign(e).times(Ops.sqrt(Ops.abs(e)));
  }

  @Override
  protected boolean supportsMasking() {
    return true;
  }

  @Override
  protected Map<String, Object> form() {
    Map<String, Object> form = super.form();
    form.putAll(Serialized.form(PACKAGE, NAME, config(), PACKAGE + ">" + NAME));
    return form;
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("units", units);
    config.put("sigma0", sigma0);
    config.put("activation", activation.config());
    return config;
  }
}
