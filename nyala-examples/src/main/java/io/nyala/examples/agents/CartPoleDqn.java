// SPDX-License-Identifier: Apache-2.0
package io.nyala.examples.agents;

import io.nyala.examples.recipe.Keeper;
import io.nyala.examples.recipe.Recipe;
import io.nyala.examples.recipe.RecipeContext;
import io.nyala.examples.recipe.RunReport;
import io.nyala.models.Model;
import io.nyala.plot.Plots;
import io.nyala.rl.Envs;
import io.nyala.rl.agents.AgentOptions;
import io.nyala.rl.agents.AgentReport;
import io.nyala.rl.agents.Dqn;
import io.nyala.rl.agents.DqnPresets;
import io.nyala.rl.agents.Returns;
import io.nyala.rl.presets.ZooPresets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** A deep Q network learns to balance a pole on a cart. */
public final class CartPoleDqn implements Recipe {
  private static final String ID = "CartPole-v1";
  private static final int EPOCHS = 50;
  private static final int STEPS = 1000; // environment steps per epoch
  private static final double SOLVED = 475;
  private static final int TESTS = 100;
  private static final long TEST_SEED = 10_000;
  private static final int FRAMES = 25; // frames per second, half of the steps

  @Option(
      names = "--preset",
      paramLabel = "book|zoo",
      description = {
        "book: three layers of 16 units and a soft target, as in the book (default);",
        "zoo: two layers of 256 units with the settings of RL Baselines3 Zoo and double Q-learning;",
        "ends with the weights of the best evaluation."
      })
  private String preset = "book";

  /** Creates the recipe. */
  public CartPoleDqn() {}

  @Override
  public String name() {
    return "cartpole-dqn";
  }

  @Override
  public Optional<String> environment() {
    return Optional.of(ID);
  }

  @Override
  public String description() {
    return "Deep Q-learning: balance a pole on a cart";
  }

  @Override
  public Defaults defaults() {
    return new Defaults(EPOCHS + " of 1,000 steps each", "32, zoo: 64");
  }

  @Override
  public RunReport run(RecipeContext context) throws IOException {
    AgentWatch.refuseData(context, name());
    boolean zoo = AgentWatch.isZoo(preset);
    Keeper keeper = new Keeper(context);
    Dqn agent = zoo ? ZooPresets.dqn(ID).agent() : DqnPresets.book(1e-3, 16, 16, 16);
    agent.batchSize(context.batch(zoo ? 64 : 32)).seed(context.seed());

    int epochs = context.epochs(EPOCHS);
    AgentWatch watch = new AgentWatch(context, epochs, STEPS);
    AgentOptions options =
        AgentOptions.options()
            .epoch(STEPS)
            .evaluate(Envs.make(ID), STEPS, 20)
            .solvedAt(SOLVED)
            .callbacks(watch)
            .checkpoints(context.checkpoints());
    AgentReport report =
        agent.fit(Envs.make(ID), (long) epochs * STEPS, zoo ? options.keepBest() : options);
    watch.summary(report);

    Model model = agent.network();
    Returns test = agent.test(Envs.make(ID), TESTS, TEST_SEED);
    watch.solved(report, SOLVED);
    context.say("%nTest without exploration: %s.%n", test);

    keeper.model(model);
    keeper.picture(
        "learning-curves.png",
        f -> Plots.curves(f, "CartPole, epochs of 1,000 steps", "epoch", watch.curves(report)));
    keeper.picture("agent.gif", f -> film(model, TEST_SEED, f));
    keeper.report();
    return watch.report(ID, report, test).weights(Keeper.weights(model)).build();
  }

  /** Films an episode of the network's best actions. */
  static void film(Model model, long seed, Path file) throws IOException {
    AgentFilm.write(model, Envs.make(ID), seed, 2, FRAMES, file);
  }
}
