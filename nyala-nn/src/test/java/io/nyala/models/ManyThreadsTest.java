// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import static io.nyala.layers.Layers.RELU;
import static io.nyala.layers.Layers.SIGMOID;
import static io.nyala.layers.Layers.batchNormalization;
import static io.nyala.layers.Layers.conv2D;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.flatten;
import static io.nyala.layers.Layers.input;
import static io.nyala.losses.Losses.binaryCrossentropy;
import static io.nyala.metrics.Metrics.accuracy;
import static io.nyala.metrics.Metrics.auc;
import static io.nyala.models.EvaluateOptions.evaluate;
import static io.nyala.models.FitOptions.fit;
import static io.nyala.optimizers.Optimizers.adam;
import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.kernel.WorkerPool;
import io.nyala.support.Data;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Load as of a busy server: nothing mixes, nobody starves, nothing stays behind. */
@Timeout(120)
class ManyThreadsTest {
  private static final int THREADS = 64;
  private static final int OPERATIONS = 10_000;
  private static final int ROWS = 64;
  private static final Tensor X = Data.normal(1, ROWS, 6);
  private static final Tensor Y = classes();

  private static Tensor classes() {
    float[] y = new float[ROWS];
    for (int r = 0; r < ROWS; r++) {
      y[r] = X.at(r * 6) > 0 ? 1 : 0;
    }
    return Tensor.of(Shape.of(ROWS, 1), y);
  }

  private static Model network() {
    Model model =
        Sequential.of(input(6), dense(12), batchNormalization(), dense(1).activation(SIGMOID));
    model.compile(adam(0.01), binaryCrossentropy(), accuracy(), auc());
    return model;
  }

  /** Does one of the things that a server may do, by number. */
  private static Object operation(Model model, int which) {
    return switch (which) {
      case 0 -> model.predict(X);
      case 1 -> model.evaluate(X, Y, evaluate().batchSize(24)).values();
      case 2 -> model.getWeights();
      default -> List.of(model.predictor().predict(X.rows(3, 4).floats())[0]);
    };
  }

  private static final int KINDS = 4;

  private static List<Set<Object>> nothing() {
    List<Set<Object>> all = new ArrayList<>();
    for (int kind = 0; kind < KINDS; kind++) {
      all.add(new HashSet<>());
    }
    return all;
  }

  private static void addAll(List<Set<Object>> seen, Model model) {
    for (int kind = 0; kind < KINDS; kind++) {
      seen.get(kind).add(operation(model, kind));
    }
  }

  private static Callback atBatchEnd(Runnable action) {
    return new Callback() {
      @Override
      public void onTrainBatchEnd(int batch, Map<String, Double> logs) {
        action.run();
      }
    };
  }

