// SPDX-License-Identifier: Apache-2.0
package io.nyala.bench;

import io.nyala.kernel.WorkerPool;
import io.nyala.rl.Envs;
import io.nyala.rl.agents.AgentReport;
import io.nyala.rl.agents.Dqn;
import io.nyala.rl.agents.DqnPresets;
import io.nyala.rl.env.Env;
import io.nyala.rl.vector.VectorEnv;
import io.nyala.rl.vector.VectorStep;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Measures environments and agents that learn in them: the time of one environment step. */
final class AgentBenchmark implements Benchmark {
  private static final String ID = "CartPole-v1";
  private static final int STEPS = 1000;
  private static final int POLES = 1024;
  private static final Duration TIME = Duration.ofSeconds(1);
  private static final Duration WINDOW = Duration.ofMillis(250);
  private static final Duration WARM_UP = Duration.ofSeconds(5);

  private final String name;
  private final String description;
  private final Supplier<Step> maker;
  private final PythonPeers peers; // or null

  private AgentBenchmark(String name, String description, Supplier<Step> maker, PythonPeers peers) {
    this.name = name;
    this.description = description;
    this.maker = maker;
    this.peers = peers;
  }

  static List<Benchmark> all(PrintStream stderr) {
    PythonPeers peers = PythonPeers.ofAgents(stderr);
    return List.of(
        new AgentBenchmark(
            "env-cartpole",
            "a step of CartPole-v1, new episodes included",
            () -> new Single("CartPole-v1", 0, 1),
            peers),
        new AgentBenchmark(
            "env-breakout",
            "a step of MinAtar's Breakout, new episodes included",
            () -> new Single("MinAtar/Breakout-v1", 1, 2),
            null),
        new AgentBenchmark(
            "env-lunarlander",
            "a step of LunarLander-v3, new episodes included",
            () -> new Single("LunarLander-v3", 0, 2),
            null),
        new AgentBenchmark(
            "env-cartpole-vector",
            "a step of each of 1,024 poles at once, new episodes included",
            Vector::new,
            peers),
        new AgentBenchmark(
            "dqn-step",
            "a step of deep Q-learning: act, remember, draw 32, train 4-16-16-16-2",
            Learning::new,
            peers));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public BenchReport.Row run(int threads) {
    WorkerPool.useThreads(threads);
    try (Step step = maker.get()) {
      StepTimer.warmUp(step, WINDOW, WARM_UP);
      if (peers == null) {
        double micros = StepTimer.medianMicros(step, TIME);
        return new BenchReport.Row(name, threads, micros, Map.of(), Double.NaN);
      }
      return peers.row(name, threads, step, TIME);
    }
  }

  /** Alternates between two actions. */
  private static final class Single implements Step {
    private final Env env;
    private final int[] actions;
    private io.nyala.rl.env.Step latest;

    Single(String id, int... actions) {
      this.env = Envs.make(id);
      this.actions = actions;
      this.latest = env.reset();
    }

    @Override
    public void run() {
      for (int i = 0; i < STEPS; i++) {
        latest = latest.ended() ? env.reset() : env.step(actions[i & 1]);
      }
    }

    @Override
    public int count() {
      return STEPS;
    }

    @Override
    public double witness() {
      return latest.observation()[0];
    }
  }

  /** Pushes many cart poles alternately to both sides. */
  private static final class Vector implements Step {
    private final VectorEnv env = Envs.makeVector(ID, POLES);
    private final int[][] actions = new int[2][POLES];
    private VectorStep latest = env.reset(0);
    private int time;

    Vector() {
      for (int i = 0; i < POLES; i++) {
        actions[i % 2][i] = 1;
      }
    }

    @Override
    public void run() {
      latest = env.step(actions[time++ & 1]);
    }

    @Override
    public int count() {
      return POLES;
    }

    @Override
    public double witness() {
      return latest.observations()[0];
    }
  }

  /** Trains on CartPole with the settings of the recipe's preset "book". */
  private static final class Learning implements Step {
    /** Few enough that a block mostly passes without interference on a machine that is not idle. */
    private static final int STEPS = 100;

    /** On a busy machine the compiler is not done when two medians first agree. */
    private static final int UNTIL_COMPILED = 100_000;

    private final Env env = Envs.make(ID);
    private final Dqn agent = DqnPresets.book(1e-3, 16, 16, 16);
    private AgentReport latest;

    Learning() {
      agent.fit(env, UNTIL_COMPILED);
    }

    @Override
    public void run() {
      latest = agent.fit(env, STEPS);
    }

    @Override
    public int count() {
      return STEPS;
    }

    @Override
    public double witness() {
      return latest.meanReturn(10);
    }
  }
}
