// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nyala.rl.random.NumPyRandom;
import io.nyala.tensor.Shape;
import io.nyala.testing.Allocations;
import org.junit.jupiter.api.Test;

class ReplayMemoryTest {
  private static final Shape ONE = Shape.of(1);

  private static void add(ReplayMemory memory, int number) {
    memory.add(new float[] {number}, number % 3, number, new float[] {number + 1}, 0.9);
  }

  @Test
  void remembers_the_latest_and_draws_whole_transitions() {
    ReplayMemory memory = ReplayMemory.uniform(10, ONE);
    for (int i = 0; i < 25; i++) {
      add(memory, i);
    }
    assertThat(memory.size()).isEqualTo(10);
    TransitionBatch batch = TransitionBatch.of(2000, ONE);
    memory.sample(new NumPyRandom(0), 1, batch);
    int[] counts = new int[25];
    for (int i = 0; i < batch.size(); i++) {
      int number = (int) batch.observations().floats()[i];
      counts[number]++;
      assertThat(batch.actions().ints()[i]).isEqualTo(number % 3);
      assertThat(batch.rewards().floats()[i]).isEqualTo(number);
      assertThat(batch.nextObservations().floats()[i]).isEqualTo(number + 1);
      assertThat(batch.discounts().floats()[i]).isEqualTo(0.9f);
      assertThat(batch.weights().floats()[i]).isEqualTo(1);
    }
    for (int i = 0; i < 25; i++) {
      if (i < 15) {
        assertThat(counts[i]).isZero();
      } else {
        assertThat(counts[i]).isBetween(140, 260);
      }
    }
  }

  @Test
  void remembers_actions_that_are_rows_of_numbers() {
    ReplayMemory memory = ReplayMemory.continuous(3, ONE, 2);
    for (int i = 0; i < 5; i++) {
      float[] next = {i + 1};
      memory.add(new float[] {i}, new double[] {i / 2.0, -i}, i, next, 0.9);
    }
    TransitionBatch batch = TransitionBatch.of(50, ONE, 2);
    memory.sample(new NumPyRandom(0), 0, batch);
    for (int i = 0; i < batch.size(); i++) {
      float number = batch.observations().floats()[i];
      assertThat(number).isBetween(2f, 4f);
      assertThat(batch.actions().floats()[2 * i]).isEqualTo(number / 2);
      assertThat(batch.actions().floats()[2 * i + 1]).isEqualTo(-number);
    }
    assertThatThrownBy(() -> memory.add(new float[1], 1, 0, new float[1], 0.9))
        .hasMessageContaining("an action has 2 numbers, got 1");
  }

  @Test
  void draws_in_proportion_to_priorities_and_weighs_against_it() {
    ReplayMemory memory = ReplayMemory.prioritized(4, ONE, 1);
    for (int i = 0; i < 4; i++) {
      add(memory, i);
    }
    TransitionBatch all = TransitionBatch.of(4, ONE);
    for (int i = 0; i < 4; i++) {
      all.places()[i] = i;
    }
    memory.prioritize(all, new float[] {1, -2, 3, 4});
    TransitionBatch batch = TransitionBatch.of(10_000, ONE);
    memory.sample(new NumPyRandom(1), 1, batch);
    int[] counts = new int[4];
    for (int i = 0; i < batch.size(); i++) {
      int number = (int) batch.observations().floats()[i];
      counts[number]++;
      // (4 p)^-1 divided by the largest, that of the first with p = 0.1
      assertThat((double) batch.weights().floats()[i]).isCloseTo(1.0 / (number + 1), within(1e-5));
    }
    for (int i = 0; i < 4; i++) {
      assertThat((double) counts[i]).isCloseTo(1000.0 * (i + 1), within(20.0));
    }
    add(memory, 7); // new ones have the largest priority so far, which is 4
    memory.sample(new NumPyRandom(1), 0, batch);
    int fresh = 0;
    for (float each : batch.observations().floats()) {
      fresh += each == 7 ? 1 : 0;
    }
    assertThat((double) fresh).isCloseTo(10_000 * 4.0 / 13, within(20.0));
  }

