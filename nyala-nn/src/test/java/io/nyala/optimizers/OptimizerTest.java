// SPDX-License-Identifier: Apache-2.0
package io.nyala.optimizers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.kernel.WorkerPool;
import io.nyala.tensor.Shape;
import io.nyala.testing.Allocations;
import io.nyala.variables.Variable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptimizerTest {
  private final int threadsBefore = WorkerPool.shared().threads();

  @AfterEach
  void give_the_threads_back() {
    WorkerPool.useThreads(threadsBefore);
  }

  private static List<Segment> one(int size) {
    return List.of(new Segment("dense/kernel", Shape.of(size), 0));
  }

  /** Some variables of more than a chunk, of less, and of a chunk, with a gap. */
  private static List<Segment> several() {
    return List.of(
        new Segment("a/kernel", Shape.of(17, 1001), 0),
        new Segment("a/bias", Shape.of(7), 17 * 1001),
        new Segment("b/kernel", Shape.of(1 << 14), 17 * 1001 + 9),
        new Segment("b/bias", Shape.of(3), 17 * 1001 + 9 + (1 << 14)));
  }

  private static float[] random(int size, long seed) {
    Random random = new Random(seed);
    float[] x = new float[size];
    for (int i = 0; i < size; i++) {
      x[i] = (float) random.nextGaussian();
    }
    return x;
  }

  private static float[] walk(Optimizer optimizer, List<Segment> segments, int steps) {
    int size = segments.getLast().end();
    float[] weights = random(size, 1);
    float[] gradients = new float[size];
    optimizer.bind(weights, gradients, segments);
    for (int step = 0; step < steps; step++) {
      System.arraycopy(random(size, 100 + step), 0, gradients, 0, size);
      optimizer.apply();
    }
    return weights;
  }

  private static Supplier<Optimizer> made(String name) {
    return switch (name) {
      case "everything" ->
          () ->
              new AdamW(0.1)
                  .amsgrad(true)
                  .clipNorm(0.5)
                  .excludeFromWeightDecay("bias")
                  .ema(0.9)
                  .emaOverwriteFrequency(2)
                  .gradientAccumulationSteps(2);
      case "global" -> () -> new RMSprop().centered(true).momentum(0.5).globalClipNorm(1);
      default -> () -> Optimizers.byName(name);
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"everything", "global", "adam", "nadam", "sgd"})
  void gives_the_same_bits_on_any_number_of_threads(String name) {
    List<float[]> results = new ArrayList<>();
    for (int threads : new int[] {1, 2, 5}) {
      WorkerPool.useThreads(threads);
      results.add(walk(made(name).get(), several(), 5));
    }
    assertThat(Arrays.equals(results.get(0), results.get(1))).isTrue();
    assertThat(Arrays.equals(results.get(0), results.get(2))).isTrue();
    assertThat(results.get(0)).isNotEqualTo(random(results.get(0).length, 1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "everything",
        "global",
        "sgd",
        "adam",
        "adamw",
        "rmsprop",
        "adagrad",
        "adadelta",
        "adamax",
        "nadam",
        "ftrl",
        "lion"
      })
  void goes_on_from_stored_state_as_if_nothing_had_happened(String name) {
    List<Segment> segments = several();
    int size = segments.getLast().end();
    float[] straight = walk(made(name).get(), segments, 7);

    Optimizer first = made(name).get();
    float[] weights = walk(first, segments, 3);
    Optimizer second = made(name).get();
    float[] gradients = new float[size];
    second.bind(weights, gradients, segments);
    List<Variable> from = first.variables();
    List<Variable> to = second.variables();
    assertThat(to).hasSameSizeAs(from);
    for (int i = 0; i < from.size(); i++) {
      to.get(i).set(from.get(i).get());
    }
    second.iterations(first.iterations());
    for (int step = 3; step < 7; step++) {
      System.arraycopy(random(size, 100 + step), 0, gradients, 0, size);
      second.apply();
    }

    assertThat(Arrays.equals(weights, straight)).isTrue();
  }

  @Test
  void leaves_what_lies_between_variables_alone() {
    float[] weights = walk(new AdamW(0.1), several(), 3);
    float[] before = random(weights.length, 1);
    int gap = 17 * 1001 + 7;
    assertThat(weights[gap]).isEqualTo(before[gap]);
    assertThat(weights[gap + 1]).isEqualTo(before[gap + 1]);
    assertThat(weights[gap - 1]).isNotEqualTo(before[gap - 1]);
    assertThat(weights[gap + 2]).isNotEqualTo(before[gap + 2]);
  }

  @Test
  void averages_of_gradients_that_have_ceased_never_stay_subnormal() {
    Optimizer adam = new Adam(1e-3);
    float[] weights = random(100, 1);
    float[] gradients = random(100, 2);
    adam.bind(weights, gradients, one(100));
    adam.apply();
    Arrays.fill(gradients, 0);
    for (int step = 0; step < 1000; step++) {
      adam.apply();
      for (float m : adam.slot(0)) {
        assertThat(m == 0 || Math.abs(m) >= Float.MIN_NORMAL).as("%s at step %d", m, step).isTrue();
      }
    }
    assertThat(adam.slot(0)).containsOnly(0);
  }

  @Test
  void an_update_allocates_nothing() throws InterruptedException {
    Optimizer optimizer = made("everything").get();
    walk(optimizer, several(), 2);
    double bytes = Double.MAX_VALUE;
    // The compiler works beside the program, and needs time rather than rounds.
    for (int round = 0; round < 500 && bytes >= 1; round++) {
      Thread.sleep(10);
      bytes = Allocations.perRun(200, 100, optimizer::apply);
    }
    assertThat(bytes).isLessThan(1);
  }

  @Test
  void scales_each_variable_by_its_own_norm() {
    List<Segment> segments =
        List.of(new Segment("a", Shape.of(2), 0), new Segment("b", Shape.of(2), 2));
    float[] weights = new float[4];
    float[] gradients = {3, 4, 0.3f, 0.4f};
    Optimizer sgd = new SGD(1).clipNorm(1);
    sgd.bind(weights, gradients, segments);
    sgd.apply();
    assertThat(weights).containsExactly(-0.6f, -0.8f, -0.3f, -0.4f);
  }

  @Test
  void scales_all_variables_by_their_joint_norm() {
    List<Segment> segments =
        List.of(new Segment("a", Shape.of(2), 0), new Segment("b", Shape.of(2), 2));
    float[] weights = new float[4];
    float[] gradients = {1, 1, 1, 1};
    Optimizer sgd = new SGD(1).globalClipNorm(1);
    sgd.bind(weights, gradients, segments);
    sgd.apply();
    assertThat(weights).containsExactly(-0.5f, -0.5f, -0.5f, -0.5f);
  }

  @Test
  void gradients_of_zero_have_no_norm_to_divide_by() {
    for (Optimizer sgd : List.of(new SGD(1).clipNorm(1), new SGD(1).globalClipNorm(1))) {
      float[] weights = {1, 2};
      sgd.bind(weights, new float[2], one(2));
      sgd.apply();
      assertThat(weights).containsExactly(1, 2);
    }
  }

  @Test
  void an_infinite_gradient_is_not_hidden_by_clipping_the_joint_norm() {
    float[] weights = {1, 2};
    Optimizer sgd = new SGD(1).globalClipNorm(1);
    sgd.bind(weights, new float[] {Float.POSITIVE_INFINITY, 0}, one(2));
    sgd.apply();
    assertThat(weights).containsExactly(Float.NaN, Float.NaN);
  }

  @Test
  void keeps_state_when_bound_to_other_arrays() {
    float[] gradients = {1};
    float[] weights = {0};
    SGD sgd = new SGD(1).momentum(0.5);
    sgd.bind(weights, gradients, one(1));
    sgd.apply();
    float[] others = {10};
    sgd.bind(others, gradients, one(1));
    sgd.apply();
    assertThat(others[0]).isEqualTo(10 - 1.5f);
    assertThat(sgd.iterations()).isEqualTo(2);
  }

  @Test
  void rejects_other_variables() {
    Optimizer adam = new Adam();
    adam.bind(new float[3], new float[3], one(3));
    assertThatThrownBy(() -> adam.bind(new float[2], new float[2], one(2)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "optimizer \"adam\" has updated other variables (dense/kernel(3,)) and has state for "
                + "them; create a new optimizer for dense/kernel(2,)");
  }

  @Test
  void rejects_variables_outside_the_arrays() {
    assertThatThrownBy(() -> new Adam().bind(new float[2], new float[2], one(3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("dense/kernel at 0 to 3")
        .hasMessageContaining("2 weights");
  }

  @Test
  void rejects_updates_before_binding() {
    assertThatThrownBy(() -> new Adam().apply())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("bind");
  }

  @Test
  void rejects_two_ways_of_clipping() {
    assertThatThrownBy(() -> new Adam().clipNorm(1).clipValue(2))
        .hasMessage(
            "gradients can be clipped in one way only: clipnorm is set already, got clipvalue");
    assertThatThrownBy(() -> new Adam().clipNorm(0))
        .hasMessage("clipnorm must be greater than 0, got 0.0");
  }

  @Test
  void rejects_a_learning_rate_beside_a_schedule() {
    Optimizer adam = new Adam().learningRate(new CosineDecay(0.1, 10));
    assertThatThrownBy(() -> adam.learningRate(0.2))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("CosineDecay")
        .hasMessageContaining("create the optimizer with a number");
  }

  @Test
  void rejects_learning_rates_that_are_no_rates() {
    for (double rate : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> new Adam(rate))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("learning rate");
    }
  }

  @Test
  void rejects_settings_once_in_use() {
    Adam adam = new Adam();
    adam.bind(new float[1], new float[1], one(1));
    assertThatThrownBy(() -> adam.ema(0.9)).isInstanceOf(IllegalStateException.class);
    assertThat(adam.learningRate(0.5).learningRate()).isEqualTo(0.5);
  }

  @Test
  void is_found_by_name_in_any_of_the_usual_spellings() {
    assertThat(Optimizers.byName("adam")).isInstanceOf(Adam.class);
    assertThat(Optimizers.byName("RMSprop")).isInstanceOf(RMSprop.class);
    assertThat(Optimizers.byName("rmsprop")).isInstanceOf(RMSprop.class);
    assertThatThrownBy(() -> Optimizers.byName("adem"))
        .hasMessageContaining("adem")
        .hasMessageContaining("adam");
  }

  @Test
  void takes_a_rule_of_your_own() {
    class Sign extends FluentOptimizer<Sign> {
      private float rate;

      Sign() {
        super("sign", 0.5);
      }

      @Override
      protected List<Slot> slots() {
        return List.of();
      }

      @Override
      protected void begin(float newRate, long step) {
        rate = newRate;
      }

      @Override
      protected void update(float[] weights, float[] gradients, int from, int to) {
        for (int i = from; i < to; i++) {
          weights[i] -= rate * Math.signum(gradients[i]);
        }
      }

      @Override
      protected Map<String, Object> ruleConfig() {
        return Map.of();
      }
    }
    float[] weights = {1, 1};
    Optimizer sign = new Sign().weightDecay(0.1);
    sign.bind(weights, new float[] {3, -2}, one(2));
    sign.apply();
    assertThat(weights).containsExactly(0.95f - 0.5f, 0.95f + 0.5f);
  }
}
