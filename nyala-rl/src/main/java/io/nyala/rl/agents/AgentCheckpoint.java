// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.agents;

import io.nyala.models.training.DataPosition;
import io.nyala.models.training.Progress;
import io.nyala.variables.Variable;
import java.util.List;
import java.util.Map;

/**
 * The checkpoints of a training run of any agent: its state, and the settings that must not change.
 */
final class AgentCheckpoint {
  private final AgentOptions options;
  private final long seed;
  private final Map<String, String> conditions;

  /**
   * Creates the checkpoints of a training run. *
   *
   * @param conditions settings that must be the same when the training is resumed
   */
  AgentCheckpoint(AgentOptions options, long seed, Map<String, String> conditions) {
    this.options = options;
    this.seed = seed;
    this.conditions = conditions;
  }

  void save(Map<String, Object> state, LoopRecord record, List<Variable> variables) {
    long steps = record.steps();
    options
        .keeper()
        .save(
            new Progress(
                seed,
                0,
                (int) (steps / options.epoch()),
                (int) (steps % options.epoch()),
                record.hasStopped(),
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
            variables);
  }

  /** Restores the variables and returns the saved state, or null if there is none. */
  Map<String, Object> restore(List<Variable> variables) {
    Progress saved =
        options
            .keeper()
            .restore(variables, found -> AgentOptions.requireSame(found, seed, conditions));
    return saved == null ? null : saved.callbacks().getFirst();
  }
}
