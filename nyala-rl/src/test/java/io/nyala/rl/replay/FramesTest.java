// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.rl.random.NumPyRandom;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.testing.Allocations;
import io.nyala.variables.Variable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Frames that are stored once must come out as the stacks that went in. */
class FramesTest {
  private static final int PIXELS = 7; // no multiple of the four bytes of an int

  @TempDir Path folder;

  /** Episodes of random frames and lengths, stacked as FrameStack does. */
  private static final class Episodes {
    private final NumPyRandom random = new NumPyRandom(3);
    private final int stack;
    private final float[] seen;
    private int left; // steps of the episode
    private boolean terminates;
    private int number; // of the step, which is its reward

    Episodes(int stack) {
      this.stack = stack;
      this.seen = new float[stack * PIXELS];
    }

    private void frame(int at) {
      for (int i = 0; i < PIXELS; i++) {
        seen[at + i] = random.integers(256);
      }
    }

    void step(NStep... adders) {
      if (left == 0) {
        left = 1 + random.integers(12);
        terminates = random.integers(2) == 0;
        frame(0);
        for (int i = 1; i < stack; i++) {
          System.arraycopy(seen, 0, seen, i * PIXELS, PIXELS);
        }
      }
      float[] before = seen.clone();
      System.arraycopy(seen, PIXELS, seen, 0, seen.length - PIXELS);
      frame(seen.length - PIXELS);
      left--;
      for (NStep adder : adders) {
        boolean ends = left == 0;
        adder.add(before, number % 5, number, seen, ends && terminates, ends && !terminates);
      }
      number++;
    }
  }

  private static Shape shape(int stack) {
    return Shape.of(stack, PIXELS);
  }

  private ReplayMemory memory(int capacity, int stack, double alpha, String where) {
    Frames frames = stack == 1 ? Frames.single() : Frames.stacked(stack);
    return ReplayMemory.of(
        capacity,
        shape(stack),
        alpha,
        where.equals("heap") ? frames : frames.onDisk(folder.resolve(where)));
  }

  private static TransitionBatch drawn(ReplayMemory memory, int size, int stack, long seed) {
    TransitionBatch batch = TransitionBatch.of(size, shape(stack));
    memory.sample(new NumPyRandom(seed), memory.isPrioritized() ? 0.5 : 0, batch);
    return batch;
  }

  private static void assertSame(TransitionBatch got, TransitionBatch expected) {
    assertThat(got.rewards().floats()).isEqualTo(expected.rewards().floats());
    assertThat(got.discounts().floats()).isEqualTo(expected.discounts().floats());
    assertThat(got.actions().ints()).isEqualTo(expected.actions().ints());
    assertThat(got.observations().floats()).isEqualTo(expected.observations().floats());
    assertThat(got.nextObservations().floats()).isEqualTo(expected.nextObservations().floats());
    assertThat(got.weights().floats()).isEqualTo(expected.weights().floats());
  }

