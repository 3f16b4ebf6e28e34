// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.replay;

import io.nyala.tensor.Shape;
import io.nyala.variables.Variable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Each frame once: those of an episode lie next to each other in a ring, in the order in which they
 * came, its last observation included. A transition knows where its own frame is, how many steps
 * lead to the next one, and how many frames of the episode lie before it.
 */
final class FrameRing implements Observations {
  private final int capacity; // transitions, and frames that are looked at
  private final int stack;
  private final int width; // numbers of a frame
  private final FrameStore store;

  // By transition. Floats hold these numbers exactly, and checkpoints keep floats.
  private final float[] slots; // where the frame before the action is
  private final float[] ages; // frames of the episode before that one, at most stack - 1
  private final float[] leaps; // steps to the next observation

  // The episode so far; its frames have numbers from 0.
  private boolean open;
  private int base; // slot of its first frame
  private int t; // number of the frame of the next transition
  private int newest; // number of the latest frame
  private int gap; // frames of lower numbers come with their own transitions
  private int head; // slot of the frame that comes next
  private long count; // of all frames

  private int lost; // transitions, by the call to put under way
  private int place;
  private int live;

  /**
   * Creates a ring.
   *
   * @param width numbers of a frame
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

  /** Makes room for frames up to a number, and forgets transitions that need what was there. */
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

  /** Reads a stack; where the episode is too short, its first frame comes again. */
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
