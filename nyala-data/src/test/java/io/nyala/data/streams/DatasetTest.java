// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.streams;

import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.input;
import static io.nyala.losses.Losses.meanSquaredError;
import static io.nyala.models.FitOptions.fit;
import static io.nyala.optimizers.Optimizers.sgd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.nyala.batches.Batch;
import io.nyala.batches.BatchSource;
import io.nyala.data.DataException;
import io.nyala.models.Model;
import io.nyala.models.RunInterruptedException;
import io.nyala.models.Sequential;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the stages of a pipeline give, in which order, and what they do with failures. */
@Timeout(60)
class DatasetTest {
  private static final int ROWS = 10;

  /** Rows whose input is their number twice, and whose target is their number. */
  private static Dataset numbers() {
    float[] x = new float[2 * ROWS];
    int[] y = new int[ROWS];
    for (int i = 0; i < ROWS; i++) {
      x[2 * i] = i;
      x[2 * i + 1] = i;
      y[i] = i;
    }
    return Dataset.fromTensors(Tensor.of(Shape.of(ROWS, 2), x), Tensor.ofInts(Shape.of(ROWS), y));
  }

  private static List<Batch> read(BatchSource data, long pass) {
    List<Batch> all = new ArrayList<>();
    try (BatchSource.Pass p = data.open(pass)) {
      for (Batch b = p.next(); b != null; b = p.next()) {
        all.add(b);
      }
      assertThat(p.next()).isNull();
    }
    return all;
  }

  private static List<Integer> labels(BatchSource data, long pass) {
    return read(data, pass).stream().map(b -> b.y().get(0).ints()[0]).toList();
  }

  private static List<Integer> upTo(int n) {
    return IntStream.range(0, n).boxed().toList();
  }

  @Test
  void gives_rows_and_puts_them_together_again() {
    Batch third = read(numbers(), 0).get(3);
    assertThat(third).isEqualTo(Batch.of(Tensor.vector(3, 3), Tensor.ofInts(Shape.scalar(), 3)));

    Dataset batches = numbers().batch(4);
    assertThat(batches.size()).isEqualTo(3);
    assertThat(read(batches, 0).get(2))
        .isEqualTo(
            Batch.of(Tensor.of(Shape.of(2, 2), 8, 8, 9, 9), Tensor.ofInts(Shape.of(2), 8, 9)));
    assertThat(read(numbers().batch(4, true), 0)).hasSize(2);
    assertThat(numbers().batch(4, true).size()).isEqualTo(2);
  }

  @Test
  void shuffles_differently_in_each_pass_but_always_alike() {
    Dataset shuffled = numbers().shuffle(ROWS, 7);
    List<Integer> first = labels(shuffled, 0);
    assertThat(first).containsExactlyInAnyOrderElementsOf(upTo(ROWS)).isNotEqualTo(upTo(ROWS));
    assertThat(labels(shuffled, 0)).isEqualTo(first);
    assertThat(labels(shuffled, 1))
        .containsExactlyInAnyOrderElementsOf(upTo(ROWS))
        .isNotEqualTo(first);
    assertThat(labels(numbers().shuffle(ROWS, 8), 0)).isNotEqualTo(first);
  }

  /** An element cannot come earlier than the buffer reaches. */
  @Test
  void shuffles_no_further_than_the_buffer() {
    List<Integer> order = labels(numbers().shuffle(3, 1), 0);
    for (int i = 0; i < ROWS; i++) {
      assertThat(order.get(i)).isLessThan(i + 3);
    }
    assertThat(labels(numbers().shuffle(1, 1), 0)).isEqualTo(upTo(ROWS));
  }

