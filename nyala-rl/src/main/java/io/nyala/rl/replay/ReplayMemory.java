// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.replay;

import io.nyala.rl.random.NumPyRandom;
import io.nyala.settings.Arguments;
import io.nyala.settings.Numbers;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.variables.Variable;
import java.util.ArrayList;
import java.util.List;

/**
 * The latest transitions, from which batches are drawn: uniformly, or by their prediction errors
 * (prioritised replay; Schaul et al. 2016). Adding and sampling do not allocate memory.
 */
public final class ReplayMemory {
  private static final String OWNER = "ReplayMemory";

  /** Added to errors, so that every transition has a chance to be drawn. */
  private static final double EPSILON = 1e-6;

  private final int capacity;
  private final int width;
  private final Shape observation;
  private final int actionWidth; // numbers of an action
  private final float[] observations;
  private final float[] nextObservations;
  private final float[] actions;
  private final float[] rewards;
  private final float[] discounts;
  private final float[] priorities; // null if not prioritised
  private final SumTree tree;
  private final double alpha;
  private float largest = 1; // the largest priority so far, which new transitions get
  private int size;
  private int next;

  private ReplayMemory(int capacity, Shape observation, int actionWidth, double alpha) {
    this.capacity = capacity;
    this.actionWidth = actionWidth;
    this.observation = observation;
    this.width = observation.size();
    this.alpha = alpha;
    boolean prioritized = alpha > 0;
    requireRoom(prioritized);
    observations = new float[capacity * width];
    nextObservations = new float[capacity * width];
    actions = new float[capacity * actionWidth];
    rewards = new float[capacity];
    discounts = new float[capacity];
    priorities = prioritized ? new float[capacity] : null;
    tree = prioritized ? new SumTree(capacity) : null;
  }

  private void requireRoom(boolean prioritized) {
    if (capacity < 1) {
      throw new IllegalArgumentException(
          OWNER + ": capacity must be at least 1 transition, got " + capacity);
    }
    long row =
        2L * width + actionWidth + 2 + (prioritized ? 1 + 4 * Double.BYTES / Float.BYTES : 0);
    long bytes = row * Float.BYTES * capacity;
    long heap = Runtime.getRuntime().maxMemory();
    if ((long) capacity * Math.max(width, actionWidth) > Integer.MAX_VALUE - 8 || bytes > heap) {
      throw new IllegalArgumentException(
          "%s: %,d transitions with observations of %,d numbers need %,d MB, more than the heap of %,d MB allows; remember fewer, or start Java with a larger -Xmx"
              .formatted(OWNER, capacity, width, bytes >> 20, heap >> 20));
    }
  }

  /**
   * Creates a memory from which every transition is drawn with the same probability.
   *
   * @param capacity the maximum number of transitions, beyond which the oldest is removed
   * @param observation the shape of an observation
   * @throws IllegalArgumentException if it does not fit into the heap
   */
  public static ReplayMemory uniform(int capacity, Shape observation) {
    return new ReplayMemory(capacity, Arguments.given(OWNER + ": observation", observation), 1, 0);
  }

  /**
   * Creates a memory for actions that are rows of numbers, from which every transition is drawn
   * with the same probability.
   *
   * @param capacity the maximum number of transitions, beyond which the oldest is removed
   * @param observation the shape of an observation
   * @param actionSize the number of elements of an action
   * @throws IllegalArgumentException if it does not fit into the heap
   */
  public static ReplayMemory continuous(int capacity, Shape observation, int actionSize) {
    Numbers.positive(OWNER, "actionSize", actionSize);
    return new ReplayMemory(
        capacity, Arguments.given(OWNER + ": observation", observation), actionSize, 0);
  }

  /**
   * Creates a memory that draws in proportion to {@code (|error| + 1e-6)^alpha}.
   *
   * @param capacity the maximum number of transitions, beyond which the oldest is removed
   * @param observation the shape of an observation
   * @param alpha the exponent of the errors, in (0, 1]
   * @throws IllegalArgumentException if it does not fit into the heap
   */
  public static ReplayMemory prioritized(int capacity, Shape observation, double alpha) {
    Numbers.positive(OWNER, "alpha", alpha);
    Numbers.share(OWNER, "alpha", alpha);
    return new ReplayMemory(
        capacity, Arguments.given(OWNER + ": observation", observation), 1, alpha);
  }

  /** Returns the number of stored transitions. */
  public int size() {
    return size;
  }

  /** Returns the maximum number of transitions. */
  public int capacity() {
    return capacity;
  }

  /** Returns whether transitions are sampled by priority. */
  public boolean isPrioritized() {
    return tree != null;
  }

  /** Returns the shape of an observation. */
  public Shape observation() {
    return observation;
  }

  // Adding

  /**
   * Stores a copy of a transition.
   *
   * @param discount the factor of the value of the next state: gamma, or 0 after a terminal state
   * @throws IllegalArgumentException if an observation has another size, or the reward is not
   *     finite
   */
  public void add(float[] before, int action, double reward, float[] after, double discount) {
    requireActions(1);
    actions[next] = action;
    add(before, reward, after, discount);
  }

