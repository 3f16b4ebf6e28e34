// SPDX-License-Identifier: Apache-2.0
package io.nyala.initializers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nyala.initializers.VarianceScaling.Distribution;
import io.nyala.initializers.VarianceScaling.Mode;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class InitializersTest {
  private static final Shape KERNEL = Shape.of(300, 200);
  private static final Shape CONVOLUTION = Shape.of(3, 5, 40, 60);

  /** Moments that follow from the formulas: fans 300 and 200; 15 * 40 and 15 * 60. */
  static Stream<Object[]> moments() {
    return Stream.of(
        row(Initializers.glorotUniform(), KERNEL, 0, 2 / 500.0, Math.sqrt(6 / 500.0)),
        row(Initializers.glorotNormal(), KERNEL, 0, 2 / 500.0, twoDeviations(2 / 500.0)),
        row(Initializers.heUniform(), KERNEL, 0, 2 / 300.0, Math.sqrt(6 / 300.0)),
        row(Initializers.heNormal(), KERNEL, 0, 2 / 300.0, twoDeviations(2 / 300.0)),
        row(Initializers.lecunUniform(), KERNEL, 0, 1 / 300.0, Math.sqrt(3 / 300.0)),
        row(Initializers.lecunNormal(), KERNEL, 0, 1 / 300.0, twoDeviations(1 / 300.0)),
        row(Initializers.glorotUniform(), CONVOLUTION, 0, 2 / 1500.0, Math.sqrt(6 / 1500.0)),
        row(Initializers.heNormal(), CONVOLUTION, 0, 2 / 600.0, twoDeviations(2 / 600.0)),
        row(
            Initializers.varianceScaling(0.5, Mode.FAN_OUT, Distribution.UNTRUNCATED_NORMAL),
            KERNEL,
            0,
            0.5 / 200,
            Double.POSITIVE_INFINITY),
        row(Initializers.randomNormal(), KERNEL, 0, 0.0025, Double.POSITIVE_INFINITY),
        row(Initializers.randomNormal(1, 0.2), KERNEL, 1, 0.04, Double.POSITIVE_INFINITY),
        row(Initializers.randomUniform(), KERNEL, 0, 0.01 / 12, 0.05),
        row(Initializers.randomUniform(-0.3, 0.1), KERNEL, -0.1, 0.16 / 12, 0.2),
        // Of a standard normal truncated at 2, the variance is 0.7737 (0.8796 squared).
        row(Initializers.truncatedNormal(0.5, 0.1), KERNEL, 0.5, 0.00773741, 0.2));
  }

  private static double twoDeviations(double variance) {
    return 2 * Math.sqrt(variance) / 0.87962566103423978;
  }

  private static Object[] row(
      Initializer initializer, Shape shape, double mean, double variance, double reach) {
    return new Object[] {initializer, shape, mean, variance, reach};
  }

  @ParameterizedTest
  @MethodSource("moments")
  void draws_with_the_moments_of_its_formula(
      Initializer initializer, Shape shape, double mean, double variance, double reach) {
    Tensor t = initializer.initialize(shape, 17);
    assertThat(t.shape()).isEqualTo(shape);
    double sum = 0;
    double squares = 0;
    double furthest = 0;
    for (float x : t.floats()) {
      sum += x;
      squares += (x - mean) * (x - mean);
      furthest = Math.max(furthest, Math.abs(x - mean));
    }
    int n = t.size();
    // Five standard errors of the mean; of the variance, with the kurtosis of a normal at most.
    assertThat(sum / n).isCloseTo(mean, within(5 * Math.sqrt(variance / n)));
    assertThat(squares / n).isCloseTo(variance, within(5 * variance * Math.sqrt(2.0 / n)));
    assertThat(furthest).isLessThanOrEqualTo(reach * (1 + 1e-6));
    if (Double.isFinite(reach)) {
      assertThat(furthest).isGreaterThan(0.98 * reach);
    }
  }

  @ParameterizedTest
  @MethodSource("moments")
  void draws_by_key_and_by_seed(
      Initializer initializer, Shape shape, double mean, double variance, double reach) {
    Tensor t = initializer.initialize(shape, 17);
    assertThat(initializer.initialize(shape, 17)).isEqualTo(t);
    assertThat(initializer.initialize(shape, 18)).isNotEqualTo(t);
    Initializer seeded = ((RandomInitializer) initializer).withSeed(17);
    assertThat(seeded.initialize(shape, 18)).isEqualTo(t);
    Initializer back = Initializers.fromConfig(Initializers.toConfig(seeded));
    assertThat(back).isEqualTo(seeded);
  }

  @Test
  void normal_numbers_are_uncorrelated_between_neighbours() {
    float[] x = Initializers.randomNormal(0, 1).initialize(Shape.of(100_000), 3).floats();
    double product = 0;
    for (int i = 1; i < x.length; i++) {
      product += x[i] * x[i - 1];
    }
    assertThat(product / x.length).isCloseTo(0, within(5 / Math.sqrt(x.length)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"8,3", "3,8", "6,6", "2,3,5,4"})
  void orthogonal_gives_orthonormal_vectors(String dims) {
    int[] extents = Stream.of(dims.split(",")).mapToInt(Integer::parseInt).toArray();
    Shape shape = Shape.of(extents);
    int columns = shape.last();
    int rows = shape.size() / columns;
    float[] q = Initializers.orthogonal(2).initialize(shape, 5).floats();
    boolean wide = rows < columns;
    int vectors = Math.min(rows, columns);
    int length = Math.max(rows, columns);
    for (int a = 0; a < vectors; a++) {
      for (int b = 0; b < vectors; b++) {
        double dot = 0;
        for (int k = 0; k < length; k++) {
          dot +=
              wide
                  ? q[a * columns + k] * q[b * columns + k]
                  : q[k * columns + a] * q[k * columns + b];
        }
        assertThat(dot).isCloseTo(a == b ? 4 : 0, within(1e-5));
      }
    }
  }

  @Test
  void constants_are_exact() {
    Shape shape = Shape.of(2, 3);
    assertThat(Initializers.zeros().initialize(shape, 1)).isEqualTo(Tensor.zeros(shape));
    assertThat(Initializers.ones().initialize(shape, 1)).isEqualTo(Tensor.full(shape, 1));
    assertThat(Initializers.constant(0.7).initialize(shape, 1)).isEqualTo(Tensor.full(shape, 0.7f));
    Tensor eye = Tensor.matrix(new float[] {3, 0, 0}, new float[] {0, 3, 0});
    assertThat(Initializers.identity(3).initialize(shape, 1)).isEqualTo(eye);
    assertThat(Initializers.constant(eye).initialize(shape, 1)).isEqualTo(eye);
    Initializer back = Initializers.fromConfig(Initializers.toConfig(Initializers.constant(eye)));
    assertThat(back.initialize(shape, 1)).isEqualTo(eye);
  }

  @Test
  void writes_what_keras_writes() {
    // Keras 3.15.1: initializers.serialize(GlorotUniform()).
    Map<String, Object> form = Initializers.toConfig(Initializers.glorotUniform());
    assertThat(form)
        .containsEntry("module", "keras.initializers")
        .containsEntry("class_name", "GlorotUniform")
        .containsEntry("registered_name", null);
    assertThat(form.get("config").toString())
        .isEqualTo("{seed=null, input_axes=null, output_axes=null}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "glorot_uniform",
        "glorot_normal",
        "he_uniform",
        "he_normal",
        "lecun_uniform",
        "lecun_normal",
        "zeros",
        "ones",
        "constant",
        "identity",
        "orthogonal",
        "random_normal",
        "random_uniform",
        "truncated_normal",
        "variance_scaling",
        "normal",
        "uniform"
      })
  void is_found_by_name_and_reads_its_own_settings(String name) {
    Initializer initializer = Initializers.byName(name);
    assertThat(Initializers.fromConfig(Initializers.toConfig(initializer))).isEqualTo(initializer);
  }

  @Test
  void reads_old_and_foreign_forms() {
    Map<String, Object> keras2 =
        Map.of(
            "class_name",
            "VarianceScaling",
            "config",
            Map.of("scale", 1, "mode", "fan_avg", "distribution", "normal", "dtype", "float32"));
    assertThat(Initializers.fromConfig(keras2))
        .isEqualTo(new VarianceScaling(1, Mode.FAN_AVG, Distribution.TRUNCATED_NORMAL));
    Map<String, Object> generator =
        Map.of("class_name", "SeedGenerator", "config", Map.of("seed", 9));
    assertThat(
            Initializers.fromConfig(
                Map.of("class_name", "HeNormal", "config", Map.of("seed", generator))))
        .isEqualTo(Initializers.heNormal().withSeed(9));
    assertThat(Initializers.fromConfig(null)).isNull();
  }

  @Test
  void takes_initializers_of_the_user() {
    Initializer halves = (shape, key) -> Tensor.full(shape, 0.5f);
    Initializers.register("halves", s -> halves);
    assertThat(Initializers.byName("halves")).isSameAs(halves);
  }

  @Test
  void explains_what_is_wrong() {
    assertThatThrownBy(() -> Initializers.byName("glorot"))
        .hasMessageContaining("unknown initializer \"glorot\"")
        .hasMessageContaining("glorot_uniform");
    assertThatThrownBy(() -> Initializers.randomNormal(0, -1))
        .hasMessage("RandomNormal: stddev must be at least 0, got -1.0");
    assertThatThrownBy(() -> Initializers.randomUniform(1, 0))
        .hasMessage("RandomUniform: minval must not exceed maxval, got 1.0 and 0.0");
    assertThatThrownBy(() -> Initializers.varianceScaling(0, Mode.FAN_IN, Distribution.UNIFORM))
        .hasMessage("VarianceScaling: scale must be greater than 0, got 0.0");
    assertThatThrownBy(() -> Initializers.constant(Tensor.vector(1, 2)).initialize(Shape.of(3), 0))
        .hasMessage("Constant: the given values have shape (2,), the weight (3,)");
    assertThatThrownBy(() -> Initializers.orthogonal().initialize(Shape.of(3), 0))
        .hasMessage("Orthogonal: the weight needs at least two axes, got (3,)");
    assertThatThrownBy(() -> Initializers.identity(1).initialize(Shape.of(3), 0))
        .hasMessage("Identity: the weight must be a matrix, got shape (3,)");
    assertThatThrownBy(
            () ->
                Initializers.fromConfig(
                    Map.of("class_name", "VarianceScaling", "config", Map.of("mode", "fan"))))
        .hasMessage(
            "VarianceScaling: setting \"mode\" must be one of [fan_in, fan_out, fan_avg], got"
                + " \"fan\"");
    assertThatThrownBy(() -> Initializers.fromConfig(List.of()))
        .hasMessage("cannot read initializer from []: expected a name or {class_name, config}");
  }
}
