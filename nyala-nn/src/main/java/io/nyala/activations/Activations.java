// SPDX-License-Identifier: Apache-2.0
package io.nyala.activations;

import io.nyala.ops.Ops;
import io.nyala.ops.kinds.FusedActivation;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Keras's activation functions with default settings, and factory methods for others. {@code
 * Layers} inherits the constants, so that one static import provides layers and activations.
 */
public interface Activations {
  /** The identity. */
  ActivationFunction LINEAR = new KerasActivation("linear", FusedActivation.LINEAR, x -> x);

  /** {@code max(x, 0)}. */
  ActivationFunction RELU = new KerasActivation("relu", FusedActivation.RELU, Ops::relu);

  /** {@code 1 / (1 + e^-x)}. */
  ActivationFunction SIGMOID =
      new KerasActivation("sigmoid", FusedActivation.SIGMOID, Ops::sigmoid);

  /** Hyperbolic tangent. */
  ActivationFunction TANH = new KerasActivation("tanh", FusedActivation.TANH, Ops::tanh);

  /** {@code e^x / sum(e^x)} over the last axis. */
  ActivationFunction SOFTMAX = new KerasActivation("softmax", x -> Ops.softmax(x, -1));

  /** The logarithm of the softmax over the last axis. */
  ActivationFunction LOG_SOFTMAX = new KerasActivation("log_softmax", x -> Ops.logSoftmax(x, -1));

  /** {@code x} above 0, {@code e^x - 1} below. */
  ActivationFunction ELU = new KerasActivation("elu", x -> Formulas.elu(x, 1));

  /** Scaled {@code elu} that keeps mean and variance (Klambauer et al. 2017). */
  ActivationFunction SELU = new KerasActivation("selu", Formulas::selu);

  /** {@code x} above 0, {@code 0.2 x} below. */
  ActivationFunction LEAKY_RELU =
      new KerasActivation("leaky_relu", x -> Formulas.leakyRelu(x, 0.2f));

  /** {@code relu} limited to 6. */
  ActivationFunction RELU6 = new KerasActivation("relu6", FusedActivation.RELU6, Formulas::relu6);

  /** {@code log(1 + e^x)}. */
  ActivationFunction SOFTPLUS = new KerasActivation("softplus", Ops::softplus);

  /** {@code x / (1 + |x|)}. */
  ActivationFunction SOFTSIGN = new KerasActivation("softsign", Formulas::softsign);

  /** {@code relu6(x + 3) / 6}, as in Keras 3. Keras 2 had a different slope. */
  ActivationFunction HARD_SIGMOID = new KerasActivation("hard_sigmoid", Formulas::hardSigmoid);

  /** {@code x} times the normal distribution function, exact (Hendrycks and Gimpel 2016). */
  ActivationFunction GELU = new KerasActivation("gelu", Formulas::gelu);

  /** {@code x * sigmoid(x)}; also named {@code swish}. */
  ActivationFunction SILU = new KerasActivation("silu", Formulas::silu);

  /** {@code e^x}. */
  ActivationFunction EXPONENTIAL = new KerasActivation("exponential", Ops::exp);

  /** {@code x * tanh(softplus(x))}. */
  ActivationFunction MISH = new KerasActivation("mish", Formulas::mish);

  /** {@code x * hard_sigmoid(x)}; also named {@code hard_swish}. */
  ActivationFunction HARD_SILU = new KerasActivation("hard_silu", Formulas::hardSilu);

  /** {@code log(sigmoid(x))}. */
  ActivationFunction LOG_SIGMOID = new KerasActivation("log_sigmoid", Formulas::logSigmoid);

  /** {@code a * sigmoid(b)} with a and b the halves of the last axis. */
  ActivationFunction GLU = new KerasActivation("glu", x -> Formulas.glu(x, -1));

  /** {@code elu} with a continuous slope (Barron 2017). */
  ActivationFunction CELU = new KerasActivation("celu", x -> Formulas.celu(x, 1));

  /** {@code x} limited to [-1, 1]. */
  ActivationFunction HARD_TANH = new KerasActivation("hard_tanh", Formulas::hardTanh);

  /** {@code x - tanh(x)}. */
  ActivationFunction TANH_SHRINK = new KerasActivation("tanh_shrink", Formulas::tanhShrink);

  /** {@code x} where {@code |x| > 0.5}, else 0. */
  ActivationFunction HARD_SHRINK =
      new KerasActivation("hard_shrink", x -> Formulas.hardShrink(x, 0.5f));

  /** {@code x} shrunk by 0.5 towards 0. */
  ActivationFunction SOFT_SHRINK =
      new KerasActivation("soft_shrink", x -> Formulas.softShrink(x, 0.5f));

  /**
   * Keras's {@code sparsemax}, over the last axis. Up to Keras 3.15 it is the projection onto
   * probabilities only if one of them is 1. This function reproduces that behavior.
   */
  ActivationFunction SPARSEMAX = new KerasActivation("sparsemax", x -> Formulas.sparsemax(x, -1));

  /** {@code 0} below -1, {@code x} above 1, a parabola between. */
  ActivationFunction SPARSE_PLUS = new KerasActivation("sparse_plus", Formulas::sparsePlus);

  /** {@code (x + 1) / 2} limited to [0, 1]. */
  ActivationFunction SPARSE_SIGMOID =
      new KerasActivation("sparse_sigmoid", Formulas::sparseSigmoid);