  /**
   * Half of the operations are on a model at rest, half on one that a thread trains; these see what
   * one of its steps left, and the training is as if it were alone.
   */
  @Test
  void operations_of_many_threads_give_what_those_of_one_give() throws Exception {
    Model resting = network();
    List<Set<Object>> atRest = nothing();
    addAll(atRest, resting);
    Model alone = network();
    List<Set<Object>> afterSteps = nothing();
    addAll(afterSteps, alone);
    FitOptions watched = fit().epochs(10).batchSize(16);
    History expected =
        alone.fit(X, Y, watched.callbacks(atBatchEnd(() -> addAll(afterSteps, alone))));

    Model trained = network();
    addAll(nothing(), trained);
    long before = used();
    AtomicInteger next = new AtomicInteger();
    AtomicInteger strangers = new AtomicInteger();
    History got;
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      List<Future<?>> all = new ArrayList<>();
      for (int t = 0; t < THREADS; t++) {
        all.add(
            threads.submit(
                () -> {
                  for (int i = next.getAndIncrement(); i < OPERATIONS; i = next.getAndIncrement()) {
                    int kind = i / 2 % KINDS;
                    Object found = operation(i % 2 == 0 ? resting : trained, kind);
                    Set<Object> known = (i % 2 == 0 ? atRest : afterSteps).get(kind);
                    if (!known.contains(found)) {
                      strangers.incrementAndGet();
                    }
                  }
                }));
      }
      // Each step waits for some operations, so that the training lasts as long as these.
      FitOptions slow = fit().epochs(10).batchSize(16);
      got = trained.fit(X, Y, slow.callbacks(atBatchEnd(() -> awaitSome(next))));
      for (Future<?> each : all) {
        each.get();
      }
    }
    assertThat(strangers.get()).isZero();
    assertThat(got.values()).isEqualTo(expected.values());
    assertThat(trained.getWeights()).isEqualTo(alone.getWeights());
    assertThat(returnsTo(before + 4_000_000)).isTrue();
  }

  private static void awaitSome(AtomicInteger count) {
    int wanted = Math.min(OPERATIONS, count.get() + OPERATIONS / 50);
    while (count.get() < wanted) {
      Thread.onSpinWait();
    }
  }

  private static Model images() {
    return Sequential.of(
        input(16, 16, 3), conv2D(32, 3).activation(RELU), conv2D(32, 3), flatten(), dense(1));
  }

  /** The buffers of one such batch take some 15 MB. */
  @Test
  void large_batches_of_many_threads_leave_nothing_behind() throws Exception {
    Model model = images();
    Tensor x = Data.normal(2, 256, 16 * 16 * 3).reshape(Shape.of(256, 16, 16, 3));
    Tensor expected = model.predict(x);
    Thread.sleep(3_000); // what the first call has left is dropped by then
    long before = used();
    try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
      List<Future<Tensor>> all = new ArrayList<>();
      for (int i = 0; i < 24; i++) {
        all.add(threads.submit(() -> model.predict(x)));
      }
      for (Future<Tensor> each : all) {
        assertThat(each.get()).isEqualTo(expected);
      }
    }
    assertThat(returnsTo(before + 4_000_000)).isTrue();
  }

  private static long used() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private static boolean returnsTo(long bytes) throws InterruptedException {
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (used() > bytes) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      Thread.sleep(200);
    }
    return true;
  }

  /**
   * A virtual thread that gave up its carrier in the middle of a call would wait for all others: up
   * to a thousand times as long as a call takes. How long it was is a matter of what else the
   * machine does; that none gave it up shows in how many calls were under way.
   */
  @Test
  void no_virtual_thread_waits_for_the_others() throws Exception {
    int threads = WorkerPool.shared().threads();
    WorkerPool.useThreads(Math.max(2, threads));
    try {
      Model model = images();
      Tensor x = Data.normal(3, 8, 16 * 16 * 3).reshape(Shape.of(8, 16, 16, 3));
      Tensor expected = model.predict(x);
      underWay(200, model, x, expected); // makes executions for all carriers
      assertThat(underWay(2_000, model, x, expected)).isLessThanOrEqualTo(CARRIERS);
    } finally {
      WorkerPool.useThreads(threads);
    }
  }

  private static final int CARRIERS =
      Integer.getInteger(
          "jdk.virtualThreadScheduler.parallelism", Runtime.getRuntime().availableProcessors());

  /** Returns how many calls were under way at a time, at most. */
  private static int underWay(int count, Model model, Tensor x, Tensor expected) throws Exception {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger right = new AtomicInteger();
    CountDownLatch start = new CountDownLatch(1);
    try (ExecutorService virtual = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < count; i++) {
        virtual.submit(
            () -> {
              start.await();
              most.accumulateAndGet(now.incrementAndGet(), Math::max);
              Tensor found = model.predict(x);
              now.decrementAndGet();
              right.addAndGet(found.equals(expected) ? 1 : 0);
              return found;
            });
      }
      start.countDown();
    }
    assertThat(right.get()).isEqualTo(count);
    return most.get();
  }
}
