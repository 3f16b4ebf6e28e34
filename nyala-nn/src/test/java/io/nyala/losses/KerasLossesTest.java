// SPDX-License-Identifier: Apache-2.0
package io.nyala.losses;

import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.conformance.KerasFixtures;
import io.nyala.grad.Gradients;
import io.nyala.graph.Graph;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.plan.Engine;
import io.nyala.plan.Execution;
import io.nyala.plan.cpu.CpuEngine;
import io.nyala.plan.reference.ReferenceEngine;
import io.nyala.tensor.Tensor;
import io.nyala.testing.TensorAssert;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Values and gradients of all reductions, with and without weights and masks, as Keras 3.15.1
 * computed them (see the README of the fixtures).
 */
class KerasLossesTest {
  private static final String CASES = "losses/";

  static Stream<Arguments> cases() {
    return Stream.of(
        of("meansquarederror", new MeanSquaredError(), 9.5e-6, 1.6e-5),
        of("meansquarederror_rank3", new MeanSquaredError(), 6.8e-6, 4.6e-5),
        of("meansquarederror_squeeze", new MeanSquaredError(), 2e-6, 1.7e-5),
        of("meanabsoluteerror", new MeanAbsoluteError(), 3.6e-6, 1e-5),
        of("meanabsolutepercentageerror", new MeanAbsolutePercentageError(), 8.7e-4, 2.6e-4),
        of("meansquaredlogarithmicerror", new MeanSquaredLogarithmicError(), 2e-6, 1e-5),
        of("meansquaredlogarithmicerror_negative", new MeanSquaredLogarithmicError(), 2e-6, 1e-5),
        of("huber", new Huber(), 2.7e-6, 1e-5),
        of("huber_del0.5", new Huber(0.5), 2e-6, 1e-5),
        of("logcosh", new LogCosh(), 2e-6, 1e-5),
        of("cosinesimilarity", new CosineSimilarity(), 2e-6, 1.5e-5),
        of("cosinesimilarity_axi1", new CosineSimilarity(1), 2e-6, 2.6e-5),
        of("poisson", new Poisson(), 2.1e-6, 1.2e-5),
        of("kldivergence", new KLDivergence(), 7.6e-6, 6.5e-4),
        of("hinge", new Hinge(), 2.8e-6, 1e-5),
        of("hinge_zero_one", new Hinge(), 3.2e-6, 1e-5),
        of("squaredhinge", new SquaredHinge(), 7.2e-6, 1.6e-5),
        of("categoricalhinge", new CategoricalHinge(), 4.2e-6, 1.8e-5),
        of("binarycrossentropy", new BinaryCrossentropy(), 2.6e-6, 9.3e-5),
        of("binarycrossentropy_clipped", new BinaryCrossentropy(), 3.2e-5, 1e-5),
        of("binarycrossentropy_int_labels", new BinaryCrossentropy(), 4.4e-6, 7e-5),
        of("binarycrossentropy_froloT", new BinaryCrossentropy().fromLogits(), 2.3e-6, 1e-5),
        of(
            "binarycrossentropy_labsm0.1",
            new BinaryCrossentropy().labelSmoothing(0.1),
            2.4e-6,
            2.6e-5),
        of(
            "binarycrossentropy_froloT_labsm0.2",
            new BinaryCrossentropy().fromLogits().labelSmoothing(0.2),
            3.5e-6,
            1e-5),
        of("binarycrossentropy_axi1", new BinaryCrossentropy().axis(1), 2.5e-6, 4.3e-5),
        of("binaryfocalcrossentropy", new BinaryFocalCrossentropy(), 2e-6, 2.2e-5),
        of(
            "binaryfocalcrossentropy_appclbaT_alp0.25_gam2.0",
            new BinaryFocalCrossentropy().applyClassBalancing(true),
            2e-6,
            1e-5),
        of(
            "binaryfocalcrossentropy_froloT_gam3.0_labsm0.0",
            new BinaryFocalCrossentropy().fromLogits(true).gamma(3),
            2.8e-6,
            1e-5),
        of("categoricalcrossentropy", new CategoricalCrossentropy(), 4.8e-6, 5.3e-5),
        of("categoricalcrossentropy_not_normalised", new CategoricalCrossentropy(), 3.6e-6, 4.3e-5),
        of(
            "categoricalcrossentropy_froloT",
            new CategoricalCrossentropy().fromLogits(),
            1.3e-5,
            1.5e-5),
        of(
            "categoricalcrossentropy_labsm0.1",
            new CategoricalCrossentropy().labelSmoothing(0.1),
            5e-6,
            8.3e-5),
        of(
            "categoricalcrossentropy_froloT_labsm0.3",
            new CategoricalCrossentropy().fromLogits().labelSmoothing(0.3),
            7.5e-6,
            1e-5),
        of("categoricalcrossentropy_soft_targets", new CategoricalCrossentropy(), 6e-6, 3.6e-4),
        of("categoricalfocalcrossentropy", new CategoricalFocalCrossentropy(), 2e-6, 1.4e-4),
        of(
            "categoricalfocalcrossentropy_alp0.4_gam1.0",
            new CategoricalFocalCrossentropy().alpha(0.4).gamma(1),
            2e-6,
            2e-5),
        of(
            "categoricalfocalcrossentropy_froloT_labsm0.1",
            new CategoricalFocalCrossentropy().fromLogits(true).labelSmoothing(0.1),
            2.7e-6,
            1e-5),
        of("sparsecategoricalcrossentropy", new SparseCategoricalCrossentropy(), 1e-5, 9.7e-4),
        of(
            "sparsecategoricalcrossentropy_column_labels",
            new SparseCategoricalCrossentropy(),
            8.2e-6,
            9.8e-4),
        of(
            "sparsecategoricalcrossentropy_froloT",
            new SparseCategoricalCrossentropy().fromLogits(),
            8.2e-6,
            1.7e-5),
        of(
            "sparsecategoricalcrossentropy_sequence",
            new SparseCategoricalCrossentropy(),
            7.1e-6,
            2.3e-4),
        of(
            "sparsecategoricalcrossentropy_froloT_igncl0",
            new SparseCategoricalCrossentropy().fromLogits().ignoreClass(0),
            1.1e-5,
            4.9e-5),
        of(
            "sparsecategoricalcrossentropy_igncl-1",
            new SparseCategoricalCrossentropy().ignoreClass(-1),
            7.2e-6,
            5.1e-4),
        of("dice", new Dice(), 2e-6, 1e-5),
        of("dice_axi1x2x3", new Dice(1, 2, 3), 2e-6, 1e-5),
        of("tversky", new Tversky(), 2e-6, 1e-5),
        of("tversky_alp0.3_bet0.7_axi1x2x3", new Tversky(0.3, 0.7, 1, 2, 3), 2e-6, 1e-5),
        of(
            "categoricalgeneralizedcrossentropy",
            new CategoricalGeneralizedCrossEntropy(),
            3.1e-6,
            4.1e-5),
        of(
            "categoricalgeneralizedcrossentropy_q0.3",
            new CategoricalGeneralizedCrossEntropy(0.3),
            4.9e-6,
            2.4e-4));
  }

