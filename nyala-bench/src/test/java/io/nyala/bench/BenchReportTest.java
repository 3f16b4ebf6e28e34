// SPDX-License-Identifier: Apache-2.0
package io.nyala.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BenchReportTest {
  @Test
  void compares_with_the_fastest_peer() {
    Map<String, Double> peers = Map.of("slow", 80.0, "fast", 30.0);

    assertThat(new BenchReport.Row("w", 2, 10, peers, 5).ratio()).hasValue(3);
  }

  @Test
  void leaves_out_a_peer_that_does_not_obey_the_choice_of_instructions() {
    Map<String, Double> peers = Map.of("keras-jax", 30.0, "libtorch", 80.0);
    BenchReport.Row row = new BenchReport.Row("w", 2, 10, peers, 5);

    assertThat(row.ratio(InstructionSet.NATIVE)).hasValue(3);
    assertThat(row.ratio(InstructionSet.AVX2)).hasValue(8);
  }

  @Test
  void writes_null_for_the_ratio_without_a_peer() {
    BenchReport report = new BenchReport(List.of(new BenchReport.Row("w", 2, 10, Map.of(), 5)));

    assertThat(report.toJson())
        .isEqualTo(
            "[{\"name\":\"w\",\"threads\":2,\"ours_us\":10.0,\"peers\":{},\"ratio\":null,"
                + "\"floor_us\":5.0}]");
  }

  @Test
  void adds_the_kernels_behind_the_other_keys() {
    List<BenchReport.Kernel> kernels = List.of(new BenchReport.Kernel("dense 2 to 3", 4, 0.5));
    BenchReport.Row row = new BenchReport.Row("w", 2, 10, Map.of("peer", 20.0), 5, kernels);

    assertThat(new BenchReport(List.of(row)).toJson())
        .isEqualTo(
            "[{\"name\":\"w\",\"threads\":2,\"ours_us\":10.0,\"peers\":{\"peer\":20.0},"
                + "\"ratio\":2.0,\"floor_us\":5.0,\"kernels\":[{\"name\":\"dense 2 to 3\","
                + "\"us\":4.0,\"share_of_peak\":0.5}]}]");
  }
}
