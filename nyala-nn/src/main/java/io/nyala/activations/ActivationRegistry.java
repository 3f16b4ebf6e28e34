// SPDX-License-Identifier: Apache-2.0
package io.nyala.activations;

import io.nyala.settings.Registry;
import io.nyala.settings.Settings;
import java.util.List;
import java.util.Map;

/** Activation functions by name. */
final class ActivationRegistry {
  static final Registry<ActivationFunction> INSTANCE = new Registry<>("activation");

  /** It is also saved under this name. Keras 3 only has the other one. */
  private static final ActivationFunction OLD_HARD_SIGMOID =
      new KerasActivation("keras2_hard_sigmoid", Formulas::oldHardSigmoid);

  static {
    for (ActivationFunction plain :
        List.of(
            Activations.LINEAR,
            Activations.SIGMOID,
            Activations.TANH,
            Activations.SELU,
            Activations.RELU6,
            Activations.SOFTPLUS,
            Activations.SOFTSIGN,
            Activations.HARD_SIGMOID,
            OLD_HARD_SIGMOID,
            Activations.EXPONENTIAL,
            Activations.MISH,
            Activations.LOG_SIGMOID,
            Activations.HARD_TANH,
            Activations.TANH_SHRINK,
            Activations.SPARSE_PLUS,
            Activations.SPARSE_SIGMOID)) {
      INSTANCE.add(s -> plain, plain.name());
    }
    INSTANCE
        .add(s -> Activations.SILU, "silu", "swish")
        .add(s -> Activations.HARD_SILU, "hard_silu", "hard_swish")
        .add(ActivationRegistry::relu, "relu", "ReLU")
        .add(
            s ->
                s.has("negative_slope")
                    ? Activations.leakyRelu(s.getDouble("negative_slope"))
                    : Activations.LEAKY_RELU,
            "leaky_relu")
        // The layer of that name, which files also use as an activation, has a different default.
        .add(
            s -> Activations.leakyRelu(s.getDouble("negative_slope", s.getDouble("alpha", 0.3))),
            "LeakyReLU")
        .add(
            s -> s.has("alpha") ? Activations.elu(s.getDouble("alpha")) : Activations.ELU,
            "elu",
            "ELU")
        .add(
            s -> s.has("alpha") ? Activations.celu(s.getDouble("alpha")) : Activations.CELU, "celu")
        .add(s -> Activations.gelu(s.getBoolean("approximate", false)), "gelu")
        .add(
            s -> s.has("axis") ? Activations.softmax(s.getInt("axis")) : Activations.SOFTMAX,
            "softmax",
            "softmax_v2",
            "Softmax")
        .add(
            s -> s.has("axis") ? Activations.logSoftmax(s.getInt("axis")) : Activations.LOG_SOFTMAX,
            "log_softmax",
            "log_softmax_v2")
        .add(
            s -> s.has("axis") ? Activations.sparsemax(s.getInt("axis")) : Activations.SPARSEMAX,
            "sparsemax")
        .add(s -> s.has("axis") ? Activations.glu(s.getInt("axis")) : Activations.GLU, "glu")
        .add(
            s ->
                s.has("threshold")
                    ? Activations.hardShrink(s.getDouble("threshold"))
                    : Activations.HARD_SHRINK,
            "hard_shrink")
        .add(
            s ->
                s.has("threshold")
                    ? Activations.softShrink(s.getDouble("threshold"))
                    : Activations.SOFT_SHRINK,
            "soft_shrink")
        .add(
            s -> Activations.threshold(s.getDouble("threshold"), s.getDouble("default_value")),
            "threshold")
        .add(
            s -> s.has("b") ? Activations.squareplus(s.getDouble("b")) : Activations.SQUAREPLUS,
            "squareplus");
  }

  private ActivationRegistry() {}

  private static ActivationFunction relu(Settings s) {
    return Activations.relu(
        s.getDouble("negative_slope", 0),
        s.getDouble("max_value", Double.POSITIVE_INFINITY),
        s.getDouble("threshold", 0));
  }

  static ActivationFunction fromConfig(Object form) {
    if (form == null) {
      return Activations.LINEAR;
    }
    // Keras writes a user-defined function as {"class_name": "function", "config": its name}.
    if (form instanceof Map<?, ?> map
        && "function".equals(map.get("class_name"))
        && map.get("config") instanceof String name) {
      return INSTANCE.byName(name);
    }
    return INSTANCE.read(form);
  }
}
