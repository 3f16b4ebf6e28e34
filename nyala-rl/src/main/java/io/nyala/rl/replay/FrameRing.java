// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.replay;

import io.nyala.tensor.Shape;
import io.nyala.variables.Variable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Stores each frame once. The frames of an episode, including its last observation, are adjacent in
 * a ring buffer in their order. A transition has the position of its frame, the number of steps to
 * the next one, and the number of earlier frames of the episode.
 */
final class FrameRing implements Observations {
  private final int capacity; // transitions, and frames in use
  private final int stack;
  private final int width; // numbers of a frame
  private final FrameStore store;

  // By transition. Floats represent these numbers exactly, and checkpoints store floats.
  private final float[] slots; // position of the frame before the action
  private final float[] ages; // number of earlier frames of the episode, at most stack - 1
  private final float[] leaps; // steps to the next observation

  // The current episode; its frames are numbered from 0.
  private boolean open;
  private int base; // slot of its first frame
  private int t; // number of the frame of the next transition
  private int newest; // number of the latest frame
  private int gap; // earlier frames are stored with their own transitions
  private int head; // slot of the next frame
  private long count; // of all frames

  private int lost; // transitions lost in the current call of put
  private int place;
  private int live;

  /**
   * Creates a ring.
   *
   * @param width the numbers per frame
   */
  FrameRing(int capacity, int stack, int width, FrameStore store) {
    this.capacity = capacity;
    this.stack = stack;
    this.width = width;
    this.store = store;
    slots = new float[capacity];
    ages = new float[capacity];
    leaps = new float[capacity];
  }

  // Adding

  @Override
  public int put(int where, int already, float[] before, float[] after, int steps, boolean last) {
    if (steps + stack >= capacity) {
      throw new IllegalArgumentException(
          "a memory of %,d frames is too small for stacks of %d over %d steps"
              .formatted(capacity, stack, steps));
    }
    place = where;
    live = already;
    lost = 0;
    if (!open) {
      begin(before);
    }
    if (t > 0 && t < gap) {
      write(t, before, stack - 1);
    }
    int goal = t + steps;
    int from = Math.max(newest + 1, goal - stack + 1);
    if (t == 0) {
      gap = from;
    }
    reserve(goal);
    for (int i = from; i <= goal; i++) {
      write(i, after, stack - 1 - (goal - i));
    }
    slots[where] = slot(t);
    ages[where] = Math.min(t, stack - 1);
    leaps[where] = steps;
    t++;
    if (last) {
      leave();
    }
    return lost;
  }

  private void begin(float[] first) {
    for (int i = 0; i < first.length - width; i++) {
      if (first[i] != first[i + width]) {
        throw new IllegalArgumentException(
            "an episode must begin with a stack of %d equal frames, as FrameStack makes it; leave out Frames if observations are stacked otherwise"
                .formatted(stack));
      }
    }
    open = true;
    base = head;
    t = 0;
    newest = -1;
    gap = 0;
    reserve(0);
    write(0, first, stack - 1);
  }

  /**
   * Frees slots for frames up to a number, and drops transitions that need the overwritten frames.
   */
  private void reserve(int number) {
    while (newest < number) {
      newest++;
      int stale = Math.floorMod(head - capacity, store.slots());
      while (live > lost && earliest(Math.floorMod(place - live + lost, capacity)) == stale) {
        lost++;
      }
      head = (head + 1) % store.slots();
      count++;
    }
  }

  private int earliest(int transition) {
    return Math.floorMod((int) slots[transition] - (int) ages[transition], store.slots());
  }

  private int slot(int number) {
    return (base + number) % store.slots();
  }

  private void write(int number, float[] observation, int position) {
    store.put(slot(number), observation, position * width, count);
  }

  @Override
  public void leave() {
    open = false;
  }

  // Reading

  @Override
  public void get(int which, float[] before, float[] after, int row) {
    int slot = (int) slots[which];
    int age = (int) ages[which];
    int leap = (int) leaps[which];
    int at = row * stack * width;
    read(slot, age, before, at);
    read(slot + leap, Math.min(age + leap, stack - 1), after, at);
  }

  /** Reads a stack; if the episode is too short, its first frame is repeated. */
  private void read(int slot, int age, float[] to, int at) {
    for (int i = 0; i < stack; i++) {
      int back = Math.min(stack - 1 - i, age);
      store.get(Math.floorMod(slot - back, store.slots()), to, at + i * width);
    }
  }

  // Checkpoints

  @Override
  public List<Variable> variables() {
    Shape shape = Shape.of(capacity);
    return List.of(
        Variable.in("slots", shape, slots, 0),
        Variable.in("ages", shape, ages, 0),
        Variable.in("leaps", shape, leaps, 0));
  }

  @Override
  public Map<String, Object> state() {
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("open", open);
    state.put("episode", List.of(base, t, newest, gap, head));
    state.put("count", count);
    state.put("store", store.state());
    return state;
  }

  @Override
  public void restore(Map<?, ?> state) {
    open = Boolean.TRUE.equals(state.get("open"));
    List<?> episode = (List<?>) state.get("episode");
    base = ((Number) episode.get(0)).intValue();
    t = ((Number) episode.get(1)).intValue();
    newest = ((Number) episode.get(2)).intValue();
    gap = ((Number) episode.get(3)).intValue();
    head = ((Number) episode.get(4)).intValue();
    count = ((Number) state.get("count")).longValue();
    store.restore((Map<?, ?>) state.get("store"), count);
  }
}
