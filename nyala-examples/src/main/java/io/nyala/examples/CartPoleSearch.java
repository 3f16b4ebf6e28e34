// SPDX-License-Identifier: Apache-2.0
package io.nyala.examples;

import io.nyala.examples.recipe.Keeper;
import io.nyala.examples.recipe.Recipe;
import io.nyala.examples.recipe.RecipeContext;
import io.nyala.examples.recipe.RunReport;
import io.nyala.models.Model;
import io.nyala.rl.Envs;
import io.nyala.rl.agents.AgentOptions;
import io.nyala.rl.agents.Dqn;
import io.nyala.rl.agents.Ppo;
import io.nyala.rl.agents.Returns;
import io.nyala.tune.Study;
import io.nyala.tune.Trial;
import io.nyala.tune.pruners.Pruners;
import io.nyala.tune.samplers.TpeSampler;
import io.nyala.tune.space.Hyperparameters;
import java.io.IOException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Searches settings with which a policy learns to hold a pole upright within few steps. */
public final class CartPoleSearch implements Recipe {
  private static final String ID = "CartPole-v1";
  private static final int TRIALS = 30;
  private static final int EPOCHS = 10;
  private static final int STEPS = 2048; // per epoch; an evaluation after each
  private static final int ENVS = 8;
  private static final int BATCH = 256;
  private static final int EPISODES = 10;
  private static final int TESTS = 100;
  private static final long TEST_SEED = 10_000;

  @Option(names = "--trials", paramLabel = "N", description = "Trials in all (default: 30).")
  private int trials = TRIALS;

  @Mixin private SearchOptions search = new SearchOptions();

  /** Creates the recipe. */
  public CartPoleSearch() {}

  @Override
  public String name() {
    return "cartpole-search";
  }

  @Override
  public String description() {
    return "Search: find settings with which a policy soon holds a pole upright";
  }

  @Override
  public Defaults defaults() {
    return new Defaults(EPOCHS + " of 2,048 steps each", BATCH + "; it must divide 256");
  }

  @Override
  public RunReport run(RecipeContext context) throws IOException, InterruptedException {
    context.requireNoData(name() + ": an agent generates its data", "");
    Keeper keeper = new Keeper(context);
    int epochs = context.epochs(EPOCHS);
    int batch = context.batch(BATCH);
    Study study =
        search
            .study(context)
            .maximize("return")
            .sampler(new TpeSampler())
            .pruner(Pruners.median().warmup(2))
            .trials(trials);
    context.say("%d trials of up to %,d steps.", trials, (long) epochs * STEPS);
    long begun = System.nanoTime();
    study.run(trial -> train(trial, epochs, batch));
    SearchReport report = new SearchReport(study, begun);
    report.say(context);
    report.page(context);

    Model policy = study.bestModel();
    Returns test = Dqn.test(policy, Envs.make(ID), TESTS, TEST_SEED);
    context.say("%nTest with the most likely actions: %s.%n", test);
    keeper.model(policy);
    keeper.report();
    return report
        .into(context.report().data(context.sample() ? "sample" : ID, 0), study.runs())
        .training(report.reports(), (long) report.reports() * STEPS, report.seconds())
        .metric("test_return_mean", test.mean())
        .metric("test_return_std", test.std())
        .weights(Keeper.weights(policy))
        .build();
  }

  /** Trains with the settings of a trial, which ends early if others were better by then. */
  private static double train(Trial trial, int epochs, int batch) {
    Hyperparameters hp = trial.hyperparameters();
    Ppo agent =
        Ppo.ofHidden(64, 64)
            .rollout(hp.intRange("rollout", 32, 256).step(2).log().value())
            .batchSize(batch)
            .epochs(hp.intRange("passes", 5, 20).step(5).value())
            .gamma(hp.choice("gamma", 0.95, 0.98, 0.99).value())
            .lambda(hp.floatRange("lambda", 0.8, 1).step(0.05).value())
            .learningRate(hp.floatRange("learning_rate", 1e-4, 1e-2).log().value())
            .seed(trial.seed());
    agent.fit(
        Envs.makeVector(ID, ENVS),
        (long) epochs * STEPS,
        AgentOptions.options().evaluate(Envs.make(ID), STEPS, EPISODES).judge(trial::report));
    trial.check();
    trial.keep(agent.policy());
    return agent.test(Envs.make(ID), EPISODES, TEST_SEED).mean();
  }
}
