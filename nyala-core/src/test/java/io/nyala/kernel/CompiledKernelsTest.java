// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.testing.Allocations;
import io.nyala.testing.ChildJvm;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jdk.incubator.vector.FloatVector;
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
  private static final int PROCESSES = 3;
  private static final String KERNELS = "nyala.kernels";
  private static final String SOUND = "sound";
  private static final PrintStream OUT = System.out;
  private static final Duration PATIENCE = Duration.ofSeconds(45);

  @Test
  void compiled_kernels_allocate_nothing_and_give_the_bits_of_interpreted_ones() throws Exception {
    String faults = faults();
    for (int i = 1; i < PROCESSES && !faults.isEmpty(); i++) {
      faults = faults();
    }
    assertThat(faults).as("kernels that allocate or change their bits").isEmpty();
  }

  /**
   * Asks a process of its own. Now and then the compiler takes code for good while it still boxes
   * vectors, by chance of its timing: a kernel is at fault that does so in every process.
   */
  private static String faults() throws IOException, InterruptedException {
    List<String> flags = new ArrayList<>();
    flags.add("-XX:MaxVectorSize=" + FloatVector.SPECIES_PREFERRED.vectorByteSize());
    if (System.getProperty(KERNELS) != null) {
      flags.add("-D" + KERNELS + "=" + System.getProperty(KERNELS));
    }
    Process child =
        ChildJvm.running(CompiledKernelsTest.class.getName(), flags, List.of())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    int status = child.waitFor();
    if (said.equals(SOUND) && status == 0) {
      return "";
    }
    return said.isEmpty() ? "the process ended with status " + status : said;
  }

  /** Prints what is at fault. */
  public static void main(String... args) throws InterruptedException {
    KernelCases all = KernelCases.withResults(KernelProvider.current());
    Map<String, KernelCases.Case> cases = all.cases();
    Map<String, Integer> interpreted = new HashMap<>();
    cases.forEach((name, kernel) -> interpreted.put(name, all.digest(kernel, SIZE)));
    List<String> faults = new ArrayList<>(stillAllocating(cases));
    // All of them again: compiling the later ones must not have undone the earlier ones for good.
    stillAllocating(cases).forEach(name -> faults.add(name + " again"));
    cases.forEach(
        (name, kernel) -> {
          if (all.digest(kernel, SIZE) != interpreted.get(name)) {
            faults.add(name + " has other bits");
          }
        });
    OUT.println(faults.isEmpty() ? SOUND : faults);
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
