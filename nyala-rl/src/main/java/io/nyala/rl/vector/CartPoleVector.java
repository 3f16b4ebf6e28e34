// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.vector;

import io.nyala.rl.classic.CartPole;
import io.nyala.rl.classic.Trigonometry;
import io.nyala.rl.random.NumPyRandom;
import io.nyala.rl.spaces.Discrete;
import io.nyala.rl.spaces.Space;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A vector of cart poles. Each variable is stored in a separate array, so that the physics can be
 * vectorized. Each pole moves bit for bit like a {@link CartPole} with its seed.
 */
public final class CartPoleVector implements VectorEnv {
  private static final Discrete ACTIONS = new Discrete(2);
  private static final int SIZE = 4;
  private static final Space OBSERVATIONS = CartPole.observations();

  private final int count;
  private final int mostSteps;
  private final double[] force;
  private final double[] x;
  private final double[] speed;
  private final double[] angle;
  private final double[] turn;
  private final Generators random;
  private final VectorStep step;
  private boolean begun;

  /**
   * Creates cart poles.
   *
   * @param count the number of poles, at least 1
   * @param mostSteps the maximum number of steps in an episode; 500 in CartPole-v1
   */
  public CartPoleVector(int count, int mostSteps) {
    Checks.count(count);
    if (mostSteps < 1) {
      throw new IllegalArgumentException(
          "CartPoleVector: mostSteps must be at least 1, got " + mostSteps);
    }
    this.count = count;
    this.mostSteps = mostSteps;
    force = new double[count];
    x = new double[count];
    speed = new double[count];
    angle = new double[count];
    turn = new double[count];
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
    return ACTIONS;
  }

  @Override
  public VectorStep reset(long seed) {
    step.clear();
    for (int i = 0; i < count; i++) {
      random.of(i).seed(seed + i);
      start(i);
      show(i, step.observations());
      show(i, step.finalObservations());
    }
    begun = true;
    return step;
  }

  private void start(int i) {
    NumPyRandom r = random.of(i);
    x[i] = r.uniform(-CartPole.START, CartPole.START);
    speed[i] = r.uniform(-CartPole.START, CartPole.START);
    angle[i] = r.uniform(-CartPole.START, CartPole.START);
    turn[i] = r.uniform(-CartPole.START, CartPole.START);
  }

  private void show(int i, float[] rows) {
    int at = i * SIZE;
    rows[at] = (float) x[i];
    rows[at + 1] = (float) speed[i];
    rows[at + 2] = (float) angle[i];
    rows[at + 3] = (float) turn[i];
  }

  @Override
  public VectorStep step(int[] actions) {
    Checks.step(this, actionSpace(), begun, actions);
    step.beginStep();
    for (int i = 0; i < count; i++) {
      force[i] = CartPole.FORCE * (2 * actions[i] - 1);
    }
    move(count, force, x, speed, angle, turn);
    judge();
    return step;
  }

  /**
   * Moves all poles. During an episode the angle is small, so the sine needs no branch, and the
   * compiler can vectorize the loop.
   */
  private static void move(
      int count, double[] force, double[] x, double[] speed, double[] angle, double[] turn) {
    for (int i = 0; i < count; i++) {
      double a = angle[i];
      double w = turn[i];
      double v = speed[i];
      double cos = Trigonometry.smallCos(a);
      double sin = Trigonometry.smallSin(a);
      double temp = (force[i] + CartPole.POLE_MASS_LENGTH * (w * w) * sin) / CartPole.TOTAL_MASS;
      double turning =
          (CartPole.GRAVITY * sin - cos * temp)
              / (CartPole.LENGTH
                  * (4.0 / 3.0 - CartPole.POLE_MASS * (cos * cos) / CartPole.TOTAL_MASS));
      double pushing = temp - CartPole.POLE_MASS_LENGTH * turning * cos / CartPole.TOTAL_MASS;
      x[i] += CartPole.TAU * v;
      speed[i] = v + CartPole.TAU * pushing;
      angle[i] = a + CartPole.TAU * w;
      turn[i] = w + CartPole.TAU * turning;
    }
  }

  /** Writes the results of the step, and resets environments whose episode has ended. */
  private void judge() {
    float[] rows = step.finalObservations();
    double[] rewards = step.rewards();
    double[] returns = step.returns();
    int[] lengths = step.lengths();
    boolean[] terminated = step.terminated();
    boolean[] truncated = step.truncated();
    for (int i = 0; i < count; i++) {
      show(i, rows);
      rewards[i] = 1;
      returns[i]++;
      lengths[i]++;
      terminated[i] =
          Math.abs(x[i]) > CartPole.POSITION_LIMIT | Math.abs(angle[i]) > CartPole.ANGLE_LIMIT;
      truncated[i] = lengths[i] >= mostSteps;
    }
    System.arraycopy(rows, 0, step.observations(), 0, rows.length);
    for (int i = 0; i < count; i++) {
      if (terminated[i] | truncated[i]) {
        step.countEnd();
        start(i);
        show(i, step.observations());
      }
    }
  }

  @Override
  public Map<String, Object> state() {
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("step", step.state());
    state.put("x", Arrays.stream(x).boxed().toList());
    state.put("speed", Arrays.stream(speed).boxed().toList());
    state.put("angle", Arrays.stream(angle).boxed().toList());
    state.put("turn", Arrays.stream(turn).boxed().toList());
    state.put("random", random.state());
    return state;
  }

  @Override
  public VectorStep restore(Map<String, Object> state) {
    fill(x, state, "x");
    fill(speed, state, "speed");
    fill(angle, state, "angle");
    fill(turn, state, "turn");
    random.restore(state.get("random"));
    step.restore((Map<?, ?>) state.get("step"));
    begun = true;
    return step;
  }

  private static void fill(double[] into, Map<?, ?> state, String name) {
    System.arraycopy(Checks.numbers(state, name, into.length), 0, into, 0, into.length);
  }

  @Override
  public String toString() {
    return count + " x CartPole";
  }
}
