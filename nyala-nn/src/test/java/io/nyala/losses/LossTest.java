// SPDX-License-Identifier: Apache-2.0
package io.nyala.losses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nyala.grad.Gradients;
import io.nyala.graph.Graph;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.ops.kinds.FusedActivation;
import io.nyala.plan.Execution;
import io.nyala.plan.cpu.CpuEngine;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Tensor;
import io.nyala.testing.GradientCheck;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LossTest {
  /** Runs a scalar of one float input, and its gradient with regard to that. */
  private static float[] valueAndGradient(Tensor x, UnaryOperator<Value> function) {
    Value in = Ops.input("x", x.shape());
    Value y = function.apply(in);
    Value gradient = Gradients.of(y, List.of(in)).get(0);
    Execution run =
        CpuEngine.shared().compile(Graph.of(List.of(in), List.of(y, gradient))).newExecution();
    run.input(0, x);
    run.run();
    Tensor g = Tensor.zeros(x.shape());
    run.output(1, g);
    float[] result = new float[1 + x.size()];
    result[0] = run.scalar(0);
    System.arraycopy(g.floats(), 0, result, 1, x.size());
    return result;
  }

  private static Value labels(int... labels) {
    return Ops.constant(Tensor.ofInts(Shape.of(labels.length), labels));
  }

  @Test
  void sees_through_the_softmax_so_that_nothing_collapses() {
    Tensor logits = Tensor.matrix(new float[] {0, 200}); // softmax gives exactly 0 and 1
    Value oneHot = Ops.constant(Tensor.matrix(new float[] {1, 0}));
    float[] dense =
        valueAndGradient(
            logits, x -> new CategoricalCrossentropy().of(oneHot, Ops.softmax(x, -1), null, null));
    float[] sparse =
        valueAndGradient(
            logits,
            x -> new SparseCategoricalCrossentropy().of(labels(0), Ops.softmax(x, -1), null, null));
    assertThat(dense).containsExactly(200, -1, 1);
    assertThat(sparse).containsExactly(200, -1, 1);
  }

  @Test
  void sees_through_the_sigmoid_alone_fused_and_reshaped() {
    Tensor logits = Tensor.matrix(new float[] {-200});
    Value one = Ops.constant(Tensor.vector(1));
    Value kernel = Ops.constant(Tensor.matrix(new float[] {1}));
    List<UnaryOperator<Value>> lastLayers =
        List.of(
            Ops::sigmoid,
            x -> Ops.dense(x, kernel, null, FusedActivation.SIGMOID),
            x -> Ops.reshape(Ops.sigmoid(x), Shape.of(1)));
    for (UnaryOperator<Value> layer : lastLayers) {
      assertThat(
              valueAndGradient(
                  logits, x -> new BinaryCrossentropy().of(one, layer.apply(x), null, null)))
          .containsExactly(200, -1);
    }
  }

  @Test
  void limits_probabilities_of_unknown_origin() {
    Tensor p = Tensor.matrix(new float[] {0, 1});
    float[] result =
        valueAndGradient(p, x -> new SparseCategoricalCrossentropy().of(labels(0), x, null, null));
    assertThat(result[0]).isCloseTo((float) -Math.log(1e-7), within(1e-5f));
  }

  @Test
  void takes_labels_that_are_whole_floats() {
    Value y = Ops.constant(Tensor.matrix(new float[] {2}, new float[] {0}));
    float[] result =
        valueAndGradient(
            Tensor.matrix(new float[] {0.1f, 0.2f, 0.7f}, new float[] {0.5f, 0.25f, 0.25f}),
            p -> new SparseCategoricalCrossentropy().of(y, p, null, null));
    double expected = -(Math.log(0.7) + Math.log(0.5)) / 2;
    assertThat(result[0]).isCloseTo((float) expected, within(1e-6f));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mse",
        "mae",
        "mape",
        "msle",
        "huber",
        "log_cosh",
        "cosine_similarity",
        "poisson",
        "kld",
        "hinge",
        "squared_hinge",
        "categorical_hinge",
        "bce",
        "categorical_crossentropy",
        "binary_focal_crossentropy",
        "categorical_focal_crossentropy",
        "dice",
        "tversky"
      })
  void has_the_gradient_of_its_values(String name) {
    Tensor target = Tensor.matrix(new float[] {0.1f, 0.7f, 0.2f}, new float[] {0.5f, 0.2f, 0.3f});
    Tensor p = Tensor.matrix(new float[] {0.35f, 0.4f, 0.25f}, new float[] {0.15f, 0.45f, 0.4f});
    Value y = Ops.constant(target);
    GradientCheck.check(in -> Losses.byName(name).of(y, in.get(0), null, null), p);
  }

  @Test
  void weights_and_mask_leave_the_mean_over_what_counts() {
    Value y = Ops.constant(Tensor.zeros(Shape.of(3, 1)));
    Value weight = Ops.constant(Tensor.vector(1, 2, 5));
    Value mask = Ops.constant(Tensor.ofBools(Shape.of(3), 1, 1, 0));
    float[] result =
        valueAndGradient(
            Tensor.matrix(new float[] {1}, new float[] {2}, new float[] {100}),
            x -> new MeanSquaredError().of(y, x, weight, mask));
    assertThat(result[0]).isEqualTo((1 * 1 + 2 * 4) / 2f); // divided by samples, not by weights
    assertThat(result[3]).isZero();
  }

  @Test
  void a_mask_of_nothing_gives_zero() {
    Value y = Ops.constant(Tensor.zeros(Shape.of(2, 1)));
    Value mask = Ops.constant(Tensor.ofBools(Shape.of(2), 0, 0));
    float[] result =
        valueAndGradient(
            Tensor.matrix(new float[] {1}, new float[] {2}),
            x -> new MeanSquaredError().of(y, x, null, mask));
    assertThat(result).containsExactly(0, 0, 0);
  }

  @Test
  void takes_a_loss_of_your_own() {
    Loss cubic =
        Losses.custom(
            "cubic", (y, p) -> Ops.mean(Ops.power(Ops.abs(Ops.subtract(y, p)), 3), false, -1));
    Value y = Ops.constant(Tensor.zeros(Shape.of(1, 2)));
    assertThat(valueAndGradient(Tensor.matrix(new float[] {1, 2}), p -> cubic.of(y, p, null, null)))
        .containsExactly(4.5f, 1.5f, 6f);
    assertThat(cubic.className()).isEqualTo("cubic");
  }

  private static void apply(Loss loss, Shape yTrue, Shape yPred) {
    loss.of(Ops.input("y", yTrue), Ops.input("p", yPred), null, null);
  }

  private static Shape batch(int... dims) {
    int[] all = new int[dims.length + 1];
    all[0] = Shape.UNKNOWN;
    System.arraycopy(dims, 0, all, 1, dims.length);
    return Shape.of(all);
  }

  @Test
  void fits_targets_that_lack_an_axis_of_one_or_have_one_too_many() {
    for (Loss loss : List.of(new MeanSquaredError(), new BinaryCrossentropy(), new Hinge())) {
      apply(loss, Shape.of(5), Shape.of(5, 1));
      apply(loss, Shape.of(5, 1), Shape.of(5));
      apply(loss, Shape.of(5, 3), Shape.of(5, 3, 1));
    }
    apply(new SparseCategoricalCrossentropy(), Shape.of(5), Shape.of(5, 3));
    apply(new SparseCategoricalCrossentropy(), Shape.of(5, 1), Shape.of(5, 3));
    apply(new SparseCategoricalCrossentropy(), Shape.of(5, 4), Shape.of(5, 4, 3));
  }

  @Test
  void rejects_targets_of_another_width_than_the_output() {
    assertThatThrownBy(() -> apply(new MeanSquaredError(), batch(3), batch(10)))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "mean_squared_error: the targets (?, 3) do not match the output (?, 10): use 3 units "
                + "in "
                + "the last layer, or check the targets");
    assertThatThrownBy(() -> apply(new MeanSquaredError(), batch(1), batch(10)))
        .hasMessage(
            "mean_squared_error: the targets (?, 1) do not match the output (?, 10): use 1 unit in "
                + "the last layer, or a target for each of its 10");
    assertThatThrownBy(() -> apply(new MeanSquaredError(), batch(), batch(10)))
        .hasMessageContaining("(?,)")
        .hasMessageContaining("(?, 10)");
    assertThatThrownBy(() -> apply(new MeanSquaredError(), batch(4), batch(7, 4)))
        .hasMessageContaining("flatten()");
  }

  @Test
  void rejects_integer_labels_where_one_hot_targets_are_wanted() {
    for (Shape labels : List.of(batch(), batch(1))) {
      assertThatThrownBy(() -> apply(new CategoricalCrossentropy(), labels, batch(10)))
          .isInstanceOf(ShapeException.class)
          .hasMessage(
              "categorical_crossentropy: expected one-hot targets (?, 10), got %s, which look like"
                      .formatted(labels)
                  + " integer labels; use sparseCategoricalCrossentropy(), or convert them to "
                  + "one-hot");
    }
  }

  @Test
  void rejects_one_hot_targets_where_integer_labels_are_wanted() {
    assertThatThrownBy(() -> apply(new SparseCategoricalCrossentropy(), batch(10), batch(10)))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "sparse_categorical_crossentropy: expected integer labels (?,), got (?, 10), which look"
                + " one-hot; use categoricalCrossentropy()");
  }

  @Test
  void rejects_a_single_class() {
    for (Loss loss : List.of(new CategoricalCrossentropy(), new SparseCategoricalCrossentropy())) {
      assertThatThrownBy(() -> apply(loss, batch(1), batch(1)))
          .isInstanceOf(ShapeException.class)
          .hasMessage(
              loss.name()
                  + ": the output (?, 1) has a single class, whose probability is always 1; use "
                  + "binaryCrossentropy() with one sigmoid unit, or one unit for each class in "
                  + "the last layer");
    }
  }

  @Test
  void rejects_labels_out_of_range() {
    Loss loss = new SparseCategoricalCrossentropy();
    assertThatThrownBy(() -> loss.check(Tensor.vectorOfInts(0, 2, 3, 1), batch(3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "sparse_categorical_crossentropy: the label in row 2 is 3, expected an integer from"
                + " 0 to 2 (the output (?, 3) has 3 classes)");
    assertThatThrownBy(() -> loss.check(Tensor.vectorOfInts(1, 3, 2), batch(3)))
        .hasMessageContaining("row 1 is 3")
        .hasMessageContaining("start at 1: subtract 1");
    assertThatThrownBy(
            () -> loss.check(Tensor.matrix(new float[] {1}, new float[] {0.5f}), batch(3)))
        .hasMessageContaining("row 1 is 0.5");
    assertThatThrownBy(() -> loss.check(Tensor.vector(Float.NaN), batch(3)))
        .hasMessageContaining("row 0 is NaN");
    assertThatCode(() -> loss.check(Tensor.vectorOfInts(0, 1, 2), batch(3)))
        .doesNotThrowAnyException();
    Loss ignoring = new SparseCategoricalCrossentropy().ignoreClass(-1);
    assertThatCode(() -> ignoring.check(Tensor.vectorOfInts(0, -1, 2), batch(3)))
        .doesNotThrowAnyException();
  }

  @Test
  void rejects_binary_targets_out_of_range() {
    assertThatThrownBy(
            () ->
                new BinaryCrossentropy()
                    .check(Tensor.matrix(new float[] {0, 1}, new float[] {1, 2}), batch(2)))
        .hasMessage(
            "binary_crossentropy: the target in row 1 is 2.0, expected 0 to 1; labels of several"
                + " classes need sparseCategoricalCrossentropy() and one unit for each class");
  }

  @Test
  void is_found_under_the_names_of_keras() {
    assertThat(Losses.byName("mse")).isInstanceOf(MeanSquaredError.class);
    assertThat(Losses.byName("MSE")).isInstanceOf(MeanSquaredError.class);
    assertThat(Losses.byName("binary_crossentropy")).isInstanceOf(BinaryCrossentropy.class);
    assertThat(Losses.byName("KLDivergence")).isInstanceOf(KLDivergence.class);
    assertThatThrownBy(() -> Losses.byName("msee"))
        .hasMessageContaining("msee")
        .hasMessageContaining("mse");
  }

  @Test
  void comes_back_from_every_form_in_which_keras_writes_it() {
    assertThat(Losses.fromConfig(null)).isNull();
    assertThat(Losses.fromConfig("mae")).isInstanceOf(MeanAbsoluteError.class);
    assertThat(
            Losses.fromConfig(
                Map.of(
                    "module",
                    "builtins",
                    "class_name",
                    "function",
                    "config",
                    "mean_squared_error")))
        .isInstanceOf(MeanSquaredError.class);
    Loss summed =
        Losses.fromConfig(
            Map.of("class_name", "Huber", "config", Map.of("reduction", "sum", "delta", 2)));
    assertThat(summed.reduction()).isEqualTo(Reduction.SUM);
    assertThat(summed.config()).containsEntry("delta", 2.0);
  }

  static Stream<Loss> configured() {
    return Stream.of(
        new Huber(0.5),
        new CosineSimilarity(1),
        new BinaryCrossentropy().fromLogits().labelSmoothing(0.2).axis(1),
        new CategoricalCrossentropy().fromLogits().labelSmoothing(0.3).axis(1),
        new SparseCategoricalCrossentropy().fromLogits().ignoreClass(0),
        new BinaryFocalCrossentropy()
            .applyClassBalancing(true)
            .alpha(0.3)
            .gamma(3)
            .fromLogits(true)
            .labelSmoothing(0.1)
            .axis(1),
        new CategoricalFocalCrossentropy()
            .alpha(0.4)
            .gamma(1)
            .fromLogits(true)
            .labelSmoothing(0.1)
            .axis(1),
        new CategoricalGeneralizedCrossEntropy(0.3),
        new Dice(1, 2, 3),
        new Tversky(0.3, 0.7, 1, 2, 3),
        new MeanSquaredError().reduction(Reduction.SUM));
  }

  @ParameterizedTest
  @MethodSource("configured")
  void comes_back_with_all_its_settings(Loss loss) {
    Loss copy = Losses.fromConfig(Losses.toConfig(loss));
    assertThat(copy).hasSameClassAs(loss);
    assertThat(copy.config()).isEqualTo(loss.config());
    Map<String, Object> plain = Losses.byName(loss.name()).config();
    assertThat(plain.keySet()).isEqualTo(loss.config().keySet());
    plain.forEach(
        (setting, value) -> {
          boolean shared = setting.equals("name") || setting.equals("reduction");
          if (!shared) {
            assertThat(loss.config().get(setting)).as(setting).isNotEqualTo(value);
          }
        });
  }

  @Test
  void takes_targets_of_integers_and_truth_values() {
    for (DType dtype : List.of(DType.INT32, DType.BOOL)) {
      Value y = Ops.input("y", Shape.of(4), dtype);
      Value p = Ops.input("p", Shape.of(4, 1));
      assertThat(new BinaryCrossentropy().perSample(y, p).shape()).isEqualTo(Shape.of(4));
    }
  }
}
