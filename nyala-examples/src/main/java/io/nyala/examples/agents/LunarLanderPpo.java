// SPDX-License-Identifier: Apache-2.0
package io.nyala.examples.agents;

import io.nyala.examples.recipe.Keeper;
import io.nyala.examples.recipe.Recipe;
import io.nyala.examples.recipe.RecipeContext;
import io.nyala.examples.recipe.RunReport;
import io.nyala.plot.Plots;
import io.nyala.rl.Envs;
import io.nyala.rl.agents.AgentOptions;
import io.nyala.rl.agents.AgentReport;
import io.nyala.rl.agents.Ppo;
import io.nyala.rl.agents.Returns;
import io.nyala.rl.presets.ZooPresets;
import java.io.IOException;
import java.util.Optional;

/** A policy learns to set a lander down between two flags, from sixteen of them at once. */
public final class LunarLanderPpo implements Recipe {
  private static final String ID = "LunarLander-v3";
  private static final int EPOCHS = 62;
  private static final int ENVS = 16;
  private static final int ROLLOUT = 1024;
  private static final int SAMPLE_ENVS = 4;
  private static final int SAMPLE_ROLLOUT = 64;
  private static final int BATCH = 64;
  private static final int EVERY = 4; // epochs between two evaluations
  private static final double SOLVED = 200;
  private static final int TESTS = 100;
  private static final long TEST_SEED = 10_000;

  /** Creates the recipe. */
  public LunarLanderPpo() {}

  @Override
  public String name() {
    return "lunarlander-ppo";
  }

  @Override
  public Optional<String> environment() {
    return Optional.of(ID);
  }

  @Override
  public String description() {
    return "Policy optimisation: set a lander down, learning from sixteen at once";
  }

  @Override
  public Defaults defaults() {
    return new Defaults(EPOCHS + " of 16,384 steps each", BATCH + "; it must divide 16,384");
  }

  @Override
  public RunReport run(RecipeContext context) throws IOException {
    AgentWatch.refuseData(context, name());
    Keeper keeper = new Keeper(context);
    Ppo agent = ZooPresets.ppo(ID).agent().batchSize(context.batch(BATCH)).seed(context.seed());
    int envs = ENVS;
    int steps = ENVS * ROLLOUT;
    if (context.sample()) {
      agent.rollout(SAMPLE_ROLLOUT);
      envs = SAMPLE_ENVS;
      steps = 2 * SAMPLE_ENVS * SAMPLE_ROLLOUT;
    }
    int epochs = context.epochs(EPOCHS);
    AgentWatch watch = new AgentWatch(context, epochs, steps);
    AgentReport report =
        agent.fit(
            Envs.makeVector(ID, envs),
            (long) epochs * steps,
            AgentOptions.options()
                .epoch(steps)
                .evaluate(Envs.make(ID), (long) EVERY * steps, 20)
                .solvedAt(SOLVED)
                .callbacks(watch)
                .checkpoints(context.checkpoints()));
    watch.summary(report);

    Returns test = agent.test(Envs.make(ID), context.sample() ? 1 : TESTS, TEST_SEED);
    watch.solved(report, SOLVED);
    context.say("%nTest with the most likely actions: %s.%n", test);
    keeper.model(agent.policy());
    String title = LunarLanderDqn.title(steps);
    keeper.picture(
        "learning-curves.png", f -> Plots.curves(f, title, "epoch", watch.curves(report)));
    keeper.picture("agent.gif", f -> LunarLanderDqn.film(agent.policy(), f));
    keeper.report();
    return watch.report(ID, report, test).weights(Keeper.weights(agent.policy())).build();
  }
}