  @ParameterizedTest
  @CsvSource({"1, 1, heap", "4, 1, heap", "4, 3, heap", "2, 7, heap", "3, 2, disk", "1, 5, disk"})
  void draws_what_a_memory_of_floats_draws(int stack, int steps, String where) {
    for (double alpha : new double[] {0, 0.6}) {
      ReplayMemory plain = ReplayMemory.of(500, shape(stack), alpha, null);
      ReplayMemory frames = memory(500, stack, alpha, where);
      NStep a = new NStep(plain, 0.9, steps);
      NStep b = new NStep(frames, 0.9, steps);
      Episodes episodes = new Episodes(stack);
      for (int i = 0; i < 400; i++) { // with their last frames, fewer than 500
        episodes.step(a, b);
      }
      assertThat(frames.size()).isEqualTo(plain.size());
      assertSame(drawn(frames, 300, stack, 8), drawn(plain, 300, stack, 8));
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1, heap", "4, 1, heap", "4, 3, heap", "2, 7, heap", "3, 2, disk", "1, 5, disk"})
  void forgets_only_what_was_overwritten(int stack, int steps, String where) {
    ReplayMemory all = ReplayMemory.uniform(10_000, shape(stack));
    ReplayMemory frames = memory(100, stack, 0.6, where);
    NStep a = new NStep(all, 0.9, steps);
    NStep b = new NStep(frames, 0.9, steps);
    Episodes episodes = new Episodes(stack);
    for (int i = 0; i < 9000; i++) {
      episodes.step(a, b);
      if (i % 7 == 0 && i > 20) {
        TransitionBatch batch = drawn(frames, 16, stack, i);
        TransitionBatch expected = TransitionBatch.of(1, shape(stack));
        for (int row = 0; row < 16; row++) {
          int which = place(all, batch, row, expected);
          assertThat(which).as("the transition was added").isGreaterThanOrEqualTo(0);
          assertThat(which).as("one of the latest").isGreaterThan(all.size() - 1 - 100);
          assertRow(batch, row, expected);
        }
        frames.prioritize(batch, errors(i));
      }
    }
    // Episodes have 6.5 steps on average and a frame more; some wait at the beginning of a stack.
    assertThat(frames.size()).isBetween(70, 95);
  }

  private static float[] errors(int seed) {
    float[] errors = new float[16];
    for (int i = 0; i < errors.length; i++) {
      errors[i] = (seed * 31 + i * 17) % 10;
    }
    return errors;
  }

  /** Finds a drawn transition among all that were ever added, in the order of adding. */
  private static int place(ReplayMemory all, TransitionBatch batch, int row, TransitionBatch into) {
    for (int place = all.size() - 1; place >= 0; place--) {
      all.read(place, 0, into);
      if (into.rewards().floats()[0] == batch.rewards().floats()[row]
          && into.discounts().floats()[0] == batch.discounts().floats()[row]) {
        return place;
      }
    }
    return -1;
  }

  private static void assertRow(TransitionBatch batch, int row, TransitionBatch expected) {
    int n = expected.observations().size();
    float[] before = batch.observations().floats();
    float[] after = batch.nextObservations().floats();
    assertThat(Arrays.copyOfRange(before, row * n, row * n + n))
        .isEqualTo(expected.observations().floats());
    assertThat(Arrays.copyOfRange(after, row * n, row * n + n))
        .isEqualTo(expected.nextObservations().floats());
  }

  @ParameterizedTest
  @CsvSource({"4, 1, heap", "3, 4, disk"})
  void goes_on_from_a_checkpoint_though_more_was_written_since(int stack, int steps, String where) {
    ReplayMemory first = memory(60, stack, 0.6, where);
    NStep adder = new NStep(first, 0.9, steps);
    Episodes episodes = new Episodes(stack);
    Episodes same = new Episodes(stack);
    ReplayMemory other = memory(60, stack, 0.6, "heap");
    NStep otherAdder = new NStep(other, 0.9, steps);
    for (int i = 0; i < 200; i++) {
      episodes.step(adder);
      same.step(otherAdder);
    }
    List<Tensor> variables = first.variables().stream().map(Variable::get).toList();
    Map<String, Object> state = copied(first.state());
    Map<String, Object> waiting = adder.state();
    for (int i = 0; i < 150; i++) { // lost when the program is killed
      episodes.step(adder);
    }
    ReplayMemory second = memory(60, stack, 0.6, where);
    for (int i = 0; i < variables.size(); i++) {
      second.variables().get(i).set(variables.get(i));
    }
    second.restore(state);
    NStep secondAdder = new NStep(second, 0.9, steps);
    secondAdder.restore(waiting);
    for (int i = 0; i < 100; i++) {
      assertSame(drawn(second, 20, stack, i), drawn(other, 20, stack, i));
      same.step(secondAdder, otherAdder);
    }
  }

  /** Copies tensors, which are views of live data, as a file does. */
  private static Map<String, Object> copied(Map<String, Object> state) {
    return Map.copyOf(walk(state));
  }

  @SuppressWarnings("unchecked")
  private static <T> T walk(T value) {
    return (T)
        switch (value) {
          case Map<?, ?> map -> {
            Map<String, Object> copy = new java.util.LinkedHashMap<>();
            map.forEach((k, v) -> copy.put((String) k, walk(v)));
            yield copy;
          }
          case List<?> list -> list.stream().map(FramesTest::<Object>walk).toList();
          case Tensor t -> Tensor.ofInts(t.shape(), t.ints().clone());
          default -> value;
        };
  }

  @Test
  void a_file_of_another_training_or_gone_too_far_is_refused() {
    ReplayMemory memory = memory(10, 1, 0, "a");
    NStep adder = new NStep(memory, 0.9, 1);
    Episodes episodes = new Episodes(1);
    episodes.step(adder);
    Map<String, Object> state = memory.state();
    for (int i = 0; i < 4500; i++) {
      episodes.step(adder);
    }
    assertThatThrownBy(() -> memory(10, 1, 0, "a").restore(state))
        .hasMessageContaining("frames were written after the checkpoint")
        .hasMessageContaining("4,096");
    new NStep(memory(10, 1, 0, "b"), 0.9, 1).add(new float[7], 0, 0, new float[7], false, false);
    assertThatThrownBy(() -> memory(10, 1, 0, "b").restore(state))
        .hasMessageContaining("does not hold the frames of the checkpoint");
  }

  @Test
  void a_million_frames_need_7_gigabytes_and_say_so() throws Exception {
    Shape atari = Shape.of(4, 84, 84);
    int tooMany = (int) (Runtime.getRuntime().maxMemory() / 7056) + 1;
    assertThatThrownBy(() -> ReplayMemory.of(tooMany, atari, 0, Frames.stacked(4)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("keep the frames on disk by Frames.onDisk");
    assertThatThrownBy(() -> ReplayMemory.of(1_000_000, atari, 0, null))
        .hasMessageContaining("keep pictures as bytes by Frames");
    Path file = folder.resolve("million");
    ReplayMemory.of(8_000, atari, 0, Frames.stacked(4).onDisk(file));
    assertThat(Files.size(file)).isEqualTo(16 + (8_000 + 4_096) * 7056L);
    assertThatThrownBy(
            () -> ReplayMemory.of(2_000_000_000, Shape.of(1, 10), 0, Frames.single().onDisk(file)))
        .hasMessageContaining("than the heap"); // actions and rewards are there still
  }

  @Test
  void says_what_does_not_fit() {
    assertThatThrownBy(() -> Frames.stacked(1)).hasMessageContaining("Frames.single()");
    assertThatThrownBy(() -> ReplayMemory.of(9, Shape.of(3, 7), 0, Frames.stacked(4)))
        .hasMessageContaining("first axis must be 4, got the shape (3, 7)");
    ReplayMemory memory = memory(20, 2, 0, "heap");
    float[] ones = new float[14];
    Arrays.fill(ones, 1);
    assertThatThrownBy(() -> memory.add(ones, 0, 0, ones, 1))
        .hasMessageContaining("whether the episode ends");
    float[] half = ones.clone();
    half[13] = 0.5f;
    assertThatThrownBy(() -> memory.add(ones, 0, 0, half, 1, 1, false))
        .hasMessageContaining("integers from 0 to 255, got 0.5");
    float[] unequal = ones.clone();
    unequal[0] = 0;
    ReplayMemory fresh = memory(20, 2, 0, "heap");
    assertThatThrownBy(() -> fresh.add(unequal, 0, 0, ones, 1, 1, false))
        .hasMessageContaining("begin with a stack of 2 equal frames");
    assertThatThrownBy(() -> fresh.add(ones, 0, 0, ones, 1, 18, false))
        .hasMessageContaining("too small for stacks of 2 over 18 steps");
  }

  @ParameterizedTest
  @CsvSource({"heap", "disk"})
  void adding_and_drawing_allocate_nothing(String where) {
    ReplayMemory memory = memory(100, 2, 0.6, where);
    TransitionBatch batch = TransitionBatch.of(8, shape(2));
    NumPyRandom random = new NumPyRandom(0);
    float[] seen = new float[14];
    int[] added = {0};
    double bytes = 1;
    for (int tries = 0; tries < 5 && bytes >= 0.1; tries++) { // until all is compiled
      bytes =
          Allocations.perRun(
              5000,
              5000,
              () -> {
                memory.add(seen, 0, 0, seen, 1, 1, added[0]++ % 50 == 49);
                memory.sample(random, 0.5, batch);
              });
    }
    assertThat(bytes).isLessThan(0.1);
  }
}
