// SPDX-License-Identifier: Apache-2.0
package io.nyala.optimizers;

import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.conformance.KerasFixtures;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.variables.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Ten steps of three variables, recorded from Keras 3.15.1 (see the README of the fixtures). */
class KerasOptimizersTest {
  private static final String[] NAMES = {"kernel", "bias", "filter"};
  private static final int STEPS = 10;

  static Stream<Arguments> cases() {
    return Stream.of(
        of("sgd", new SGD()),
        of("sgd_mom0.9", new SGD().momentum(0.9)),
        of("sgd_mom0.8_nesT_leara0.05", new SGD(0.05).momentum(0.8).nesterov()),
        of("sgd_cli0.5_leara0.1", new SGD(0.1).clipNorm(0.5)),
        of("sgd_cli0.3_mom0.3", new SGD().clipValue(0.3).momentum(0.3)),
        of("sgd_glocl1.0_leara0.1", new SGD(0.1).globalClipNorm(1)),
        of("sgd_weide0.01_leara0.1", new SGD(0.1).weightDecay(0.01)),
        of("sgd_schedule", new SGD().learningRate(new ExponentialDecay(0.1, 4, 0.5))),
        of("adam", new Adam()),
        of("adam_amsT_leara0.01", new Adam(0.01).amsgrad(true)),
        of(
            "adam_bet10.8_bet20.99_eps0.0001_glocl0.8",
            new Adam().beta1(0.8).beta2(0.99).epsilon(1e-4).globalClipNorm(0.8)),
        of("adam_useemT_emamo0.9_emaovfrnonetype_leara0.02", new Adam(0.02).ema(0.9)),
        of(
            "adam_schedule",
            new Adam().clipValue(0.5).learningRate(new CosineDecay(0.1, 8, 0.1, null, 0))),
        of("adam_graacst2_leara0.05", new Adam(0.05).gradientAccumulationSteps(2)),
        of("adamw", new AdamW()),
        of("adamw_weide0.1_leara0.01_amsF", new AdamW(0.01).weightDecay(0.1)),
        of("adamw_exclude_bias", new AdamW(0.05).weightDecay(0.2).excludeFromWeightDecay("bias")),
        of("rmsprop", new RMSprop()),
        of("rmsprop_mom0.9_rho0.8_leara0.01", new RMSprop(0.01).momentum(0.9).rho(0.8)),
        of("rmsprop_cenT_eps1e-06_mom0.0", new RMSprop().centered(true).epsilon(1e-6)),
        of("adagrad", new Adagrad()),
        of(
            "adagrad_iniacva0.0_leara0.1_eps1e-05",
            new Adagrad(0.1).initialAccumulatorValue(0).epsilon(1e-5)),
        of("adadelta", new Adadelta()),
        of("adadelta_rho0.8_leara1.0_eps1e-06", new Adadelta(1).rho(0.8).epsilon(1e-6)),
        of("adamax", new Adamax()),
        of(
            "adamax_bet10.8_bet20.99_cli0.6_leara0.01",
            new Adamax(0.01).beta1(0.8).beta2(0.99).clipNorm(0.6)),
        of("nadam", new Nadam()),
        of(
            "nadam_bet10.8_bet20.99_leara0.02_weidenonetype",
            new Nadam(0.02).beta1(0.8).beta2(0.99)),
        of("ftrl", new Ftrl()),
        of("ftrl_l1rest0.05_l2rest0.1_l2shrest0.0_bet0.0_leara0.1", new Ftrl(0.1).l1(0.05).l2(0.1)),
        of("lion", new Lion()),
        of(
            "lion_bet10.8_bet20.9_leara0.01_weide0.1",
            new Lion(0.01).beta1(0.8).beta2(0.9).weightDecay(0.1)));
  }

