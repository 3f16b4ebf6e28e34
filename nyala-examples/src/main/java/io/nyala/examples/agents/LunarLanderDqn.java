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
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** A deep Q network learns to set a lander down between two flags. */
public final class LunarLanderDqn implements Recipe {
  private static final String ID = "LunarLander-v3";
  private static final int BOOK_EPOCHS = 500;
  private static final int ZOO_EPOCHS = 150;
  private static final int STEPS = 1000; // in the environment, of an epoch
  private static final int SAMPLE_STEPS = 250;
  private static final int EVERY = 10; // epochs between two evaluations
  private static final int EVALUATED = 60; // episodes of an evaluation
  private static final double SOLVED = 200;
  private static final int TESTS = 100;
  private static final long TEST_SEED = 10_000;
  private static final int FRAMES_PER_SECOND = 25; // half of the steps

  @Option(
      names = "--preset",
      paramLabel = "book|zoo",
      description = {
        "book: layers of 64, 32 and 16 units, a soft target, as in the book (default);",
        "zoo: two layers of 256 units, double and duelling Q-learning, three-step returns;",
        "ends with the weights of the best evaluation."
      })
  private String preset = "book";

  /** Creates the recipe. */
  public LunarLanderDqn() {}

  @Override
  public String name() {
    return "lunarlander-dqn";
  }

  @Override
  public Optional<String> environment() {
    return Optional.of(ID);
  }

  @Override
  public String description() {
    return "Deep Q-learning: set a lander down between two flags";
  }

  @Override
  public Defaults defaults() {
    return new Defaults(BOOK_EPOCHS + " of 1,000 steps each, zoo: " + ZOO_EPOCHS, "32, zoo: 64");
  }

  @Override
  public RunReport run(RecipeContext context) throws IOException {
    AgentWatch.refuseData(context, name());
    boolean zoo = AgentWatch.isZoo(preset);
    Keeper keeper = new Keeper(context);
    Dqn agent = zoo ? DqnPresets.lunarLander() : DqnPresets.book(2.5e-4, 64, 32, 16);
    agent.batchSize(context.batch(zoo ? 64 : 32)).seed(context.seed());

    int epochs = context.epochs(zoo ? ZOO_EPOCHS : BOOK_EPOCHS);
    int steps = STEPS;
    int tests = TESTS;
    int evaluated = EVALUATED;
    if (context.sample()) {
      agent.startAfter(SAMPLE_STEPS / 2);
      steps = SAMPLE_STEPS;
      tests = 1;
      evaluated = 1;
    }
    AgentWatch watch = new AgentWatch(context, epochs, steps);
    AgentOptions options =
        AgentOptions.options()
            .epoch(steps)
            .evaluate(Envs.make(ID), (long) EVERY * steps, evaluated)
            .solvedAt(SOLVED)
            .callbacks(watch)
            .checkpoints(context.checkpoints());
    AgentReport report =
        agent.fit(Envs.make(ID), (long) epochs * steps, zoo ? options.keepBest() : options);
    watch.summary(report);

    Model model = agent.network();
    Returns test = agent.test(Envs.make(ID), tests, TEST_SEED);
    watch.solved(report, SOLVED);
    context.say("%nTest without exploration: %s.%n", test);

    keeper.model(model);
    String title = title(steps);
    keeper.picture(
        "learning-curves.png", f -> Plots.curves(f, title, "epoch", watch.curves(report)));
    keeper.picture("agent.gif", f -> film(model, f));
    keeper.report();
    return watch.report(ID, report, test).weights(Keeper.weights(model)).build();
  }

  /** Returns the title of the curves. */
  static String title(int stepsPerEpoch) {
    return "LunarLander, epochs of %,d steps".formatted(stepsPerEpoch);
  }

  /** Films a landing by a network that gives most to the action to take. */
  static void film(Model model, Path file) throws IOException {
    AgentFilm.write(model, Envs.make(ID), TEST_SEED, 2, FRAMES_PER_SECOND, file);
  }
}