  /**
   * Remembers a transition; copies.
   *
   * @param action a row of numbers
   * @param discount by which what follows is to be multiplied: gamma, or 0 after the end of the
   *     task
   * @throws IllegalArgumentException if an observation or action has another size, or the reward is
   *     not finite
   */
  public void add(float[] before, double[] action, double reward, float[] after, double discount) {
    requireActions(action.length);
    for (int i = 0; i < actionWidth; i++) {
      actions[next * actionWidth + i] = (float) action[i];
    }
    add(before, reward, after, discount);
  }

  private void requireActions(int numbers) {
    if (numbers != actionWidth) {
      throw new IllegalArgumentException(
          "%s: an action has %d numbers, got %d".formatted(OWNER, actionWidth, numbers));
    }
  }

  private void add(float[] before, double reward, float[] after, double discount) {
    if (before.length != width || after.length != width) {
      throw new IllegalArgumentException(
          "%s: an observation has %d numbers, got %d and %d"
              .formatted(OWNER, width, before.length, after.length));
    }
    Numbers.finite(OWNER, "the reward", reward);
    System.arraycopy(before, 0, observations, next * width, width);
    System.arraycopy(after, 0, nextObservations, next * width, width);
    rewards[next] = (float) reward;
    discounts[next] = (float) discount;
    if (tree != null) {
      priorities[next] = largest;
      tree.set(next, largest);
    }
    next = (next + 1) % capacity;
    size = Math.min(size + 1, capacity);
  }

  // Sampling

  /**
   * Draws transitions into a batch.
   *
   * @param beta the exponent of the importance weights, in [0, 1]; 0 makes all weights 1. Weights
   *     are divided by the largest one of the batch
   * @throws IllegalStateException if the memory is empty
   */
  public void sample(NumPyRandom random, double beta, TransitionBatch into) {
    if (size == 0) {
      throw new IllegalStateException(OWNER + ": there is nothing to draw from yet");
    }
    int n = into.size();
    float[] weights = into.weights().floats();
    double heaviest = 0;
    for (int i = 0; i < n; i++) {
      int place = tree == null ? random.integers(size) : stratified(random, i, n);
      read(place, i, into);
      double weight =
          tree == null || beta == 0 ? 1 : Math.pow(size * tree.get(place) / tree.total(), -beta);
      weights[i] = (float) weight;
      heaviest = Math.max(heaviest, weight);
    }
    for (int i = 0; i < n; i++) {
      weights[i] = (float) (weights[i] / heaviest);
    }
  }

  /** Draws one transition from each of n equal parts of the total priority. */
  private int stratified(NumPyRandom random, int part, int n) {
    return tree.find((part + random.nextDouble()) / n * tree.total());
  }

  private void read(int place, int row, TransitionBatch into) {
    into.places()[row] = place;
    System.arraycopy(observations, place * width, into.observations().floats(), row * width, width);
    System.arraycopy(
        nextObservations, place * width, into.nextObservations().floats(), row * width, width);
    if (into.actions().dtype() == DType.INT32) {
      into.actions().ints()[row] = (int) actions[place];
    } else {
      System.arraycopy(
          actions, place * actionWidth, into.actions().floats(), row * actionWidth, actionWidth);
    }
    into.rewards().floats()[row] = rewards[place];
    into.discounts().floats()[row] = discounts[place];
  }

  /**
   * Sets the prediction errors of the transitions of a batch.
   *
   * @param errors one error per transition, of either sign
   */
  public void prioritize(TransitionBatch batch, float[] errors) {
    for (int i = 0; tree != null && i < batch.size(); i++) {
      float priority = (float) Math.pow(Math.abs(errors[i]) + EPSILON, alpha);
      int place = batch.places()[i];
      priorities[place] = priority;
      tree.set(place, priority);
      largest = Math.max(largest, priority);
    }
  }

  // Checkpoints

  /** Returns the stored transitions as views of live data, for a checkpoint. */
  public List<Variable> variables() {
    List<Variable> all = new ArrayList<>();
    all.add(Variable.in("observations", Shape.of(capacity, width), observations, 0));
    all.add(Variable.in("next_observations", Shape.of(capacity, width), nextObservations, 0));
    all.add(Variable.in("actions", Shape.of(actions.length), actions, 0));
    all.add(Variable.in("rewards", Shape.of(capacity), rewards, 0));
    all.add(Variable.in("discounts", Shape.of(capacity), discounts, 0));
    if (tree != null) {
      all.add(Variable.in("priorities", Shape.of(capacity), priorities, 0));
    }
    return all;
  }

  /** Returns the remaining state of the memory, for {@link #restore}. */
  public List<Double> state() {
    return List.of((double) size, (double) next, (double) largest);
  }

  /**
   * Restores {@link #state}; the variables must be restored first.
   *
   * @throws IllegalArgumentException if it is the state of another memory
   */
  public void restore(List<? extends Number> state) {
    if (state.size() != 3 || state.get(0).intValue() > capacity) {
      throw new IllegalArgumentException(OWNER + ": the state is that of another memory: " + state);
    }
    size = state.get(0).intValue();
    next = state.get(1).intValue();
    largest = state.get(2).floatValue();
    for (int i = 0; tree != null && i < size; i++) {
      tree.set(i, priorities[i]);
    }
  }
}