  /** All positions come first about equally often: 6,000 passes over 6 rows, three sigma. */
  @Test
  void shuffles_evenly() {
    Dataset shuffled = numbers().take(6).shuffle(6, 3);
    int[] firsts = new int[6];
    for (int pass = 0; pass < 6_000; pass++) {
      try (BatchSource.Pass p = shuffled.open(pass)) {
        firsts[p.next().y().get(0).ints()[0]]++;
      }
    }
    for (int n : firsts) {
      assertThat(n).isBetween(1_000 - 87, 1_000 + 87);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 7})
  void maps_in_order_with_keys_by_position(int threads) {
    Dataset mapped =
        numbers()
            .mapRandom(
                5,
                (element, key) -> {
                  // The first ones take longest, so that they would come last if they could.
                  pause(10 - element.y().get(0).ints()[0]);
                  return element.withX(Tensor.scalar(key >>> 40));
                },
                threads);
    List<Batch> got = read(mapped, 2);
    assertThat(got.stream().map(b -> b.y().get(0).ints()[0])).isEqualTo(upTo(ROWS));
    for (int i = 0; i < ROWS; i++) {
      float key = Keys.of(Keys.of(5, 2), i) >>> 40;
      assertThat(got.get(i).x().get(0).item()).isEqualTo(key);
    }
  }

