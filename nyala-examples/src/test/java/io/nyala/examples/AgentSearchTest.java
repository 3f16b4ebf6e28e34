// SPDX-License-Identifier: Apache-2.0
package io.nyala.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.rl.Envs;
import io.nyala.rl.agents.AgentOptions;
import io.nyala.rl.agents.Ppo;
import io.nyala.tune.Study;
import io.nyala.tune.history.TrialState;
import io.nyala.tune.pruners.Pruners;
import org.junit.jupiter.api.Test;

/** The search for an agent's hyperparameters in docs/agents.md and docs/search.md. */
class AgentSearchTest {
  private static final int STEPS = 4096;

  @Test
  void a_search_prunes_agents_by_their_evaluations() {
    // snippet:search-agent
    Study study = Study.inMemory().maximize("return").pruner(Pruners.median().warmup(2)).trials(12);
    study.run(
        trial -> {
          Ppo agent =
              Ppo.ofHidden(32)
                  .rollout(64)
                  .learningRate(trial.suggestFloatLog("rate", 1e-5, 1e-1))
                  .gamma(trial.suggestFloat("gamma", 0.9, 0.999))
                  .seed(trial.seed());
          agent.fit(
              Envs.makeVector("CartPole-v1", 8),
              STEPS,
              AgentOptions.options()
                  .evaluate(Envs.make("CartPole-v1"), 1024, 3)
                  .judge(trial::report)); // true ends the training
          trial.check(); // and the trial
          return agent.test(Envs.make("CartPole-v1"), 5, 0).mean();
        });
    // end:search-agent
    assertThat(study.trials()).hasSize(12);
    assertThat(study.best().orElseThrow().value()).isGreaterThan(50);
    assertThat(study.trials())
        .anySatisfy(
            trial -> {
              assertThat(trial.state()).isEqualTo(TrialState.PRUNED);
              assertThat(trial.steps()).hasSizeBetween(1, 3);
            });
  }
}
