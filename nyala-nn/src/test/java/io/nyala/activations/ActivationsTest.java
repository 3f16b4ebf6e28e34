// SPDX-License-Identifier: Apache-2.0
package io.nyala.activations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.ops.Ops;
import io.nyala.ops.kinds.FusedActivation;
import io.nyala.support.Evaluate;
import io.nyala.tensor.Tensor;
import io.nyala.testing.GradientCheck;
import io.nyala.testing.TensorAssert;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Expected values: Keras 3.15.1 with its JAX backend on {@link #X}, printed with 7 digits. */
class ActivationsTest {
  private static final Tensor X = Tensor.vector(-3, -1, -0.4f, 0.3f, 1.2f, 3);

  @ParameterizedTest
  @CsvSource({
    "linear, -3 -1 -0.4 0.3 1.2 3",
    "relu, 0 0 0 0.3 1.2 3",
    "sigmoid, 0.04742587 0.2689414 0.4013124 0.5744425 0.7685248 0.9525741",
    "tanh, -0.9950547 -0.7615942 -0.379949 0.2913126 0.8336546 0.9950547",
    "softmax, 0.001926483 0.01423489 0.02593766 0.05223204 0.1284701 0.7771988",
    "elu, -0.950213 -0.6321205 -0.3296799 0.3 1.2 3",
    "selu, -1.670569 -1.111331 -0.57961 0.3152103 1.260841 3.152103",
    "leaky_relu, -0.6 -0.2 -0.08 0.3 1.2 3",
    "softplus, 0.04858735 0.3132617 0.5130153 0.8543553 1.463282 3.048587",
    "relu6, 0 0 0 0.3 1.2 3",
    "hard_sigmoid, 0 0.3333333 0.4333333 0.55 0.7 1",
    "gelu, -0.004049696 -0.1586553 -0.1378313 0.1853734 1.061916 2.99595",
    "silu, -0.1422776 -0.2689414 -0.1605249 0.1723328 0.9222298 2.857722",
    "swish, -0.1422776 -0.2689414 -0.1605249 0.1723328 0.9222298 2.857722",
    "log_softmax, -6.252059 -4.252059 -3.652059 -2.952059 -2.052059 -0.2520591",
    "exponential, 0.04978707 0.3678795 0.67032 1.349859 3.320117 20.08554",
    "softsign, -0.75 -0.5 -0.2857143 0.2307692 0.5454546 0.75",
    "mish, -0.1456475 -0.3034014 -0.1889165 0.2080014 1.077946 2.986536",
    "hard_silu, 0 -0.3333333 -0.1733333 0.165 0.84 3",
    "hard_swish, 0 -0.3333333 -0.1733333 0.165 0.84 3",
    "log_sigmoid, -3.048587 -1.313262 -0.9130152 -0.5543553 -0.2632824 -0.04858735",
    "glu, -1.723328 -0.7685248 -0.3810297",
    "celu, -0.950213 -0.6321205 -0.3296799 0.3 1.2 3",
    "hard_tanh, -1 -1 -0.4 0.3 1 1",
    "hard_shrink, -3 -1 0 0 1.2 3",
    "soft_shrink, -2.5 -0.5 0 0 0.7 2.5",
    "tanh_shrink, -2.004945 -0.2384058 -0.020051 0.008687407 0.3663455 2.004945",
    "sparse_plus, 0 0 0.09 0.4225 1.2 3",
    "sparse_sigmoid, 0 0 0.3 0.65 1 1",
    "sparsemax, 0 0 0 0 0 1",
    "squareplus, 0.3027756 0.618034 0.8198039 1.161187 1.76619 3.302776"
  })
  void computes_what_keras_does(String name, String expected) {
    check(Activations.byName(name), expected);
  }

  static Stream<Object[]> with_settings() {
    return Stream.of(
        new Object[] {Activations.relu(0.1, 2, 0.5), "-0.35 -0.15 -0.09 -0.02 1.2 2"},
        new Object[] {Activations.elu(0.5), "-0.4751065 -0.3160603 -0.1648399 0.3 1.2 3"},
        new Object[] {Activations.leakyRelu(0.05), "-0.15 -0.05 -0.02 0.3 1.2 3"},
        new Object[] {
          Activations.gelu(true), "-0.003637344 -0.158808 -0.1378388 0.1853709 1.061703 2.996363"
        },
        new Object[] {Activations.celu(2), "-1.55374 -0.7869387 -0.3625385 0.3 1.2 3"},
        new Object[] {Activations.hardShrink(1.1), "-3 0 0 0 1.2 3"},
        new Object[] {Activations.softShrink(0.2), "-2.8 -0.8 -0.2 0.1 1 2.8"},
        new Object[] {Activations.threshold(0.5, -1), "-1 -1 -1 -1 1.2 3"},
        new Object[] {
          Activations.squareplus(1), "0.08113885 0.2071068 0.3385165 0.6720153 1.381025 3.081139"
        });
  }

  @ParameterizedTest
  @MethodSource("with_settings")
  void computes_what_keras_does_with_settings(ActivationFunction function, String expected) {
    check(function, expected);
    ActivationFunction back = Activations.fromConfig(function.config());
    assertThat(back).isEqualTo(function);
    check(back, expected);
  }

  private static void check(ActivationFunction function, String expected) {
    String[] words = expected.split(" ");
    float[] numbers = new float[words.length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = Float.parseFloat(words[i]);
    }
    Tensor y = Evaluate.of(function::apply, X);
    TensorAssert.assertClose(y, Tensor.vector(numbers), 1e-7, 1e-6);
  }

  static List<ActivationFunction> constants() throws IllegalAccessException {
    List<ActivationFunction> all =
        Arrays.stream(Activations.class.getFields()).map(ActivationsTest::get).toList();
    assertThat(all).hasSize(29);
    return all;
  }

  private static ActivationFunction get(java.lang.reflect.Field field) {
    try {
      return (ActivationFunction) field.get(null);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @MethodSource("constants")
  void has_the_right_gradient(ActivationFunction function) {
    Tensor x = Tensor.matrix(new float[] {-2.9f, -0.7f, 0.2f, 1.3f}, new float[] {0.6f, 4, -2, 7});
    GradientCheck.check(in -> function.apply(in.get(0)), x);
  }

  @ParameterizedTest
  @MethodSource("constants")
  void is_written_as_its_name_and_read_back(ActivationFunction function) {
    assertThat(function.config()).isEqualTo(function.name());
    assertThat(Activations.fromConfig(function.config())).isEqualTo(function);
  }

  @ParameterizedTest
  @MethodSource("constants")
  void stays_finite_far_from_zero(ActivationFunction function) {
    Tensor far = Tensor.vector(-80, 80);
    for (float y : Evaluate.of(function::apply, far).floats()) {
      assertThat(y).isFinite();
    }
    GradientCheck.check(in -> Ops.multiply(function.apply(in.get(0)), 1e-35f), far);
  }

  @Test
  void elu_far_above_zero_has_slope_one() {
    // The branch that is not chosen overflows there.
    Tensor far = Tensor.vector(800);
    GradientCheck.check(in -> Activations.ELU.apply(in.get(0)), far);
    GradientCheck.check(in -> Activations.CELU.apply(in.get(0)), far);
  }

  @Test
  void sparsemax_has_the_threshold_of_keras_where_several_are_chosen() {
    // keras.activations.sparsemax([3, 1, 0.5, 2.8]) and of [3, 1, 0.5, 0], Keras 3.15.1 on JAX.
    TensorAssert.assertClose(
        Evaluate.of(Activations.SPARSEMAX::apply, Tensor.vector(3, 1, 0.5f, 2.8f)),
        Tensor.vector(0, 0, 0, 0),
        0,
        0);
    TensorAssert.assertClose(
        Evaluate.of(Activations.SPARSEMAX::apply, Tensor.vector(3, 1, 0.5f, 0)),
        Tensor.vector(1, 0, 0, 0),
        0,
        0);
  }

  @Test
  void rides_on_kernels_where_kernels_know_it() {
    assertThat(Activations.RELU.onKernel()).contains(FusedActivation.RELU);
    assertThat(Activations.LINEAR.onKernel()).contains(FusedActivation.LINEAR);
    assertThat(Activations.SIGMOID.onKernel()).contains(FusedActivation.SIGMOID);
    assertThat(Activations.TANH.onKernel()).contains(FusedActivation.TANH);
    assertThat(Activations.GELU.onKernel()).isEmpty();
    assertThat(Activations.relu(0.1, 2, 0).onKernel()).isEmpty();
  }

  @Test
  void reads_layers_that_files_give_as_activations() {
    Map<String, Object> leaky =
        Map.of("class_name", "LeakyReLU", "config", Map.of("name", "leaky_re_lu"));
    assertThat(Activations.fromConfig(leaky)).isEqualTo(Activations.leakyRelu(0.3));
    assertThat(Activations.fromConfig(null)).isEqualTo(Activations.LINEAR);
  }

  @Test
  void takes_functions_of_the_user() {
    ActivationFunction cube = x -> Ops.multiply(Ops.square(x), x);
    ActivationFunction named = Activations.register("cube", cube);
    assertThat(named.name()).isEqualTo("cube");
    assertThat(Activations.fromConfig(named.config())).isSameAs(named);
    assertThat(Evaluate.of(named::apply, Tensor.vector(2)).item()).isEqualTo(8);
  }

  @Test
  void names_what_it_does_not_know() {
    assertThatThrownBy(() -> Activations.byName("rleu"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("unknown activation \"rleu\"")
        .hasMessageContaining("relu6");
    ActivationFunction anonymous = Ops::abs;
    assertThatThrownBy(() -> Activations.fromConfig(anonymous.config()))
        .hasMessageContaining("unknown activation \"custom\"");
    assertThatThrownBy(() -> Activations.byName("elu", Map.of("alpha", "much")))
        .hasMessage("elu: setting \"alpha\" must be a number, got much");
  }
}
