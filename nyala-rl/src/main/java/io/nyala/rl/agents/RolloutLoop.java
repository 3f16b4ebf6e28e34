// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.agents;

import io.nyala.models.RunInterruptedException;
import io.nyala.models.training.Checkpointer;
import io.nyala.rl.learning.ObservationScale;
import io.nyala.rl.learning.RewardScale;
import io.nyala.rl.random.NumPyRandom;
import io.nyala.rl.vector.VectorEnv;
import io.nyala.rl.vector.VectorStep;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The training loop of an {@link OnPolicyAgent}: plays rollouts in several environments and learns
 * from them.
 */
final class RolloutLoop {
  private final PolicyLearner learner;
  private final PolicySettings settings;
  private final long seed;
  private final VectorEnv envs;
  private final ObservationScale observations; // or null
  private final RewardScale rewards; // or null
  private final NumPyRandom random;
  private final LoopRecord record = new LoopRecord();
  private final Rollout rollout;
  private final Tensor seen;
  private final int count; // number of environments
  private final float[] taken; // actions
  private final float[] logs;
  private VectorStep latest; // null before the first
  private List<Tensor> best; // weights of the policy, or null
  private long told;
  private long toldAt;

  RolloutLoop(
      PolicyLearner learner,
      PolicySettings settings,
      VectorEnv envs,
      ObservationScale observations,
      long seed) {
    this.learner = learner;
    this.settings = settings;
    this.envs = envs;
    this.seed = seed;
    this.observations = observations;
    this.rewards =
        settings.scalesRewards() ? new RewardScale(envs.count(), settings.gamma()) : null;
    this.random = new NumPyRandom(seed);
    int n = envs.count();
    Shape one = envs.observationSpace().shape();
    this.rollout =
        new Rollout(settings.rollout(), n, one.size(), learner.distribution().actionSize());
    int[] dims = new int[one.rank() + 1];
    dims[0] = n;
    System.arraycopy(one.dims(), 0, dims, 1, one.rank());
    this.seen = Tensor.zeros(Shape.of(dims));
    this.count = n;
    this.taken = new float[n * learner.distribution().actionSize()];
    this.logs = new float[n];
  }

  VectorEnv envs() {
    return envs;
  }

  AgentReport run(long steps, AgentOptions options) {
    long began = System.nanoTime();
    toldAt = began;
    long last = record.steps() + steps;
    Checkpointer keeper = options.keeper();
    RolloutKeeping keeping = keeper == null ? null : new RolloutKeeping(this, last, options);
    try {
      boolean goesOn = keeping != null && keeping.restore();
      if (!goesOn && latest == null) {
        latest = envs.reset(seed);
      }
      while (record.steps() < last && !record.hasStopped()) {
        RunInterruptedException.check(this, "fit", (int) record.steps());
        long before = record.steps();
        play(options);
        learner.learn(rollout, record.steps(), random);
        if (observations != null) {
          observations.update(rollout.observations());
        }
        boolean epoch = before / options.epoch() != record.steps() / options.epoch();
        watch(before, epoch, options);
        if (keeping != null && keeper.isDue(record.steps(), epoch)) {
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
      learner.policy().setWeights(best);
    }
    return record.report((System.nanoTime() - began) / 1e9);
  }

  /** Plays a rollout. */
  private void play(AgentOptions options) {
    for (int t = 0; t < settings.rollout(); t++) {
      List<Tensor> judged = judge(latest.observations());
      float[] all = judged.get(0).floats();
      for (int e = 0; e < count; e++) {
        logs[e] = learner.distribution().draw(all, e, random, taken);
      }
      rollout.chosen(t, latest.observations(), taken, logs, judged.get(1).floats());
      latest = learner.distribution().step(envs, taken);
      record.steps(count);
      outcome(t, options);
    }
    rollout.estimate(
        settings.gamma(), settings.lambda(), judge(latest.observations()).get(1).floats());
  }

  /** Returns an error message about the first observation that is not a number. */
  private IllegalStateException refused(float[] observations) {
    int size = observations.length / count;
    int place = 0;
    while (Float.isFinite(observations[place])) {
      place++;
    }
    int env = place / size;
    return new IllegalStateException(
        "%s gave the observation %s in environment %d; observations must be finite numbers. EnvChecker.check finds such faults"
            .formatted(
                envs,
                Arrays.toString(Arrays.copyOfRange(observations, env * size, (env + 1) * size)),
                env));
  }

  private List<Tensor> judge(float[] observations) {
    float zeros = 0;
    for (float number : observations) {
      zeros += number * 0; // the product is NaN if any value is NaN or infinite
    }
    if (zeros != 0) {
      throw refused(observations);
    }
    System.arraycopy(observations, 0, seen.floats(), 0, observations.length);
    return learner.judge(seen);
  }

  /** Records the result of a step. After a step limit, the value of the next state still counts. */
  private void outcome(int t, AgentOptions options) {
    float[] cutShort = null;
    for (int e = 0; e < count; e++) {
      double reward = latest.rewards()[e];
      if (!Double.isFinite(reward)) {
        throw new IllegalStateException(
            "%s gave the reward %s in environment %d; rewards must be finite numbers. EnvChecker.check finds such faults"
                .formatted(envs, reward, e));
      }
      if (rewards != null) {
        reward = rewards.scaled(e, reward, latest.ended(e));
      }
      if (latest.truncated()[e] && !latest.terminated()[e]) {
        cutShort = cutShort == null ? judge(latest.finalObservations()).get(1).floats() : cutShort;
        reward += settings.gamma() * cutShort[e];
      }
      rollout.outcome(t, e, reward, latest.ended(e));
      if (latest.ended(e)) {
        options.tell(record.episode(latest.returns()[e], latest.lengths()[e]));
      }
    }
  }

  private void watch(long before, boolean epoch, AgentOptions options) {
    if (options.every() > 0 && before / options.every() != record.steps() / options.every()) {
      evaluate(options);
    }
    if (epoch) {
      tell(options);
    }
    options.tellSteps(record);
  }

  private void evaluate(AgentOptions options) {
    if (options.evaluate(record, learner.greedy())) {
      best = learner.policy().getWeights();
    }
  }

  private void tell(AgentOptions options) {
    Map<String, Double> measures = new LinkedHashMap<>(record.epoch());
    measures.putAll(learner.measures());
    long now = System.nanoTime();
    double seconds = Math.max(1, now - toldAt) / 1e9;
    measures.put("steps_per_second", (record.steps() - told) / seconds);
    toldAt = now;
    told = record.steps();
    options.tell(record, measures);
  }

  // Checkpoints

  PolicyLearner learner() {
    return learner;
  }

  PolicySettings settings() {
    return settings;
  }

  long seed() {
    return seed;
  }

  NumPyRandom random() {
    return random;
  }

  LoopRecord record() {
    return record;
  }

  /** Returns the state of what scales observations and rewards. */
  Map<String, Object> scales() {
    Map<String, Object> state = new LinkedHashMap<>();
    if (observations != null) {
      state.put("observations", observations.state());
    }
    if (rewards != null) {
      state.put("rewards", rewards.state());
    }
    return state;
  }

  void scales(Map<String, Object> state) {
    if (observations != null) {
      observations.restore((Map<?, ?>) state.get("observations"));
    }
    if (rewards != null) {
      rewards.restore((Map<?, ?>) state.get("rewards"));
    }
  }

  void latest(VectorStep step) {
    latest = step;
  }

  List<Tensor> best() {
    return best;
  }

  void best(List<Tensor> weights) {
    best = weights;
  }

  @Override
  public String toString() {
    return "agent in " + envs;
  }
}