  @Test
  void works_ahead_of_the_reader() throws InterruptedException {
    CountDownLatch ahead = new CountDownLatch(4);
    Dataset data =
        numbers()
            .map(
                element -> {
                  ahead.countDown();
                  return element;
                },
                2)
            .prefetch(3);
    try (BatchSource.Pass pass = data.open(0)) {
      assertThat(ahead.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(pass.next().y().get(0).ints()).containsExactly(0);
    }
    assertThat(labels(data, 0)).isEqualTo(upTo(ROWS));
  }

  @Test
  void reads_once_with_a_cache() {
    AtomicInteger read = new AtomicInteger();
    Dataset cached =
        numbers()
            .map(
                element -> {
                  read.incrementAndGet();
                  return element;
                },
                0)
            .cache();
    try (BatchSource.Pass half = cached.open(0)) {
      half.next();
    }
    int wasted = read.get();
    assertThat(labels(cached, 0)).isEqualTo(upTo(ROWS));
    assertThat(labels(cached, 5)).isEqualTo(upTo(ROWS));
    assertThat(read.get() - wasted).isEqualTo(ROWS);
  }

  @Test
  void repeats_takes_and_skips() {
    assertThat(labels(numbers().take(2).repeat(2), 0)).containsExactly(0, 1, 0, 1);
    assertThat(labels(numbers().skip(8), 0)).containsExactly(8, 9);
    assertThat(labels(numbers().repeat().skip(9).take(3), 0)).containsExactly(9, 0, 1);
    assertThat(numbers().repeat().size()).isEqualTo(BatchSource.INFINITE);
    assertThat(numbers().repeat().batch(4).size()).isEqualTo(BatchSource.INFINITE);
    assertThat(numbers().repeat().take(25).batch(4).size()).isEqualTo(7);
    assertThat(numbers().skip(99).size()).isZero();
    assertThat(labels(numbers().skip(99).repeat(), 0)).isEmpty();
    assertThat(labels(numbers().take(0), 0)).isEmpty();
    Dataset shuffled = numbers().shuffle(ROWS, 1);
    List<Integer> two = labels(shuffled.repeat(2), 3);
    assertThat(two.subList(0, ROWS)).isEqualTo(labels(shuffled, 6));
    assertThat(two.subList(ROWS, 2 * ROWS)).isEqualTo(labels(shuffled, 7));
  }

  @Test
  void takes_from_generators_and_closes_them() {
    AtomicBoolean closed = new AtomicBoolean();
    class Closing implements Iterator<Batch>, AutoCloseable {
      private int next;

      @Override
      public boolean hasNext() {
        return next < 3;
      }

      @Override
      public Batch next() {
        return Batch.of(Tensor.scalar(next), Tensor.ofInts(Shape.scalar(), next++));
      }

      @Override
      public void close() {
        closed.set(true);
      }
    }
    Dataset data = Dataset.fromGenerator(Closing::new);
    assertThat(data.size()).isEqualTo(BatchSource.UNKNOWN);
    assertThat(labels(data.batch(1).shuffle(2, 0).prefetch(1), 0))
        .containsExactlyInAnyOrder(0, 1, 2);
    assertThat(closed).isTrue();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void tells_the_reader_of_a_failure_elsewhere(boolean prefetch) {
    Dataset failing =
        numbers()
            .map(
                element -> {
                  if (element.y().get(0).ints()[0] == 4) {
                    throw new DataException("element 4 is bad");
                  }
                  return element;
                },
                2);
    Dataset data = prefetch ? failing.prefetch(2) : failing;
    List<Integer> got = new ArrayList<>();
    assertThatThrownBy(
            () -> {
              try (BatchSource.Pass pass = data.open(0)) {
                for (Batch b = pass.next(); b != null; b = pass.next()) {
                  got.add(b.y().get(0).ints()[0]);
                }
              }
            })
        .isInstanceOf(DataException.class)
        .hasMessage("element 4 is bad");
    assertThat(got).isEqualTo(upTo(4));
  }

  /** A reader that leaves early leaves no thread behind. */
  @Test
  void stops_its_threads_when_it_is_closed() throws InterruptedException {
    Dataset data = numbers().repeat().map(b -> b, 3).batch(2).prefetch(2);
    try (BatchSource.Pass pass = data.open(0)) {
      pass.next();
      assertThat(threads()).isNotEmpty();
    }
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!threads().isEmpty() && System.nanoTime() < end) {
      Thread.sleep(5);
    }
    assertThat(threads()).isEmpty();
  }

  /** A training that waits for slow data hears of an interrupt at once, and ends their threads. */
  @Test
  void an_interrupt_ends_a_training_that_waits_for_data() throws InterruptedException {
    CountDownLatch reading = new CountDownLatch(1);
    Dataset slow =
        numbers()
            .repeat()
            .map(
                b -> {
                  reading.countDown();
                  pause(3_600_000);
                  return b;
                },
                1)
            .batch(2)
            .prefetch(2);
    Model model = Sequential.of(input(2), dense(1));
    model.compile(sgd(0.1), meanSquaredError());
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    AtomicBoolean flagged = new AtomicBoolean();
    Thread trainer =
        Thread.ofPlatform()
            .start(
                () -> {
                  thrown.set(catchThrowable(() -> model.fit(slow, fit().stepsPerEpoch(5))));
                  flagged.set(Thread.currentThread().isInterrupted());
                });
    reading.await();
    trainer.interrupt();
    assertThat(trainer.join(Duration.ofSeconds(20))).isTrue();
    assertThat(thrown.get())
        .isInstanceOf(RunInterruptedException.class)
        .hasMessageContaining("in epoch 1 after 0 steps");
    assertThat(flagged).isTrue();
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!threads().isEmpty() && System.nanoTime() < end) {
      Thread.sleep(5);
    }
    assertThat(threads()).isEmpty();
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("nyala-map") || name.startsWith("nyala-prefetch"))
        .toList();
  }

  @Test
  void says_which_elements_do_not_go_together() {
    Dataset uneven =
        Dataset.fromGenerator(
            () ->
                List.of(
                        Batch.of(Tensor.zeros(Shape.of(4, 4, 3))),
                        Batch.of(Tensor.zeros(Shape.of(5, 4, 3))))
                    .iterator());
    assertThatThrownBy(() -> read(uneven.batch(2), 0))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("input 0 is float32(4, 4, 3) in one element")
        .hasMessageContaining("(5, 4, 3) in another", "resizing");
    assertThatThrownBy(() -> numbers().batch(0)).hasMessage("batch must be at least 1, got 0");
    assertThatThrownBy(
            () -> Dataset.fromTensors(Tensor.zeros(Shape.of(3, 2)), Tensor.zeros(Shape.of(2, 2))))
        .hasMessageContaining("same number of rows");
  }

  private static void pause(int milliseconds) {
    try {
      Thread.sleep(milliseconds);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
