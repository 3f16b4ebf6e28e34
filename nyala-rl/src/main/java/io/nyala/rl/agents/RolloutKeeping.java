// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.agents;

import io.nyala.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Saves and restores the complete state of a {@link RolloutLoop} between two rollouts. */
final class RolloutKeeping {
  private static final String BEST = "best";

  private final RolloutLoop loop;
  private final AgentCheckpoint checkpoint;

  RolloutKeeping(RolloutLoop loop, long steps, AgentOptions options) {
    this.loop = loop;
    this.checkpoint =
        new AgentCheckpoint(
            options, loop.seed(), options.conditions(loop.envs(), steps, loop.settings()));
  }

  void save() {
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("random", loop.random().state());
    state.put("envs", loop.envs().state());
    state.put("record", loop.record().state());
    state.put("learner", loop.learner().state());
    state.put("scales", loop.scales());
    if (loop.best() != null) {
      state.put(BEST, loop.best());
    }
    checkpoint.save(state, loop.record(), loop.learner().variables());
  }

  /** Restores the saved state. Returns false if there is none. */
  @SuppressWarnings("unchecked") // from save()
  boolean restore() {
    Map<String, Object> state = checkpoint.restore(loop.learner().variables());
    if (state == null) {
      return false;
    }
    loop.random().restore((String) state.get("random"));
    loop.latest(loop.envs().restore((Map<String, Object>) state.get("envs")));
    loop.record().restore((Map<String, Object>) state.get("record"));
    loop.learner().restore((Map<String, Object>) state.get("learner"));
    loop.scales((Map<String, Object>) state.get("scales"));
    loop.best(state.containsKey(BEST) ? (List<Tensor>) state.get(BEST) : null);
    return true;
  }
}
