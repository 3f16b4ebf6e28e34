// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.agents;

import io.nyala.models.training.DataPosition;
import io.nyala.models.training.Progress;
import io.nyala.rl.env.Env;
import io.nyala.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Saves the complete state of a training: networks, optimizer, replay memory, random numbers,
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
  private final AgentOptions options;
  private final Map<String, String> conditions;

  LoopKeeping(AgentLoop loop, Env env, long steps, AgentOptions options) {
    this.loop = loop;
    this.env = env;
    this.options = options;
    env.state(); // says at once if it cannot be kept
    conditions = options.conditions(env, steps, loop.learner().settings());
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
    long steps = loop.record().steps();
    options
        .keeper()
        .save(
            new Progress(
                loop.seed(),
                0,
                (int) (steps / options.epoch()),
                (int) (steps % options.epoch()),
                loop.record().hasStopped(),
                steps,
                Double.NaN,
                List.of(),
                List.of(),
                List.of(),
                List.of(state),
                conditions,
                null,
                DataPosition.START,
                DataPosition.START),
            loop.learner().variables());
  }

  /** Restores the saved state. Returns false if there is none. */
  boolean restore() {
    Progress saved =
        options
            .keeper()
            .restore(
                loop.learner().variables(),
                found -> AgentOptions.requireSame(found, loop.seed(), conditions));
    if (saved == null) {
      return false;
    }
    take(saved.callbacks().getFirst());
    return true;
  }

  @SuppressWarnings("unchecked") // as save() made it
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