  @Test
  void goes_on_from_a_state() {
    ReplayMemory memory = ReplayMemory.prioritized(8, ONE, 0.5);
    TransitionBatch batch = TransitionBatch.of(3, ONE);
    NumPyRandom random = new NumPyRandom(0);
    for (int i = 0; i < 11; i++) {
      add(memory, i);
      memory.sample(random, 0.4, batch);
      memory.prioritize(batch, new float[] {i, 0.3f, 2});
    }
    ReplayMemory other = ReplayMemory.prioritized(8, ONE, 0.5);
    for (int i = 0; i < memory.variables().size(); i++) {
      other.variables().get(i).set(memory.variables().get(i).get());
    }
    other.restore(memory.state());
    TransitionBatch here = TransitionBatch.of(50, ONE);
    TransitionBatch there = TransitionBatch.of(50, ONE);
    memory.sample(new NumPyRandom(5), 0.4, here);
    other.sample(new NumPyRandom(5), 0.4, there);
    assertThat(there.places()).containsExactly(here.places());
    assertThat(there.weights().floats()).containsExactly(here.weights().floats());
  }

  @Test
  void allocates_nothing() {
    ReplayMemory memory = ReplayMemory.prioritized(1000, ONE, 0.6);
    TransitionBatch batch = TransitionBatch.of(32, ONE);
    float[] observation = new float[1];
    float[] errors = new float[32];
    NumPyRandom random = new NumPyRandom(0);
    Runnable body =
        () -> {
          memory.add(observation, 1, 0.5, observation, 0.9);
          memory.sample(random, 0.4, batch);
          memory.prioritize(batch, errors);
        };
    double bytes = Double.MAX_VALUE;
    for (int i = 0; i < 5 && bytes > 0; i++) {
      bytes = Allocations.perRun(5000, 5000, body);
    }
    assertThat(bytes).isLessThan(0.1);
  }

  @Test
  void refuses_what_cannot_be_remembered() {
    ReplayMemory memory = ReplayMemory.uniform(4, ONE);
    TransitionBatch batch = TransitionBatch.of(1, ONE);
    assertThatThrownBy(() -> memory.sample(new NumPyRandom(0), 0, batch))
        .hasMessageContaining("nothing to draw from");
    assertThatThrownBy(() -> memory.add(new float[2], 0, 0, new float[1], 1))
        .hasMessageContaining("an observation has 1 numbers, got 2 and 1");
    assertThatThrownBy(() -> memory.add(new float[1], 0, Double.NaN, new float[1], 1))
        .hasMessageContaining("the reward must be a finite number, got NaN");
    assertThatThrownBy(() -> ReplayMemory.uniform(0, ONE)).hasMessageContaining("got 0");
    assertThatThrownBy(() -> ReplayMemory.uniform(1_000_000, Shape.of(84, 84, 4)))
        .hasMessageContaining("1,000,000 transitions", "28,224 numbers", "larger -Xmx");
    assertThatThrownBy(() -> ReplayMemory.prioritized(4, ONE, 0)).hasMessageContaining("alpha");
    assertThatThrownBy(() -> TransitionBatch.of(0, ONE)).hasMessageContaining("at least 1");
  }

  // Several steps

  private static float[][] remembered(int n, boolean terminated, boolean truncated) {
    ReplayMemory memory = ReplayMemory.uniform(10, ONE);
    NStep adder = new NStep(memory, 0.5, n);
    adder.add(new float[] {0}, 0, 1, new float[] {1}, false, false);
    adder.add(new float[] {1}, 0, 2, new float[] {2}, false, false);
    adder.add(new float[] {2}, 0, 4, new float[] {3}, terminated, truncated);
    float[][] columns = new float[4][memory.size()];
    for (int v = 0; v < 4; v++) {
      float[] data = memory.variables().get(v < 2 ? v : v + 1).data();
      System.arraycopy(data, 0, columns[v], 0, memory.size());
    }
    return columns; // before, after, rewards, discounts
  }

  @Test
  void adds_up_rewards_of_several_steps() {
    assertThat(remembered(1, true, false))
        .isDeepEqualTo(new float[][] {{0, 1, 2}, {1, 2, 3}, {1, 2, 4}, {0.5f, 0.5f, 0}});
    assertThat(remembered(2, false, false))
        .isDeepEqualTo(new float[][] {{0, 1}, {2, 3}, {2, 4}, {0.25f, 0.25f}});
    assertThat(remembered(2, true, false))
        .isDeepEqualTo(new float[][] {{0, 1, 2}, {2, 3, 3}, {2, 4, 4}, {0.25f, 0, 0}});
    assertThat(remembered(2, false, true))
        .isDeepEqualTo(new float[][] {{0, 1, 2}, {2, 3, 3}, {2, 4, 4}, {0.25f, 0.25f, 0.5f}});
    assertThat(remembered(5, false, true))
        .isDeepEqualTo(new float[][] {{0, 1, 2}, {3, 3, 3}, {3, 4, 4}, {0.125f, 0.25f, 0.5f}});
    assertThat(remembered(5, false, false)[0]).isEmpty();
  }
}
