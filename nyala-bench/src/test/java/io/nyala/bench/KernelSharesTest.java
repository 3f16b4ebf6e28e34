// SPDX-License-Identifier: Apache-2.0
package io.nyala.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nyala.graph.Graph;
import io.nyala.plan.cpu.CpuEngine;
import java.util.List;
import org.junit.jupiter.api.Test;

class KernelSharesTest {
  @Test
  void the_kernels_of_a_training_step_do_the_arithmetic_of_its_floor() {
    for (String name :
        List.of(
            "mlp-784-b32", "cnn-cifar-b32", "cnn-predict-1", "lstm-256", "gru-256", "vgg-block")) {
      Workload workload = Workload.named(name).orElseThrow();
      double sum = 0;
      for (KernelShares.Kernel kernel : KernelShares.kernels(workload)) {
        sum += kernel.operations();
      }
      double needed = Floor.needs(workload).operations();
      // The floor also counts the last layer of one unit.
      assertThat(sum / needed).as(name).isBetween(0.999, 1.001);
    }
  }

  @Test
  void four_projections_and_the_other_kernels_of_an_encoder_block_do_its_arithmetic() {
    Workload workload = Workload.named("transformer-long").orElseThrow();
    List<KernelShares.Kernel> kernels = KernelShares.kernels(workload);

    double sum = kernels.stream().mapToDouble(KernelShares.Kernel::operations).sum();
    double projection = kernels.getFirst().operations();
    // Three more projections, of which three need no gradient of their input.
    assertThat(sum + 9 * projection - 3 * projection).isEqualTo(Floor.needs(workload).operations());
  }

  @Test
  void every_kernel_compiles() {
    for (Workload workload : Workload.all()) {
      for (KernelShares.Kernel kernel : KernelShares.kernels(workload)) {
        Graph graph = Graph.of(kernel.inputs(), kernel.outputs());
        assertThat(CpuEngine.shared().compile(graph)).as(kernel.name()).isNotNull();
      }
    }
  }

  @Test
  void a_share_is_arithmetic_for_the_time_and_the_peak() {
    Workload workload =
        new Workload.MlpTraining("small", List.of(8, 16, 4), 32, Workload.Loss.MEAN_ABSOLUTE_ERROR);
    List<BenchReport.Kernel> all = KernelShares.of(workload, 1000);
    assertThat(all).hasSize(5);
    assertThat(all.get(0).name()).isEqualTo("dense 8 to 16");
    assertThat(all.get(0).share() * all.get(0).us() * 1000).isCloseTo(2 * 32 * 8 * 16, within(1.0));
  }
}
