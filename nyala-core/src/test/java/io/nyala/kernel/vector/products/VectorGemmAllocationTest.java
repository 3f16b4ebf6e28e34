// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector.products;

import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.kernel.GemmKernels;
import io.nyala.ops.kinds.FusedActivation;
import io.nyala.testing.Allocations;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A product that allocates has boxed a vector, which costs far more than the memory. */
@Tag("kernel")
class VectorGemmAllocationTest {
  private static final GemmKernels VECTOR = new VectorGemm();
  private static final boolean[] BOTH = {false, true};
  private static final long PATIENCE_NANOS = 60_000_000_000L;

  @Test
  void allocates_nothing() {
    List<GemmCase> all = new ArrayList<>();
    int[][] sizes = {
      {32, 32, 9}, {32, 10, 33}, {1, 40, 30}, {32, 1, 35}, {7, 3, 5}, {32, 300, 64}, {40, 200, 270}
    };
    for (int[] size : sizes) {
      for (boolean transposeA : BOTH) {
        for (boolean transposeB : BOTH) {
          for (FusedActivation activation : FusedActivation.values()) {
            for (boolean gaps : BOTH) {
              boolean accumulate = activation == FusedActivation.LINEAR && gaps;
              GemmCase x =
                  new GemmCase(
                      transposeA,
                      transposeB,
                      size[0],
                      size[1],
                      size[2],
                      gaps,
                      accumulate,
                      true,
                      activation);
              all.add(x);
            }
          }
        }
      }
    }
    float[][] results = all.stream().map(x -> x.c.clone()).toArray(float[][]::new);
    GemmCase[] cases = all.toArray(GemmCase[]::new);
    Runnable body =
        () -> {
          for (int i = 0; i < cases.length; i++) {
            cases[i].run(VECTOR, results[i], 0, cases[i].m, 0, cases[i].n);
          }
        };
    // Until the compiler has got round to everything, vectors are objects.
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    double bytes;
    do {
      bytes = Allocations.perRun(50, 20, body);
    } while (bytes >= 1 && System.nanoTime() < deadline);
    assertThat(bytes).as("bytes allocated by %d products", cases.length).isLessThan(1);
  }
}
