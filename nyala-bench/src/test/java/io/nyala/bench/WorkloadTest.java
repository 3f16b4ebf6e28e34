// SPDX-License-Identifier: Apache-2.0
package io.nyala.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkloadTest {
  @Test
  void finds_each_workload_by_its_name() {
    assertThat(Workload.all())
        .allSatisfy(workload -> assertThat(Workload.named(workload.name())).contains(workload));
    assertThat(Workload.named("mlp")).isEmpty();
  }

  @Test
  void keeps_the_product_on_one_thread() {
    assertThat(Workload.named("gemm-512").orElseThrow().threads(8)).isEqualTo(1);
    assertThat(Workload.named("mlp-deep").orElseThrow().threads(8)).isEqualTo(8);
  }

  @Test
  void feeds_everyone_the_same_numbers() {
    float[] features = WorkloadData.features(32, 9);

    assertThat(WorkloadData.features(32, 9)).containsExactly(features);
    assertThat(WorkloadData.targets(features, 32)).hasSize(32);
    assertThat(WorkloadData.labels(1000, 10)).containsOnly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mlp-9-32-1", "mlp-deep", "mlp-784-b32", "lstm-2x100", "embedding-20k"})
  void learns(String name) {
    try (Step step = new NyalaContender().prepare(Workload.named(name).orElseThrow(), 1)) {
      double before = step.witness();
      step.run();
      // The learning rate is tiny, so the loss falls a little, but at every step.
      assertThat(step.witness()).isLessThan(before).isGreaterThan(0);
    }
  }

  @Test
  void learns_the_next_step_of_a_sequence() {
    Workload workload = new Workload.TransformerTraining("small", 16, 4, 12, 2);

    try (Step step = new NyalaContender().prepare(workload, 1)) {
      // Output and targets have a variance of 1 and are independent before training.
      double before = step.witness();
      assertThat(before).isBetween(1.7, 2.3);
      step.run();
      assertThat(step.witness()).isLessThan(before).isGreaterThan(0);
    }
  }

  @Test
  void the_targets_of_a_sequence_are_the_steps_that_follow() {
    float[] features = WorkloadData.features(5, 3);

    float[] targets = WorkloadData.sequenceTargets(5, 3);
    assertThat(targets).hasSize(15).containsSequence(Arrays.copyOfRange(features, 3, 15));
  }

  @Test
  void learns_images() {
    Workload workload = new Workload.CnnTraining("cnn-b4", 4);

    try (Step step = new NyalaContender().prepare(workload, 1)) {
      // Near ln 10 before training; a step of training changes the loss.
      double before = step.witness();
      assertThat(before).isBetween(1.5, 4.0);
      step.run();
      assertThat(step.witness()).isNotEqualTo(before).isGreaterThan(0);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void passes_through_a_block(boolean separable) {
    Workload workload = new Workload.BlockPass("block", separable, 2, 6, 4, 8);

    try (Step step = new NyalaContender().prepare(workload, 1)) {
      step.run();
      assertThat(step.witness()).isGreaterThan(0);
    }
  }

  @Test
  void predicts_a_row() {
    Workload workload = Workload.named("predict-row").orElseThrow();

    try (Step step = new NyalaContender().prepare(workload, 1)) {
      step.run();
      assertThat(step.witness()).isFinite().isNotZero();
    }
  }

  @Test
  void times_the_product_with_the_right_result() {
    Workload workload = new Workload.MatrixProduct("gemm-16", 16);
    float[] features = WorkloadData.features(16, 16);
    double expected = 0;
    for (int k = 0; k < 16; k++) {
      expected += (double) features[k] * features[k * 16];
    }

    try (Step step = new NyalaContender().prepare(workload, 1)) {
      step.run();
      assertThat(step.witness()).isCloseTo(expected, offset(1e-4));
    }
  }
}
