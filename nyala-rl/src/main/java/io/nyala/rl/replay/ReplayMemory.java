// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.replay;

import io.nyala.rl.random.NumPyRandom;
import io.nyala.settings.Arguments;
import io.nyala.settings.Numbers;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.variables.Variable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
  private final int actionWidth; // numbers per action
  private final Observations observations;
  private final float[] actions;
  private final float[] rewards;
  private final float[] discounts;
  private final float[] priorities; // null if not prioritised
  private final SumTree tree;
  private final double alpha;
  private float largest = 1; // the largest priority so far, which new transitions get
  private int size;
  private int next;

  private ReplayMemory(
      int capacity, Shape observation, int actionWidth, double alpha, Frames frames) {
    this.capacity = capacity;
    this.actionWidth = actionWidth;
    this.observation = observation;
    this.width = observation.size();
    this.alpha = alpha;
    boolean prioritized = alpha > 0;
    observations = requireRoom(prioritized, frames);
    actions = new float[capacity * actionWidth];
    rewards = new float[capacity];
    discounts = new float[capacity];
    priorities = prioritized ? new float[capacity] : null;
    tree = prioritized ? new SumTree(capacity) : null;
  }

  /** Returns the store of the observations, if there is enough memory for everything. */
  private Observations requireRoom(boolean prioritized, Frames frames) {
    if (capacity < 1) {
      throw new IllegalArgumentException(
          OWNER + ": capacity must be at least 1 transition, got " + capacity);
    }
    if (frames != null
        && (observation.rank() == 0
            || frames.stack() > 1 && observation.dim(0) != frames.stack())) {
      throw new IllegalArgumentException(
          "%s: observations are stacks of %d frames, so their first axis must be %d, got the shape %s; FrameStack makes such"
              .formatted(OWNER, frames.stack(), frames.stack(), observation));
    }
    int frame = frames == null ? width : width / frames.stack();
    long stored =
        frames == null ? 2L * width : frames.file() == null ? HeapFrames.words(frame) + 3 : 3;
    long row = stored + actionWidth + 2 + (prioritized ? 1 + 4 * Double.BYTES / Float.BYTES : 0);
    long bytes = row * Float.BYTES * capacity;
    long heap = Runtime.getRuntime().maxMemory();
    long longest = (long) capacity * Math.max(frames == null ? width : 1, actionWidth);
    if (longest > Integer.MAX_VALUE - 8 || bytes > heap) {
      throw new IllegalArgumentException(
          "%s: %,d transitions with observations of %,d numbers need %,d MB, more than the heap of %,d MB allows; remember fewer, %sor start Java with a larger -Xmx"
              .formatted(OWNER, capacity, width, bytes >> 20, heap >> 20, advice(frames)));
    }
    if (frames == null) {
      return new FloatRows(capacity, width);
    }
    FrameStore store =
        frames.file() == null
            ? new HeapFrames(capacity, frame)
            : new DiskFrames(frames.file(), capacity, frame);
    return new FrameRing(capacity, frames.stack(), frame, store);
  }

  private static String advice(Frames frames) {
    return frames == null
        ? "keep pictures as bytes by Frames, "
        : frames.file() == null ? "keep the frames on disk by Frames.onDisk, " : "";
  }

  /**
   * Creates a memory from which every transition is drawn with the same probability.
   *
   * @param capacity the maximum number of transitions, beyond which the oldest is removed
   * @param observation the shape of an observation
   * @throws IllegalArgumentException if it does not fit into the heap
   */
  public static ReplayMemory uniform(int capacity, Shape observation) {
    return of(capacity, observation, 0, null);
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
        capacity, Arguments.given(OWNER + ": observation", observation), actionSize, 0, null);
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
    return of(capacity, observation, alpha, null);
  }

  /**
   * Creates a memory of any kind.
   *
   * @param capacity the maximum number of transitions, beyond which the oldest is removed. With
   *     {@link Frames}, the maximum number of frames; each episode has one more than transitions
   * @param observation the shape of an observation
   * @param alpha the exponent of the errors, in (0, 1], or 0 to draw with equal probability
   * @param frames how to store image observations, or null to store observations unchanged
   * @throws IllegalArgumentException if it does not fit into the heap or on the disk
   */
  public static ReplayMemory of(int capacity, Shape observation, double alpha, Frames frames) {
    Numbers.share(OWNER, "alpha", alpha);
    return new ReplayMemory(
        capacity, Arguments.given(OWNER + ": observation", observation), 1, alpha, frames);
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
   * Stores a copy of a transition of one step.
   *
   * @param discount the factor of the value of the next state: gamma, or 0 after a terminal state
   * @throws IllegalArgumentException if an observation has another size, or the reward is not
   *     finite
   * @throws IllegalStateException if frames are stored once, because the ends of episodes are then
   *     needed
   */
  public void add(float[] before, int action, double reward, float[] after, double discount) {
    if (observations instanceof FrameRing) {
      throw new IllegalStateException(
          OWNER + ": with Frames, also tell the steps and whether the episode ends, as NStep does");
    }
    add(before, action, reward, after, discount, 1, false);
  }

  /**
   * Stores a copy of a transition. With {@link Frames}, transitions must be added in their order.
   *
   * @param discount the factor of the value of the next state: gamma, or 0 after a terminal state
   * @param steps the number of steps between the observations
   * @param last whether this is the last transition of an episode
   * @throws IllegalArgumentException if an observation has another size, the reward is not finite,
   *     or a frame does not consist of bytes
   */
  public void add(
      float[] before,
      int action,
      double reward,
      float[] after,
      double discount,
      int steps,
      boolean last) {
    requireActions(1);
    actions[next] = action;
    put(before, reward, after, discount, steps, last);
  }

  /**
   * Stores a copy of a transition of one step.
   *
   * @param action the action, a row of numbers
   * @param discount the factor of the value of the next state: gamma, or 0 after a terminal state
   * @throws IllegalArgumentException if an observation or action has another size, or the reward is
   *     not finite
   */
  public void add(float[] before, double[] action, double reward, float[] after, double discount) {
    requireActions(action.length);
    for (int i = 0; i < actionWidth; i++) {
      actions[next * actionWidth + i] = (float) action[i];
    }
    put(before, reward, after, discount, 1, false);
  }

  private void requireActions(int numbers) {
    if (numbers != actionWidth) {
      throw new IllegalArgumentException(
          "%s: an action has %d numbers, got %d".formatted(OWNER, actionWidth, numbers));
    }
  }

  private void put(
      float[] before, double reward, float[] after, double discount, int steps, boolean last) {
    if (before.length != width || after.length != width) {
      throw new IllegalArgumentException(
          "%s: an observation has %d numbers, got %d and %d"
              .formatted(OWNER, width, before.length, after.length));
    }
    Numbers.finite(OWNER, "the reward", reward);
    int lost = observations.put(next, size, before, after, steps, last);
    for (int i = 0; tree != null && i < lost; i++) {
      int place = Math.floorMod(next - size + i, capacity);
      priorities[place] = 0;
      tree.set(place, 0);
    }
    size -= lost;
    rewards[next] = (float) reward;
    discounts[next] = (float) discount;
    if (tree != null) {
      priorities[next] = largest;
      tree.set(next, largest);
    }
    next = (next + 1) % capacity;
    size = Math.min(size + 1, capacity);
  }

  /** Abandons the current episode, so that the next transition starts a new one. */
  public void leave() {
    observations.leave();
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
    int oldest = size == capacity ? 0 : Math.floorMod(next - size, capacity);
    float[] weights = into.weights().floats();
    double heaviest = 0;
    for (int i = 0; i < n; i++) {
      int place =
          tree == null ? (oldest + random.integers(size)) % capacity : stratified(random, i, n);
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

  void read(int place, int row, TransitionBatch into) {
    into.places()[row] = place;
    observations.get(place, into.observations().floats(), into.nextObservations().floats(), row);
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
    List<Variable> all = new ArrayList<>(observations.variables());
    all.add(Variable.in("actions", Shape.of(actions.length), actions, 0));
    all.add(Variable.in("rewards", Shape.of(capacity), rewards, 0));
    all.add(Variable.in("discounts", Shape.of(capacity), discounts, 0));
    if (tree != null) {
      all.add(Variable.in("priorities", Shape.of(capacity), priorities, 0));
    }
    return all;
  }

  /** Returns the remaining state of the memory, for {@link #restore}. */
  public Map<String, Object> state() {
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("numbers", List.of((double) size, (double) next, (double) largest));
    state.put("observations", observations.state());
    return state;
  }

  /**
   * Restores {@link #state}; the variables must be restored first.
   *
   * @throws IllegalArgumentException if it is the state of another memory, or frames on disk are
   *     not those of the state
   */
  public void restore(Map<?, ?> state) {
    if (!(state.get("numbers") instanceof List<?> numbers)
        || numbers.size() != 3
        || ((Number) numbers.get(0)).intValue() > capacity) {
      throw new IllegalArgumentException(OWNER + ": the state is that of another memory: " + state);
    }
    size = ((Number) numbers.get(0)).intValue();
    next = ((Number) numbers.get(1)).intValue();
    largest = ((Number) numbers.get(2)).floatValue();
    observations.restore((Map<?, ?>) state.get("observations"));
    for (int i = 0; tree != null && i < capacity; i++) {
      tree.set(i, priorities[i]);
    }
  }
}
