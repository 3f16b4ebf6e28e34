// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.testing.Allocations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What compilation must and must not change: an allocation in a compiled kernel means that the
 * compiler boxed a vector, other bits mean that results depend on when it gets round to it.
 */
@Tag("kernel")
class CompiledKernelsTest {
  private static final int RUNS = 1000;
  private static final int SIZE = 603;
  private static final Duration PATIENCE = Duration.ofSeconds(180);

  @Test
  void compiled_kernels_allocate_nothing_and_give_the_bits_of_interpreted_ones()
      throws InterruptedException {
    KernelCases all = KernelCases.withResults(KernelProvider.current());
    Map<String, KernelCases.Case> cases = all.cases();
    Map<String, Integer> interpreted = new HashMap<>();
    cases.forEach((name, kernel) -> interpreted.put(name, all.digest(kernel, SIZE)));
    assertThat(stillAllocating(cases)).as("kernels that allocate").isEmpty();
    // All of them again: compiling the later ones must not have undone the earlier ones for good.
    assertThat(stillAllocating(cases)).as("kernels that allocate again").isEmpty();
    cases.forEach(
        (name, kernel) ->
            assertThat(all.digest(kernel, SIZE)).as(name).isEqualTo(interpreted.get(name)));
  }

  /**
   * Runs kernels until they allocate nothing. Interpreted ones box every vector, also while the
   * compiler replaces code that met something new, so this needs patience.
   */
  private static List<String> stillAllocating(Map<String, KernelCases.Case> cases)
      throws InterruptedException {
    List<String> allocating = new ArrayList<>(cases.keySet());
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!allocating.isEmpty() && System.nanoTime() < deadline) {
      allocating.removeIf(name -> bytes(cases.get(name)) == 0);
      Thread.sleep(1);
    }
    return allocating;
  }

  private static double bytes(KernelCases.Case kernel) {
    return Allocations.perRun(
        0,
        RUNS,
        () -> {
          kernel.run(5); // tails alone
          kernel.run(64); // no tail
          kernel.run(83); // both
          kernel.run(SIZE); // several long rows
        });
  }
}
