// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.agents;

import io.nyala.models.training.Checkpointer;
import io.nyala.models.training.Progress;
import io.nyala.rl.env.Env;
import io.nyala.rl.env.Step;
import io.nyala.rl.spaces.Space;
import io.nyala.settings.Arguments;
import io.nyala.settings.Numbers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** Options of a training run: evaluation, callbacks, stopping and checkpoints. All are optional. */
public final class AgentOptions {
  private static final String STEPS = "steps";

  /** Receives the mean return of each evaluation and decides whether the training continues. */
  @FunctionalInterface
  public interface Judge {
    /**
     * Receives an evaluation.
     *
     * @param number the number of the evaluation, from 1
     * @param meanReturn the mean return of its episodes
     * @return whether the training ends here
     */
    boolean report(int number, double meanReturn);
  }

  private Env evaluationEnv;
  private long every;
  private int episodes = 10;
  private long epoch = 1000;
  private double solvedAt = Double.NaN;
  private boolean stops;
  private boolean keepBest;
  private List<AgentCallback> callbacks = List.of();
  private Judge judge; // or null
  private Checkpointer keeper;

  private AgentOptions() {}

  /** Returns options without evaluation, callbacks or checkpoints. */
  public static AgentOptions options() {
    return new AgentOptions();
  }

  /**
   * Evaluates the agent regularly without exploration, in a separate environment, so that training
   * is not affected.
   *
   * @param env an environment other than that of the training
   * @param everySteps the number of training steps between evaluations
   * @param ofEpisodes the number of episodes per evaluation. The first uses seed 0, the next ones
   *     1, 2, ...
   */
  public AgentOptions evaluate(Env env, long everySteps, int ofEpisodes) {
    if (everySteps < 1 || ofEpisodes < 1) {
      throw new IllegalArgumentException(
          "evaluate: steps and episodes must be at least 1, got %d and %d"
              .formatted(everySteps, ofEpisodes));
    }
    evaluationEnv = Arguments.given("evaluate: env", env);
    every = everySteps;
    episodes = ofEpisodes;
    return this;
  }

  /**
   * Sets the mean return at which the task counts as solved; the report contains the step of the
   * first evaluation that reaches it.
   */
  public AgentOptions solvedAt(double meanReturn) {
    solvedAt = meanReturn;
    return this;
  }

  /** Ends the training when an evaluation reaches this mean return. */
  public AgentOptions stopWhenSolved(double meanReturn) {
    solvedAt = meanReturn;
    stops = true;
    return this;
  }

  /**
   * Sets the number of steps per epoch, 1,000 by default. After each epoch, callbacks are called
   * and checkpoints are saved.
   */
  public AgentOptions epoch(long steps) {
    Numbers.positive("AgentOptions", "epoch", steps);
    epoch = steps;
    return this;
  }

  /** Restores the weights of the best evaluation at the end of training. */
  public AgentOptions keepBest() {
    keepBest = true;
    return this;
  }

  /**
   * Reports the mean return of each evaluation, and ends the training when the answer is true: for
   * example {@code judge(trial::report)} of a search for hyperparameters, which prunes.
   */
  public AgentOptions judge(Judge newJudge) {
    judge = Arguments.given("judge", newJudge);
    return this;
  }

  /** Sets the callbacks of the training. */
  public AgentOptions callbacks(AgentCallback... newCallbacks) {
    callbacks = Arguments.eachGiven("callbacks", newCallbacks);
    return this;
  }

  /**
   * Sets the checkpointer that saves the complete state, so that the same call resumes after an
   * interruption and ends with the same bits. A call with more steps extends a completed training
   * run. The default is null: no checkpoints.
   */
  public AgentOptions checkpoints(Checkpointer newKeeper) {
    keeper = newKeeper;
    return this;
  }

  // Used by the loop

  long every() {
    return every;
  }

  long epoch() {
    return epoch;
  }

  List<AgentCallback> callbacks() {
    return callbacks;
  }

  /**
   * Evaluates an agent, tells callbacks and judge, and notes in the record what came of it.
   *
   * @param actor performs the best action for an observation
   * @return whether the present weights are to be kept as the best
   */
  boolean evaluate(LoopRecord record, BiFunction<Env, float[], Step> actor) {
    Returns returns = Play.returns(evaluationEnv, episodes, 0, actor);
    boolean better = record.evaluated(returns);
    for (AgentCallback each : callbacks) {
      each.onEvaluation(record.steps(), returns);
    }
    if (returns.mean() >= solvedAt) {
      record.solved(stops);
    }
    if (judge != null && judge.report((int) (record.steps() / every), returns.mean())) {
      record.stop();
    }
    return keepBest && better;
  }