  private static Arguments of(String name, Optimizer optimizer) {
    return Arguments.of(name, optimizer);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void walks_as_keras_does(String name, Optimizer optimizer) {
    Map<String, Tensor> arrays = KerasFixtures.arrays("optimizers/" + name);
    checkWalk(optimizer, arrays);
    checkState(optimizer, arrays);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void walks_as_keras_does_when_made_from_its_own_configuration(String name, Optimizer optimizer) {
    Optimizer copy = Optimizers.fromConfig(Optimizers.toConfig(optimizer));
    assertThat(copy.config()).isEqualTo(optimizer.config());
    assertThat(copy).hasSameClassAs(optimizer);
    if (!name.contains("exclude")) { // which Keras does not write into configurations either
      checkWalk(copy, KerasFixtures.arrays("optimizers/" + name));
    }
  }

  private static void checkWalk(Optimizer optimizer, Map<String, Tensor> arrays) {
    List<Segment> segments = new ArrayList<>();
    int end = 3; // the arrays hold other things, too
    for (int v = 0; v < NAMES.length; v++) {
      Tensor start = arrays.get("variable_" + v);
      segments.add(new Segment(NAMES[v], start.shape(), end));
      end += start.size() + v; // and gaps
    }
    float[] weights = new float[end];
    float[] gradients = new float[end];
    for (int v = 0; v < NAMES.length; v++) {
      copyIn(arrays.get("variable_" + v), 0, weights, segments.get(v));
    }
    optimizer.bind(weights, gradients, segments);
    for (int step = 0; step < STEPS; step++) {
      for (int v = 0; v < NAMES.length; v++) {
        copyIn(arrays.get("gradient_" + v), step, gradients, segments.get(v));
      }
      optimizer.apply();
      assertThat(optimizer.iterations()).isEqualTo(step + 1);
      assertThat((float) optimizer.learningRate())
          .as("learning rate after step %d", step)
          .isCloseTo(arrays.get("learning_rate").at(step), withinRelative(1e-5f));
      for (int v = 0; v < NAMES.length; v++) {
        Segment s = segments.get(v);
        for (int i = 0; i < s.size(); i++) {
          close(
              weights[s.offset() + i],
              arrays.get("trajectory_" + v).at(step * s.size() + i),
              "%s[%d] after step %d".formatted(NAMES[v], i, step));
        }
      }
    }
    if (arrays.containsKey("finalized_0")) {
      optimizer.finish();
      for (int v = 0; v < NAMES.length; v++) {
        Segment s = segments.get(v);
        for (int i = 0; i < s.size(); i++) {
          close(weights[s.offset() + i], arrays.get("finalized_" + v).at(i), "final " + NAMES[v]);
        }
      }
    }
  }

  private static Offset<Float> withinRelative(float tolerance) {
    return Offset.offset(tolerance);
  }

  private static void checkState(Optimizer optimizer, Map<String, Tensor> arrays) {
    int at = 0;
    assertThat(arrays.get("optimizer_variable_" + at++).item()).isEqualTo(STEPS);
    if (optimizer.schedule() == null) {
      assertThat(arrays.get("optimizer_variable_" + at++).item())
          .isEqualTo((float) optimizer.learningRate());
    }
    for (Variable variable : optimizer.variables()) {
      Tensor want = arrays.get("optimizer_variable_" + at++);
      Tensor got = variable.get();
      assertThat(got.shape()).as(variable.name()).isEqualTo(want.shape());
      for (int i = 0; i < got.size(); i++) {
        close(got.at(i), want.at(i), variable.name() + "[" + i + "]");
      }
    }
    assertThat(arrays).doesNotContainKey("optimizer_variable_" + at);
  }

  private static void copyIn(Tensor from, int row, float[] to, Segment segment) {
    System.arraycopy(from.floats(), row * segment.size(), to, segment.offset(), segment.size());
  }

  private static void close(float got, float want, String what) {
    float tolerance = 5e-6f + 1e-5f * Math.abs(want); // of the cases
    assertThat(got).as(what).isCloseTo(want, Offset.offset(tolerance));
  }

  @Test
  void names_state_as_keras_does() {
    Adam adam = new Adam().amsgrad(true);
    adam.bind(
        new float[3],
        new float[3],
        List.of(
            new Segment("dense/kernel", Shape.of(2, 1), 0),
            new Segment("dense/bias", Shape.of(1), 2)));
    assertThat(adam.variables().stream().map(Variable::name))
        .containsExactly(
            "adam/dense_kernel_momentum",
            "adam/dense_kernel_velocity",
            "adam/dense_bias_momentum",
            "adam/dense_bias_velocity",
            "adam/dense_kernel_velocity_hat",
            "adam/dense_bias_velocity_hat");
  }
}
