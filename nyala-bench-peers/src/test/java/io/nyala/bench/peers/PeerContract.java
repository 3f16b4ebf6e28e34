// SPDX-License-Identifier: Apache-2.0
package io.nyala.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.nyala.bench.Contender;
import io.nyala.bench.Step;
import io.nyala.bench.Workload;
import io.nyala.bench.WorkloadData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Shows that a peer does the work that it is timed for. */
abstract class PeerContract {
  private static final int STEPS = 300;

  abstract Contender peer();

  @ParameterizedTest
  @ValueSource(strings = {"vgg-block", "separable-block"})
  void passes_through_a_block(String name) {
    try (Step step = peer().prepare(Workload.named(name).orElseThrow(), 1)) {
      double before = step.witness();
      step.run();
      // Weights stay as they are.
      assertThat(step.witness()).isEqualTo(before).isGreaterThan(0);
    }
  }

  @Test
  void predicts_an_image() {
    try (Step step = peer().prepare(Workload.named("cnn-predict-1").orElseThrow(), 1)) {
      step.run();
      assertThat(step.witness()).isFinite().isNotZero();
    }
  }

  @Test
  void starts_classification_of_images_near_the_loss_of_a_guess() {
    try (Step step = peer().prepare(Workload.named("cnn-cifar-b32").orElseThrow(), 1)) {
      assertThat(step.witness()).isBetween(2.0, 5.0);
      step.run();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mlp-9-32-1", "mlp-deep", "mlp-784-b32"})
  void learns(String name) {
    try (Step step = peer().prepare(Workload.named(name).orElseThrow(), 1)) {
      double before = step.witness();
      for (int i = 0; i < STEPS; i++) {
        step.run();
      }
      // The learning rate is tiny, so the loss falls a little, but at every step.
      assertThat(step.witness()).isLessThan(before).isGreaterThan(0);
    }
  }

  @Test
  void starts_classification_near_the_loss_of_a_guess() {
    try (Step step = peer().prepare(Workload.named("mlp-784-b32").orElseThrow(), 1)) {
      // Above ln 10 = 2.3 by what the initial weights of each peer make of it.
      assertThat(step.witness()).isBetween(2.0, 5.0);
    }
  }

  @Test
  void multiplies() {
    int size = 512;
    float[] features = WorkloadData.features(size, size);
    double expected = 0;
    for (int k = 0; k < size; k++) {
      expected += (double) features[k] * features[k * size];
    }

    try (Step step = peer().prepare(Workload.named("gemm-512").orElseThrow(), 1)) {
      step.run();
      assertThat(step.witness()).isCloseTo(expected, offset(1e-3));
    }
  }

  @Test
  void predicts_a_number() {
    try (Step step = peer().prepare(Workload.named("predict-row").orElseThrow(), 1)) {
      step.run();
      assertThat(step.witness()).isFinite().isNotZero();
    }
  }
}