  /** The last two are the tolerances of the case: values, gradients. */
  private static Arguments of(String name, Loss loss, double values, double gradients) {
    return Arguments.of(name, loss, values, gradients);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void is_what_keras_computes(String name, Loss loss, double values, double gradients) {
    check(new ReferenceEngine(), name, loss, values, gradients);
    check(CpuEngine.shared(), name, loss, values, gradients);
    Loss copy = Losses.fromConfig(Losses.toConfig(loss));
    assertThat(copy.config()).isEqualTo(loss.config());
    check(new ReferenceEngine(), name, copy, values, gradients);
  }

  private static void check(
      Engine engine, String name, Loss loss, double atol, double gradientAtol) {
    Map<String, Tensor> arrays = KerasFixtures.arrays(CASES + name);
    int checked = 0;
    for (Map.Entry<String, Tensor> entry : arrays.entrySet()) {
      if (!entry.getKey().startsWith("value_")) {
        continue;
      }
      String form = entry.getKey().substring("value_".length());
      Reduction reduction = reductionOf(form);
      Case graph = new Case(arrays);
      Value weight =
          form.endsWith("_weighted_full")
              ? graph.input("sample_weight_full")
              : form.endsWith("_weighted") ? graph.input("sample_weight") : null;
      Value mask = form.endsWith("_masked") ? graph.input("mask_0") : null;
      Value result = loss.reduction(reduction).of(graph.yTrue, graph.yPred, weight, mask);
      loss.reduction(Reduction.SUM_OVER_BATCH_SIZE);
      graph.want(result, entry.getValue(), atol, 1e-5, entry.getKey());
      Tensor gradient = arrays.get("grad_" + form);
      if (gradient != null) {
        Value scalar =
            reduction == Reduction.NONE
                ? Ops.sum(Ops.multiply(result, graph.input("cotangent_none")))
                : result;
        Value derivative = Gradients.of(scalar, List.of(graph.yPred)).get(0);
        graph.want(derivative, gradient, gradientAtol, 1e-4, "grad_" + form);
      }
      graph.run(engine);
      checked++;
    }
    assertThat(checked).isGreaterThanOrEqualTo(3);
  }

  private static Reduction reductionOf(String form) {
    if (form.startsWith("mean_with_sample_weight")) {
      return Reduction.MEAN_WITH_SAMPLE_WEIGHT;
    }
    return form.startsWith("none")
        ? Reduction.NONE
        : form.startsWith("sum") ? Reduction.SUM : Reduction.SUM_OVER_BATCH_SIZE;
  }

  /** A graph over the arrays of a case, and what is expected of it. */
  private static final class Case {
    private final Map<String, Tensor> arrays;
    private final List<Value> inputs = new ArrayList<>();
    private final List<Tensor> given = new ArrayList<>();
    private final List<Value> outputs = new ArrayList<>();
    private final List<BiConsumer<Execution, Integer>> checks = new ArrayList<>();
    private final Value yTrue;
    private final Value yPred;

    Case(Map<String, Tensor> arrays) {
      this.arrays = arrays;
      this.yTrue = input("y_true");
      this.yPred = input("y_pred");
    }

    Value input(String name) {
      Tensor tensor = arrays.get(name);
      Value input = Ops.input(name, tensor.shape(), tensor.dtype());
      inputs.add(input);
      given.add(tensor);
      return input;
    }

    void want(Value value, Tensor expected, double atol, double rtol, String what) {
      outputs.add(value);
      checks.add(
          (run, at) -> {
            Tensor got = Tensor.zeros(value.shape());
            run.output(at, got);
            try {
              TensorAssert.assertClose(got, expected, atol, rtol);
            } catch (AssertionError e) {
              throw new AssertionError(what + ": " + e.getMessage(), e);
            }
          });
    }

    void run(Engine engine) {
      Execution run = engine.compile(Graph.of(inputs, outputs)).newExecution();
      for (int i = 0; i < given.size(); i++) {
        run.input(i, given.get(i));
      }
      run.run();
      for (int i = 0; i < checks.size(); i++) {
        checks.get(i).accept(run, i);
      }
    }
  }
}
