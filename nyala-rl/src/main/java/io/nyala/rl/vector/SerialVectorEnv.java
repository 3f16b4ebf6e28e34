// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.vector;

import io.nyala.rl.env.Env;
import io.nyala.rl.env.Reset;
import io.nyala.rl.env.Step;
import io.nyala.rl.spaces.Discrete;
import io.nyala.rl.spaces.Space;
import io.nyala.settings.Arguments;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Environments of any kind, stepped one after the other. */
public final class SerialVectorEnv implements VectorEnv {
  private final Env[] envs;
  private final Discrete discrete; // or null
  private final double[] row; // an action that is not discrete
  private final int size;
  private final VectorStep step;
  private boolean begun;

  /**
   * Creates environments.
   *
   * @param count the number of environments, at least 1
   * @param maker creates an environment
   */
  public SerialVectorEnv(int count, Supplier<? extends Env> maker) {
    Checks.count(count);
    Arguments.given("maker", maker);
    envs = new Env[count];
    for (int i = 0; i < count; i++) {
      envs[i] = Arguments.given("what the maker returns", maker.get());
    }
    discrete = envs[0].actionSpace() instanceof Discrete space ? space : null;
    row = new double[envs[0].actionSpace().size()];
    size = envs[0].observationSpace().size();
    step = new VectorStep(count, size);
  }

  @Override
  public int count() {
    return envs.length;
  }

  @Override
  public Space observationSpace() {
    return envs[0].observationSpace();
  }

  @Override
  public Space actionSpace() {
    return envs[0].actionSpace();
  }

  @Override
  public VectorStep reset(long seed) {
    step.clear();
    for (int i = 0; i < envs.length; i++) {
      show(envs[i].reset(Reset.seed(seed + i)), i);
    }
    System.arraycopy(step.observations(), 0, step.finalObservations(), 0, envs.length * size);
    begun = true;
    return step;
  }

  @Override
  public VectorStep step(int[] chosen) {
    if (discrete == null) {
      return VectorEnv.super.step(chosen);
    }
    Checks.step(this, discrete, begun, chosen);
    step.beginStep();
    for (int i = 0; i < envs.length; i++) {
      note(i, envs[i].step(chosen[i]));
    }
    return step;
  }

  @Override
  public VectorStep step(double[] chosen) {
    if (discrete != null) {
      return VectorEnv.super.step(chosen);
    }
    Checks.numbers(this, begun, chosen);
    step.beginStep();
    for (int i = 0; i < envs.length; i++) {
      System.arraycopy(chosen, i * row.length, row, 0, row.length);
      note(i, envs[i].step(row));
    }
    return step;
  }

  /** Notes what came of an action, and begins the next episode where one has ended. */
  private void note(int i, Step next) {
    step.rewards()[i] = next.reward();
    step.returns()[i] += next.reward();
    step.lengths()[i]++;
    step.terminated()[i] = next.terminated();
    step.truncated()[i] = next.truncated();
    System.arraycopy(observation(next, i), 0, step.finalObservations(), step.row(i), size);
    Step shown = next;
    if (next.ended()) {
      step.countEnd();
      shown = envs[i].reset();
    }
    show(shown, i);
  }

  @Override
  public Map<String, Object> state() {
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("step", step.state());
    state.put("envs", Arrays.stream(envs).map(Env::state).toList());
    return state;
  }

  @Override
  @SuppressWarnings("unchecked") // from state()
  public VectorStep restore(Map<String, Object> state) {
    List<Map<String, Object>> all = (List<Map<String, Object>>) state.get("envs");
    if (all == null || all.size() != envs.length) {
      throw new IllegalArgumentException(
          "%s: the state is that of other environments".formatted(this));
    }
    step.restore((Map<?, ?>) state.get("step"));
    for (int i = 0; i < envs.length; i++) {
      envs[i].restore(all.get(i));
    }
    begun = true;
    return step;
  }

  private void show(Step shown, int i) {
    System.arraycopy(observation(shown, i), 0, step.observations(), step.row(i), size);
  }

  private float[] observation(Step of, int i) {
    float[] seen = of.observation();
    if (seen.length != size) {
      throw new IllegalStateException(
          "%s of %s gave an observation of %d numbers; its space %s has %d. EnvChecker.check finds such faults"
              .formatted(envs[i], this, seen.length, observationSpace(), size));
    }
    return seen;
  }

  @Override
  public String toString() {
    return "%d x %s".formatted(envs.length, envs[0]);
  }
}