  /** Tells the callbacks of an episode that has ended. */
  void tell(AgentReport.Episode episode) {
    for (AgentCallback each : callbacks) {
      each.onEpisode(episode.step(), episode.total(), episode.length());
    }
  }

  /** Tells the callbacks the measures of an epoch. */
  void tell(LoopRecord record, Map<String, Double> measures) {
    for (AgentCallback each : callbacks) {
      each.onEpoch(record.steps(), measures);
    }
  }

  /** Tells the callbacks that steps were made; one of them may end the training. */
  void tellSteps(LoopRecord record) {
    for (int i = 0; i < callbacks.size(); i++) { // no iterator, so that a step allocates nothing
      if (callbacks.get(i).onStep(record.steps())) {
        record.stop();
      }
    }
  }

  Checkpointer keeper() {
    return keeper;
  }

  /**
   * Returns the conditions that a checkpoint must match.
   *
   * @param steps the step at which the training ends; may be later than for the checkpoint
   */
  Map<String, String> conditions(Object env, long steps, Object settings) {
    Map<String, String> conditions = new LinkedHashMap<>();
    conditions.put("environment", env.toString());
    conditions.put(STEPS, String.valueOf(steps));
    conditions.put("settings", settings.toString());
    conditions.put("epoch", String.valueOf(epoch));
    conditions.put(
        "evaluation",
        "%d episodes every %d steps, solved at %s, then stop: %s, best kept: %s"
            .formatted(episodes, every, solvedAt, stops, keepBest));
    return conditions;
  }

  /** Rejects the checkpoint of another training run. */
  static void requireSame(Progress saved, long seed, Map<String, String> conditions) {
    String differences = differences(saved, seed, conditions);
    if (!differences.isEmpty()) {
      throw new IllegalArgumentException(
          "the checkpoint was made with %s; start over in another folder, or train as before"
              .formatted(differences));
    }
    long goal = Long.parseLong(conditions.get(STEPS));
    // The last rollout may exceed the number of steps.
    if (saved.iterations() > goal && Long.parseLong(saved.conditions().get(STEPS)) > goal) {
      throw new IllegalArgumentException(
          "the checkpoint is of %d steps, more than the %d asked for; start over in another folder, or ask for more"
              .formatted(saved.iterations(), goal));
    }
  }

  /** Returns only the settings that differ, because there are many. */
  private static String differences(Progress saved, long seed, Map<String, String> conditions) {
    List<String> all = new ArrayList<>();
    if (saved.seed() != seed) {
      all.add("seed %d; this training has seed %d".formatted(saved.seed(), seed));
    }
    conditions.forEach(
        (name, now) -> {
          String then = saved.conditions().get(name);
          if (!now.equals(then) && !name.equals(STEPS)) {
            all.add("%s=%s; this training has %s=%s".formatted(name, then, name, now));
          }
        });
    return String.join("; and with ", all);
  }

  /** Rejects an evaluation environment of another kind than the training environment. */
  void check(Object training, Space there, Space thereActions) {
    check();
    if (evaluationEnv == null) {
      return;
    }
    Space here = evaluationEnv.observationSpace();
    if (!here.shape().equals(there.shape())
        || !evaluationEnv.actionSpace().toString().equals(thereActions.toString())) {
      throw new IllegalArgumentException(
          "evaluate: %s has observations of %s and actions of %s, %s of the training %s and %s; give a second one of its kind"
              .formatted(
                  evaluationEnv, here, evaluationEnv.actionSpace(), training, there, thereActions));
    }
  }

  /** Rejects evaluation in the training environment, because it would end the current episode. */
  void requireApart(Env training) {
    if (evaluationEnv != null && evaluationEnv.unwrapped() == training.unwrapped()) {
      throw new IllegalArgumentException(
          "evaluate: %s is the environment of the training; give another one, made in the same way"
              .formatted(training));
    }
  }

  private void check() {
    if (every == 0 && (keepBest || judge != null || !Double.isNaN(solvedAt))) {
      throw new IllegalArgumentException(
          "solvedAt, stopWhenSolved, keepBest and judge need evaluations; set them by evaluate(env, steps, episodes)");
    }
  }
}
