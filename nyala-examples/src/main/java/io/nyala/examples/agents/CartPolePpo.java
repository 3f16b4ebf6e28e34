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

/** A policy learns to balance a pole on a cart in eight parallel environments. */
public final class CartPolePpo implements Recipe {
  private static final String ID = "CartPole-v1";
  private static final int EPOCHS = 100;
  private static final int STEPS = 1024; // environment steps per epoch: four rollouts
  private static final int ENVS = 8;
  private static final int BATCH = 256;
  private static final double SOLVED = 475;
  private static final int TESTS = 100;
  private static final long TEST_SEED = 10_000;

  /** Creates the recipe. */
  public CartPolePpo() {}

  @Override
  public String name() {
    return "cartpole-ppo";
  }

  @Override
  public Optional<String> environment() {
    return Optional.of(ID);
  }

  @Override
  public String description() {
    return "Policy optimisation: balance a pole, learning in eight environments";
  }

  @Override
  public Defaults defaults() {
    return new Defaults(EPOCHS + " of 1,024 steps each", BATCH + "; it must divide 256");
  }

  @Override
  public RunReport run(RecipeContext context) throws IOException {
    AgentWatch.refuseData(context, name());
    Keeper keeper = new Keeper(context);
    Ppo agent = ZooPresets.ppo(ID).agent().batchSize(context.batch(BATCH)).seed(context.seed());
    int epochs = context.epochs(EPOCHS);
    AgentWatch watch = new AgentWatch(context, epochs, STEPS);
    AgentReport report =
        agent.fit(
            Envs.makeVector(ID, ENVS),
            (long) epochs * STEPS,
            AgentOptions.options()
                .epoch(STEPS)
                .evaluate(Envs.make(ID), 5 * STEPS, 10)
                .solvedAt(SOLVED)
                .callbacks(watch)
                .checkpoints(context.checkpoints()));
    watch.summary(report);

    Returns test = agent.test(Envs.make(ID), TESTS, TEST_SEED);
    context.say("%nTest with the most likely actions: %s.%n", test);
    keeper.model(agent.policy());
    keeper.picture(
        "learning-curves.png",
        f -> Plots.curves(f, "CartPole, epochs of 1,024 steps", "epoch", watch.curves(report)));
    keeper.picture("agent.gif", f -> CartPoleDqn.film(agent.policy(), TEST_SEED, f));
    keeper.report();
    return watch.report(ID, report, test).weights(Keeper.weights(agent.policy())).build();
  }
}
