// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.agents;

import io.nyala.rl.env.Env;
import io.nyala.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Saves the complete state of a training run: networks, optimizer, replay memory, random numbers,
 * environment, and the record so far.
 */
final class LoopKeeping {
  private static final String RANDOM = "random";
  private static final String ENV = "env";
  private static final String OBSERVATION = "observation";
  private static final String RECORD = "record";
  private static final String LEARNER = "learner";
  private static final String BEST = "best";

  private final AgentLoop loop;
  private final Env env;
  private final AgentCheckpoint checkpoint;

  LoopKeeping(AgentLoop loop, Env env, long steps, AgentOptions options) {
    this.loop = loop;
    this.env = env;
    env.state(); // fails early if the environment cannot be saved
    loop.learner().state(); // likewise
    checkpoint =
        new AgentCheckpoint(
            options, loop.seed(), options.conditions(env, steps, loop.learner().settings()));
  }

  void save() {
    Map<String, Object> state = new LinkedHashMap<>();
    state.put(RANDOM, loop.random().state());
    state.put(ENV, env.state());
    state.put(OBSERVATION, Tensor.vector(loop.before()));
    state.put(RECORD, loop.record().state());
    state.put(LEARNER, loop.learner().state());
    if (loop.best() != null) {
      state.put(BEST, loop.best());
    }
    checkpoint.save(state, loop.record(), loop.learner().variables());
  }

  /** Restores the saved state. Returns false if there is none. */
  boolean restore() {
    Map<String, Object> state = checkpoint.restore(loop.learner().variables());
    if (state == null) {
      return false;
    }
    take(state);
    return true;
  }

  @SuppressWarnings("unchecked") // from save()
  private void take(Map<String, Object> state) {
    loop.random().restore((String) state.get(RANDOM));
    env.restore((Map<String, Object>) state.get(ENV));
    float[] observation = ((Tensor) state.get(OBSERVATION)).floats();
    System.arraycopy(observation, 0, loop.before(), 0, observation.length);
    loop.record().restore((Map<String, Object>) state.get(RECORD));
    loop.learner().restore((Map<String, Object>) state.get(LEARNER));
    loop.best(state.containsKey(BEST) ? (List<Tensor>) state.get(BEST) : null);
  }
}
