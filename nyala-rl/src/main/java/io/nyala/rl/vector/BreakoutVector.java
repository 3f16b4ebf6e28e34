// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.vector;

import io.nyala.rl.minatar.BreakoutBoard;
import io.nyala.rl.minatar.GameOptions;
import io.nyala.rl.spaces.Box;
import io.nyala.rl.spaces.Discrete;
import io.nyala.rl.spaces.Space;
import io.nyala.settings.Arguments;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Many games of Breakout by the rules of MinAtar, each of which is a single number. In an
 * observation only the cells that differ are written. Each game goes like a {@link
 * io.nyala.rl.minatar.Breakout} with its seed.
 */
public final class BreakoutVector implements VectorEnv {
  private static final int SIZE = BreakoutBoard.SIDE * BreakoutBoard.SIDE * BreakoutBoard.CHANNELS;
  private static final Space OBSERVATIONS =
      Box.of(0, 1, BreakoutBoard.SIDE, BreakoutBoard.SIDE, BreakoutBoard.CHANNELS);
  private static final int[] ALL = {0, -1, 0, 1, 0, 0}; // moves of the paddle, by action
  private static final int[] FEW = {0, -1, 1};

  private final int count;
  private final int[] moves;
  private final Discrete actions;
  private final double sticky;
  private final long[] state;
  private final int[] lastMove; // repeated at times
  private final Generators random;
  private final VectorStep step;
  private boolean begun;

  /**
   * Creates games.
   *
   * @param count how many, at least 1
   */
  public BreakoutVector(int count, GameOptions options) {
    Checks.count(count);
    this.count = count;
    moves = Arguments.given("options", options).allActions() ? ALL : FEW;
    actions = new Discrete(moves.length);
    sticky = options.sticky();
    state = new long[count];
    lastMove = new int[count];
    random = new Generators(count);
    step = new VectorStep(count, SIZE);
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public Space observationSpace() {
    return OBSERVATIONS;
  }

  @Override
  public Discrete actionSpace() {
    return actions;
  }

  @Override
  public VectorStep reset(long seed) {
    step.clear();
    for (int i = 0; i < count; i++) {
      random.of(i).seed(seed + i);
      lastMove[i] = 0;
      start(i);
    }
    System.arraycopy(step.observations(), 0, step.finalObservations(), 0, count * SIZE);
    begun = true;
    return step;
  }

  private void start(int i) {
    state[i] = BreakoutBoard.begin(random.of(i).integers(2) == 0);
    float[] rows = step.observations();
    int at = step.row(i);
    Arrays.fill(rows, at, at + SIZE, 0);
    BreakoutBoard.show(state[i], rows, at);
  }

  @Override
  public VectorStep step(int[] chosen) {
    Checks.step(this, actions, begun, chosen);
    float[] rows = step.observations();
    float[] finalRows = step.finalObservations();
    for (int i = 0; i < count && step.endedCount() > 0; i++) {
      if (step.ended(i)) { // since then the rows differ
        System.arraycopy(rows, step.row(i), finalRows, step.row(i), SIZE);
      }
    }
    step.beginStep();
    for (int i = 0; i < count; i++) {
      int move = random.of(i).nextDouble() < sticky ? lastMove[i] : moves[chosen[i]];
      lastMove[i] = move;
      long before = state[i];
      long after = BreakoutBoard.step(before, move);
      state[i] = after;
      BreakoutBoard.update(before, after, finalRows, step.row(i));
      int reward = (after & BreakoutBoard.REWARD) != 0 ? 1 : 0;
      step.rewards()[i] = reward;
      step.returns()[i] += reward;
      step.lengths()[i]++;
      boolean ends = (after & BreakoutBoard.ENDED) != 0;
      step.terminated()[i] = ends;
      step.truncated()[i] = false;
      if (ends) {
        step.countEnd();
        start(i);
      } else {
        BreakoutBoard.update(before, after, rows, step.row(i));
      }
    }
    return step;
  }

  @Override
  public Map<String, Object> state() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("step", step.state());
    all.put("games", Arrays.stream(state).mapToObj(Long::toHexString).toList());
    all.put("moves", Arrays.stream(lastMove).asDoubleStream().boxed().toList());
    all.put("random", random.state());
    return all;
  }

  @Override
  public VectorStep restore(Map<String, Object> all) {
    List<?> games = (List<?>) all.get("games");
    if (games == null || games.size() != count) {
      throw new IllegalArgumentException(this + ": the state is that of other environments");
    }
    double[] last = Checks.numbers(all, "moves", count);
    step.restore((Map<?, ?>) all.get("step"));
    random.restore(all.get("random"));
    for (int i = 0; i < count; i++) {
      state[i] = Long.parseUnsignedLong((String) games.get(i), 16);
      lastMove[i] = (int) last[i];
    }
    System.arraycopy(step.observations(), 0, step.finalObservations(), 0, count * SIZE);
    begun = true;
    return step;
  }

  @Override
  public String toString() {
    return count + " x Breakout";
  }
}