  /** {@code (x + sqrt(x^2 + 4)) / 2}. */
  ActivationFunction SQUAREPLUS = new KerasActivation("squareplus", x -> Formulas.squareplus(x, 4));

  /**
   * Returns {@code relu} with settings.
   *
   * @param negativeSlope the slope below the threshold
   * @param maxValue the largest output, or infinity for no limit
   * @param threshold the threshold below which the negative slope applies
   */
  static ActivationFunction relu(double negativeSlope, double maxValue, double threshold) {
    if (negativeSlope == 0 && threshold == 0 && maxValue == Double.POSITIVE_INFINITY) {
      return RELU;
    }
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("negative_slope", negativeSlope);
    settings.put("max_value", maxValue == Double.POSITIVE_INFINITY ? null : maxValue);
    settings.put("threshold", threshold);
    return new KerasActivation(
        "relu",
        settings,
        x -> Formulas.rectifier(x, (float) negativeSlope, (float) maxValue, (float) threshold));
  }

  /** Returns {@code leaky_relu} with a slope for negative values. */
  static ActivationFunction leakyRelu(double negativeSlope) {
    return new KerasActivation(
        "leaky_relu",
        Map.of("negative_slope", negativeSlope),
        x -> Formulas.leakyRelu(x, (float) negativeSlope));
  }

  /** Returns {@code elu} with a limit of {@code -alpha}. */
  static ActivationFunction elu(double alpha) {
    return new KerasActivation("elu", Map.of("alpha", alpha), x -> Formulas.elu(x, (float) alpha));
  }

  /** Returns {@code celu} with a limit of {@code -alpha}. */
  static ActivationFunction celu(double alpha) {
    return new KerasActivation(
        "celu", Map.of("alpha", alpha), x -> Formulas.celu(x, (float) alpha));
  }

  /** Returns {@code gelu}, exact or by its approximation with tanh. */
  static ActivationFunction gelu(boolean approximate) {
    return approximate
        ? new KerasActivation("gelu", Map.of("approximate", true), Formulas::geluApproximate)
        : GELU;
  }

  /** Returns {@code softmax} over an axis. */
  static ActivationFunction softmax(int axis) {
    return new KerasActivation("softmax", Map.of("axis", axis), x -> Ops.softmax(x, axis));
  }

  /** Returns {@code log_softmax} over an axis. */
  static ActivationFunction logSoftmax(int axis) {
    return new KerasActivation("log_softmax", Map.of("axis", axis), x -> Ops.logSoftmax(x, axis));
  }

  /** Returns {@link #SPARSEMAX} over an axis. */
  static ActivationFunction sparsemax(int axis) {
    return new KerasActivation("sparsemax", Map.of("axis", axis), x -> Formulas.sparsemax(x, axis));
  }

  /** Returns {@code glu} with the halves of an axis. */
  static ActivationFunction glu(int axis) {
    return new KerasActivation("glu", Map.of("axis", axis), x -> Formulas.glu(x, axis));
  }

  /** Returns {@code hard_shrink} with a threshold. */
  static ActivationFunction hardShrink(double threshold) {
    return new KerasActivation(
        "hard_shrink",
        Map.of("threshold", threshold),
        x -> Formulas.hardShrink(x, (float) threshold));
  }

  /** Returns {@code soft_shrink} with a threshold. */
  static ActivationFunction softShrink(double threshold) {
    return new KerasActivation(
        "soft_shrink",
        Map.of("threshold", threshold),
        x -> Formulas.softShrink(x, (float) threshold));
  }

  /** Returns the function that is {@code x} above a threshold and a constant elsewhere. */
  static ActivationFunction threshold(double threshold, double defaultValue) {
    return new KerasActivation(
        "threshold",
        Map.of("threshold", threshold, "default_value", defaultValue),
        x -> Formulas.threshold(x, (float) threshold, (float) defaultValue));
  }

  /** Returns {@code (x + sqrt(x^2 + b)) / 2}. */
  static ActivationFunction squareplus(double b) {
    return new KerasActivation(
        "squareplus", Map.of("b", b), x -> Formulas.squareplus(x, (float) b));
  }

  /**
   * Returns a function by Keras's name, for example {@code relu}, or by a name that was registered.
   *
   * @throws IllegalArgumentException if the name is unknown
   */
  static ActivationFunction byName(String name) {
    return ActivationRegistry.INSTANCE.byName(name);
  }

  /**
   * Returns a function by Keras's name with settings under their Keras names.
   *
   * @throws IllegalArgumentException if the name is unknown or a setting is wrong
   */
  static ActivationFunction byName(String name, Map<String, ?> settings) {
    return ActivationRegistry.INSTANCE.make(name, settings);
  }

  /**
   * Returns a function from Keras's config: null (linear), a name, or an object.
   *
   * @throws IllegalArgumentException if form, name or a setting is wrong
   */
  static ActivationFunction fromConfig(Object form) {
    return ActivationRegistry.fromConfig(form);
  }

  /**
   * Registers a custom function under a name, which is used to save and load it.
   *
   * @return the function with that name
   */
  static ActivationFunction register(String name, ActivationFunction function) {
    ActivationFunction named = new RegisteredActivation(name, function);
    ActivationRegistry.INSTANCE.add(s -> named, name);
    return named;
  }
}
