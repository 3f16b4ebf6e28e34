// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.wrappers;

import io.nyala.rl.env.Env;
import io.nyala.rl.env.Step;
import io.nyala.rl.env.Wrapper;
import io.nyala.rl.spaces.Box;
import io.nyala.rl.spaces.Space;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Stacks the latest observations, the oldest first, so that an agent sees movement. At the
 * beginning of an episode, the first observation is repeated. The shape gets a new first axis for
 * the frames. It is {@code FrameStackObservation} in Gymnasium.
 */
public final class FrameStack extends Wrapper {
  private static final String FRAMES = "frames";
  private static final String INSIDE = "env";

  private final Space space;
  private final int size;
  private final int frames;
  private final float[] stack;
  private Step shown; // null before the first

  /**
   * Creates a stack.
   *
   * @param frames the number of stacked observations
   * @throws IllegalArgumentException if it is below 1, or observations are not a {@link Box}
   */
  public FrameStack(Env env, int frames) {
    super(env);
    if (frames < 1) {
      throw new IllegalArgumentException("FrameStack: frames must be at least 1, got " + frames);
    }
    if (!(env.observationSpace() instanceof Box box)) {
      throw new IllegalArgumentException(
          "FrameStack: observations must be a Box, those of %s are %s"
              .formatted(env, env.observationSpace()));
    }
    this.frames = frames;
    this.size = box.size();
    this.space = stacked(box);
    this.stack = new float[frames * size];
  }

  private Box stacked(Box box) {
    double[] low = new double[frames * size];
    double[] high = new double[frames * size];
    for (int i = 0; i < low.length; i++) {
      low[i] = box.low(i % size);
      high[i] = box.high(i % size);
    }
    int[] shape = new int[1 + box.shape().rank()];
    shape[0] = frames;
    for (int i = 1; i < shape.length; i++) {
      shape[i] = box.shape().dim(i - 1);
    }
    return Box.of(low, high).reshape(shape);
  }

  @Override
  public Space observationSpace() {
    return space;
  }

  @Override
  protected Step begun(Step first) {
    for (int i = 0; i < frames; i++) {
      System.arraycopy(first.observation(), 0, stack, i * size, size);
    }
    return shown(first);
  }

  @Override
  protected Step stepped(Step next) {
    System.arraycopy(stack, size, stack, 0, stack.length - size);
    System.arraycopy(next.observation(), 0, stack, stack.length - size, size);
    return shown(next);
  }

  private Step shown(Step step) {
    shown = shown == null ? step.resized(stack.length) : shown;
    System.arraycopy(stack, 0, shown.observation(), 0, stack.length);
    return shown.outcome(step);
  }

  @Override
  public Map<String, Object> state() {
    Map<String, Object> state = new LinkedHashMap<>();
    List<Double> all = new ArrayList<>();
    for (float each : stack) {
      all.add((double) each);
    }
    state.put(FRAMES, all);
    state.put(INSIDE, env.state());
    return state;
  }

  @Override
  @SuppressWarnings("unchecked") // from state()
  public void restore(Map<String, Object> state) {
    env.restore((Map<String, Object>) state.get(INSIDE));
    List<Number> all = (List<Number>) state.get(FRAMES);
    for (int i = 0; i < all.size(); i++) {
      stack[i] = all.get(i).floatValue();
    }
  }
}
