// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune;

import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.input;
import static io.nyala.losses.Losses.meanSquaredError;
import static io.nyala.optimizers.Optimizers.sgd;
import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.models.Model;
import io.nyala.models.Sequential;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.tune.space.Hyperparameters;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * A search leaves nothing behind of trials that are over: {@code -Dnyala.trials=500} is a long one.
 */
class LongSearchTest {
  private static final int TRIALS = Integer.getInteger("nyala.trials", 40);
  private static final int WIDTH = 1000;
  private static final int SPUN = 20;

  @TempDir Path folder;

  private static Model network(Hyperparameters hp) {
    double rate = hp.floatRange("rate", 1e-5, 1e-3).log().value();
    Model model = Sequential.of(input(1), dense(WIDTH), dense(WIDTH), dense(1));
    model.compile(sgd(rate), meanSquaredError());
    return model;
  }

  private static int loadedClasses() {
    // Tests run inside the module, which does not need this one itself.
    LongSearchTest.class
        .getModule()
        .addReads(ModuleLayer.boot().findModule("java.management").orElseThrow());
    return ManagementFactory.getClassLoadingMXBean().getLoadedClassCount();
  }

  private static long heapAfterCollection() {
    long used = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      used = Math.min(used, runtime.totalMemory() - runtime.freeMemory());
    }
    return used;
  }

  @Test
  void memory_threads_and_classes_do_not_grow_with_trials(TestReporter reporter) {
    Tensor x = Tensor.of(Shape.of(4, 1), new float[] {1, 2, 3, 4});
    long[] heap = new long[2];
    int[] threads = new int[2];
    int[] classes = new int[2];
    Study study = Study.in(folder).minimize("loss").trials(TRIALS).epochs(1);
    study.run(
        LongSearchTest::network,
        (model, trial) -> {
          var history = model.fit(x, x, trial.fit());
          int at = trial.number() == TRIALS / 4 ? 0 : trial.number() == TRIALS - 1 ? 1 : -1;
          if (at >= 0) {
            heap[at] = heapAfterCollection();
            threads[at] = Thread.getAllStackTraces().size();
            classes[at] = loadedClasses();
          }
          return history;
        });
    assertThat(study.trials()).hasSize(TRIALS);
    assertThat((double) heap[1]).isBetween(heap[0] * 0.95, heap[0] * 1.05);
    assertThat(threads[1]).isLessThanOrEqualTo(threads[0]);
    // The JDK still spins a few classes for calls that have become frequent.
    assertThat(classes[1]).isLessThanOrEqualTo(classes[0] + SPUN);
    reporter.publishEntry(
        "from trial %d to %d".formatted(TRIALS / 4, TRIALS - 1),
        "heap %,d to %,d bytes, threads %d to %d, classes %d to %d"
            .formatted(heap[0], heap[1], threads[0], threads[1], classes[0], classes[1]));
  }
}
