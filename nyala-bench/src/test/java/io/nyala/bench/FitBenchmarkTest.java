// SPDX-License-Identifier: Apache-2.0
package io.nyala.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FitBenchmarkTest {
  /** Not a measurement: a fit whose cost grew with the square of its rows would be 10x here. */
  @Test
  void a_step_costs_the_same_on_ten_times_the_rows() throws Exception {
    List<Benchmark> fits = FitBenchmark.all();

    BenchReport.Row one = fits.get(0).run(1);
    BenchReport.Row ten = fits.get(1).run(1);

    assertThat(one.name()).isEqualTo("fit-rows-1x");
    assertThat(ten.name()).isEqualTo("fit-rows-10x");
    assertThat(one.oursUs()).isGreaterThan(one.floorUs());
    assertThat(ten.oursUs()).isGreaterThan(ten.floorUs()).isLessThan(4 * one.oursUs());
  }
}
