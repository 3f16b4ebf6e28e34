// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.agents;

import io.nyala.models.RunInterruptedException;
import io.nyala.models.training.Checkpointer;
import io.nyala.rl.env.Env;
import io.nyala.rl.env.Reset;
import io.nyala.rl.env.Step;
import io.nyala.rl.random.NumPyRandom;
import io.nyala.settings.Arguments;
import io.nyala.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The training loop of every agent that learns from single steps: acts, learns, evaluates and saves
 * checkpoints. Custom agents implement {@link Learner}.
 */
public final class AgentLoop {
  private static final System.Logger LOG = System.getLogger(AgentLoop.class.getPackageName());

  private final Learner learner;
  private final long seed;
  private final NumPyRandom random;
  private final float[] before;
  private final double[] action;
  private final double[] greedy; // action
  private final LoopRecord record = new LoopRecord();
  private Env present; // of the current episode
  private List<Tensor> best; // weights, or null
  private long epochBegan;

  /**
   * Creates a training loop.
   *
   * @param learner the learner
   * @param size the number of elements of an observation
   * @param seed the seed of all random numbers of the training
   */
  public AgentLoop(Learner learner, int size, long seed) {
    this.learner = Arguments.given("learner", learner);
    this.seed = seed;
    this.random = new NumPyRandom(seed);
    this.before = new float[size];
    this.action = new double[learner.actionSize()];
    this.greedy = new double[learner.actionSize()];
  }

  /**
   * Trains for a number of steps, or until it is stopped. A further call continues where this one
   * ended.
   *
   * @throws IllegalArgumentException if the options do not match the environment
   * @throws IllegalStateException if the environment returns a reward or an observation that is not
   *     a number
   */
  public AgentReport run(Env env, long steps, AgentOptions options) {
    long began = System.nanoTime();
    epochBegan = began;
    Checkpointer keeper = options.keeper();
    long last = record.steps() + steps;
    LoopKeeping keeping = keeper == null ? null : new LoopKeeping(this, env, last, options);
    String who = "agent in " + env;
    options.check(env, env.observationSpace(), env.actionSpace());
    options.requireApart(env);
    if (last <= learner.startsAfter()) {
      LOG.log(
          System.Logger.Level.WARNING,
          "{0} learns nothing: the training ends after {1} steps, but learning starts after {2} (startAfter)",
          who,
          last,
          learner.startsAfter());
    }
    try {
      if (keeping != null && keeping.restore()) {
        present = env;
      }
      if (present != env) {
        begin(env);
      }
      while (record.steps() < last && !record.hasStopped()) {
        RunInterruptedException.check(who, "fit", (int) record.steps());
        step(env, options);
        if (keeping != null
            && keeper.isDue(record.steps(), record.steps() % options.epoch() == 0)) {
          keeping.save();
        }
      }
      if (keeping != null) {
        keeping.save();
      }
    } finally {
      if (keeper != null) {
        keeper.end();
      }
    }
    if (best != null) {
      learner.weights(best);
    }
    return record.report((System.nanoTime() - began) / 1e9);
  }

  /** Starts the first episode, with the seed; later episodes continue its random numbers. */
  private void begin(Env env) {
    learner.leave();
    show(env, env.reset(Reset.seed(seed)));
    present = env;
  }

  private void show(Env env, Step first) {
    System.arraycopy(Play.observationOf(env, first, before.length), 0, before, 0, before.length);
    record.beginEpisode();
  }

  private void step(Env env, AgentOptions options) {
    learner.act(before, record.steps(), random, action);
    Step next = learner.step(env, action);
    float[] after = Play.observationOf(env, next, before.length);
    double reward = Play.rewardOf(env, next);
    boolean ends = next.ended();
    record.step(reward);
    learner.learn(before, action, next, record.steps(), random);
    System.arraycopy(after, 0, before, 0, before.length);
    if (ends) {
      options.tell(record.endEpisode());
      show(env, env.reset());
    }
    if (options.every() > 0 && record.steps() % options.every() == 0) {
      evaluate(options);
    }
    if (record.steps() % options.epoch() == 0) {
      tell(options);
    }
    options.tellSteps(record);
  }

  /** Reports the measures of the epoch to the callbacks. */
  private void tell(AgentOptions options) {
    Map<String, Double> measures = new LinkedHashMap<>(record.epoch());
    measures.putAll(learner.measures());
    measures.put("epsilon", learner.exploration(record.steps()));
    long now = System.nanoTime();
    measures.put("steps_per_second", options.epoch() * 1e9 / Math.max(1, now - epochBegan));
    epochBegan = now;
    options.tell(record, measures);
  }

  private void evaluate(AgentOptions options) {
    if (options.evaluate(record, this::actGreedily)) {
      best = learner.weights();
    }
  }

  private Step actGreedily(Env env, float[] observation) {
    learner.greedy(observation, greedy);
    return learner.step(env, greedy);
  }

  // Checkpoints

  Learner learner() {
    return learner;
  }

  long seed() {
    return seed;
  }

  NumPyRandom random() {
    return random;
  }

  float[] before() {
    return before;
  }

  LoopRecord record() {
    return record;
  }

  List<Tensor> best() {
    return best;
  }

  void best(List<Tensor> weights) {
    best = weights;
  }
}
