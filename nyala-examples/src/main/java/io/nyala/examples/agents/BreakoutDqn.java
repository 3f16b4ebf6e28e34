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
import io.nyala.rl.env.Env;
import io.nyala.rl.wrappers.AtariPreprocessing;
import io.nyala.rl.wrappers.ClipReward;
import io.nyala.rl.wrappers.FrameStack;
import io.nyala.rl.wrappers.TimeLimit;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Option;

/** A deep Q network with convolutions learns to play Breakout, from cells or from pictures. */
public final class BreakoutDqn implements Recipe {
  private static final String ID = "MinAtar/Breakout-v1";
  private static final int EPOCHS = 300;
  private static final int STEPS = 10_000; // frames per epoch
  private static final int SAMPLE_STEPS = 500;
  private static final double SOLVED = 10;
  private static final int TESTS = 100;
  private static final long TEST_SEED = 10_000;

  /** Without exploration, an agent may play the ball back and forth forever. */
  private static final int MOST_STEPS = 10_000;

  private static final int FILM_STEPS = 500;
  private static final int FRAMES_PER_SECOND = 15;

  // Of the pipeline for pictures. The ball moves a whole cell in a frame, so that none is skipped.
  private static final int NO_OPS = 0;
  private static final int SKIP = 1;
  private static final int SIZE = 84;
  private static final int STACK = 4;
  private static final int PICTURES = 100_000; // 0.7 GB

  @Option(
      names = "--pixels",
      description = {
        "learn from pictures of 84 x 84 grey pixels, four at a time, with the network for the",
        "Atari console, instead of from 10 x 10 cells; takes some 15 times as long"
      })
  private boolean pixels;

  /** Creates the recipe. */
  public BreakoutDqn() {}

  @Override
  public String name() {
    return "breakout-dqn";
  }

  @Override
  public Optional<String> environment() {
    return Optional.of(ID);
  }

  @Override
  public String description() {
    return "Deep Q-learning from pictures: play Breakout, in small";
  }

  @Override
  public Defaults defaults() {
    return new Defaults(EPOCHS + " of 10,000 frames each", "32");
  }

  @Override
  public RunReport run(RecipeContext context) throws IOException {
    AgentWatch.refuseData(context, name());
    Keeper keeper = new Keeper(context);
    Env env = game(0);
    Dqn agent =
        pixels
            ? DqnPresets.atari(env, context.seed()).memory(PICTURES)
            : DqnPresets.minAtar(env, context.seed());
    agent.batchSize(context.batch(32));
    int steps = STEPS;
    if (context.sample()) {
      steps = SAMPLE_STEPS;
      agent.memory(2 * steps).startAfter(steps / 2);
    }

    int epochs = context.epochs(EPOCHS);
    AgentWatch watch = new AgentWatch(context, epochs, steps);
    AgentReport report =
        agent.fit(
            env,
            (long) epochs * steps,
            AgentOptions.options()
                .epoch(steps)
                .evaluate(game(MOST_STEPS), 5L * steps, 10)
                .solvedAt(SOLVED)
                .callbacks(watch)
                .checkpoints(context.checkpoints()));
    watch.summary(report);

    Model model = agent.network();
    Returns test = agent.test(game(MOST_STEPS), TESTS, TEST_SEED);
    if (report.solvedAt() >= 0) {
      context.say("An evaluation reached %.0f after %,d frames.", SOLVED, report.solvedAt());
    }
    context.say("%nTest without exploration: %s.%n", test);

    keeper.model(model);
    String epoch = "epoch of %,d frames".formatted(steps);
    keeper.picture(
        "learning-curves.png", f -> Plots.curves(f, "Breakout", epoch, watch.curves(report)));
    keeper.picture(
        "agent.gif",
        f -> AgentFilm.write(model, game(FILM_STEPS), TEST_SEED, 1, FRAMES_PER_SECOND, f));
    keeper.report();
    return watch.report(ID, report, test).weights(Keeper.weights(model)).build();
  }

  /**
   * Returns a game.
   *
   * @param mostSteps of an episode, or 0 for no limit
   */
  private Env game(int mostSteps) {
    Env game = Envs.make(ID);
    if (mostSteps > 0) {
      game = new TimeLimit(game, mostSteps);
    }
    if (!pixels) {
      return game;
    }
    Env pictures = new AtariPreprocessing(game, NO_OPS, SKIP, SIZE);
    return new FrameStack(new ClipReward(pictures, -1, 1), STACK);
  }
}
