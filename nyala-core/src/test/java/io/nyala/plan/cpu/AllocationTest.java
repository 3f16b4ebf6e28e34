// SPDX-License-Identifier: Apache-2.0
package io.nyala.plan.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.testing.ChildJvm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A step of training allocates nothing once its code is compiled. In a process of its own: what a
 * compiler has met in other tests decides whether it keeps vectors in registers.
 */
class AllocationTest {
  @ParameterizedTest
  @ValueSource(strings = {"training", "images", "sequences", "sorting"})
  void a_step_allocates_nothing(String step) throws IOException, InterruptedException {
    Process child =
        ChildJvm.running(StepAllocations.class.getName(), List.of("-Xmx1g"), List.of(step))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String printed = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(child.waitFor()).as("exit status").isZero();
    // A little below zero where asking itself, compiled meanwhile, costs less than the first time.
    assertThat(Double.parseDouble(printed.strip()))
        .as("bytes allocated by a step")
        .isLessThanOrEqualTo(0);
  }
}
