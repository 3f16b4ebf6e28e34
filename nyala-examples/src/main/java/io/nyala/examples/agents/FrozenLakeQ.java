// SPDX-License-Identifier: Apache-2.0
package io.nyala.examples.agents;

import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.input;

import io.nyala.examples.recipe.Keeper;
import io.nyala.examples.recipe.Recipe;
import io.nyala.examples.recipe.RecipeContext;
import io.nyala.examples.recipe.RunReport;
import io.nyala.files.AtomicFile;
import io.nyala.models.Model;
import io.nyala.models.Sequential;
import io.nyala.plot.Plots;
import io.nyala.rl.EnvSpec;
import io.nyala.rl.Envs;
import io.nyala.rl.agents.AgentOptions;
import io.nyala.rl.agents.AgentReport;
import io.nyala.rl.agents.Play;
import io.nyala.rl.agents.QLearning;
import io.nyala.rl.agents.Returns;
import io.nyala.rl.film.GifFilm;
import io.nyala.rl.policies.Annealed;
import io.nyala.rl.policies.EpsilonGreedy;
import io.nyala.tensor.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** An agent with a table of action values learns to cross a frozen lake. */
public final class FrozenLakeQ implements Recipe {
  private static final int EPOCHS = 300;
  private static final int STEPS = 1000; // environment steps per epoch
  private static final int TESTS = 100;
  private static final long TEST_SEED = 10_000;
  private static final int FRAMES = 4; // frames per second
  private static final String ID = "FrozenLake-v1";
  private static final String[] ARROWS = {"<", "v", ">", "^"};

  @Option(
      names = "--large",
      description = "A lake of 8 x 8 cells instead of 4 x 4; needs about --epochs 2000.")
  private boolean large;

  @Option(names = "--sarsa", description = "SARSA instead of Q-learning.")
  private boolean sarsa;

  /** Creates the recipe. */
  public FrozenLakeQ() {}

  @Override
  public String name() {
    return "frozenlake-q";
  }

  @Override
  public Optional<String> environment() {
    return Optional.of(ID);
  }

  @Override
  public String description() {
    return "Q-learning with a table: cross a slippery frozen lake";
  }

  @Override
  public Defaults defaults() {
    return new Defaults(EPOCHS + " of 1,000 steps each", "1: the agent learns from each step");
  }

  @Override
  public RunReport run(RecipeContext context) throws IOException {
    AgentWatch.refuseData(context, name());
    Keeper keeper = new Keeper(context);
    EnvSpec spec = Envs.spec(large ? "FrozenLake8x8-v1" : ID);
    int epochs = context.epochs(EPOCHS);
    long steps = (long) epochs * STEPS;
    QLearning agent =
        (sarsa ? QLearning.sarsa() : QLearning.create())
            .gamma(0.99)
            .learningRate(new Annealed(0.2, 0.01, steps))
            .policy(new EpsilonGreedy(new Annealed(1, 0.05, steps * 2 / 3)))
            .seed(context.seed());
    AgentWatch watch = new AgentWatch(context, epochs, STEPS);
    AgentReport report =
        agent.fit(
            spec.make(),
            steps,
            AgentOptions.options()
                .epoch(STEPS)
                .evaluate(spec.make(), STEPS, 100)
                .solvedAt(spec.solvedAt())
                .callbacks(watch)
                .checkpoints(context.checkpoints()));
    watch.summary(report);

    Returns test = agent.test(spec.make(), TESTS, TEST_SEED);
    Tensor table = agent.table();
    context.say("%nTest without exploration: %s.%n%n%s", test, arrows(table));
    Model model = model(table);
    keeper.model(model);
    keeper.picture(
        "learning-curves.png",
        f -> Plots.curves(f, "Frozen lake, epochs of 1,000 steps", "epoch", watch.curves(report)));
    keeper.picture("agent.gif", f -> AtomicFile.write(f, out -> film(spec, agent, out)));
    keeper.report();
    return watch.report(spec.id(), report, test).weights(Keeper.weights(model)).build();
  }

  private static void film(EnvSpec spec, QLearning agent, OutputStream out) throws IOException {
    try (GifFilm film = new GifFilm(out, FRAMES)) {
      Play.film(spec.make(), TEST_SEED, agent.greedy(), 1, film);
    }
  }

  /**
   * Returns the table as a network: a layer without bias, for states as vectors with a single 1.
   */
  private static Model model(Tensor table) {
    Model model =
        Sequential.of(
            input(table.shape().dim(0)), dense(table.shape().dim(1)).useBias(false).named("table"));
    model.setWeights(List.of(table));
    return model;
  }

  /** Returns the best action of each cell, row by row. */
  private static String arrows(Tensor table) {
    int states = table.shape().dim(0);
    int side = (int) Math.round(Math.sqrt(states));
    StringBuilder text = new StringBuilder();
    for (int state = 0; state < states; state++) {
      int best = 0;
      for (int action = 1; action < ARROWS.length; action++) {
        best = table.at(state, action) > table.at(state, best) ? action : best;
      }
      text.append(ARROWS[best]).append(state % side == side - 1 ? "\n" : " ");
    }
    return text.toString();
  }
}
