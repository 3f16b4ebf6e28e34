// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.presets;

import static io.nyala.optimizers.Optimizers.adam;

import io.nyala.rl.actors.Sac;
import io.nyala.rl.actors.Td3;
import io.nyala.rl.agents.A2c;
import io.nyala.rl.agents.Dqn;
import io.nyala.rl.agents.Ppo;
import io.nyala.rl.policies.Annealed;
import io.nyala.rl.policies.EpsilonGreedy;
import io.nyala.settings.Arguments;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Agents with the settings of RL Baselines3 Zoo, by the name of an environment:
 *
 * <pre>{@code
 * Preset<Ppo> preset = ZooPresets.ppo("CartPole-v1");
 * preset.agent().fit(Envs.makeVector("CartPole-v1", preset.envs()), preset.steps());
 * }</pre>
 *
 * <p>Each call makes a new agent. Settings that need exploration by state-dependent noise (gSDE)
 * are left out, except for PPO and the pendulum, which learns without it. {@code Dqn} has double
 * Q-learning in addition.
 */
public final class ZooPresets {
  private static final String CART_POLE = "CartPole-v1";
  private static final String MOUNTAIN_CAR = "MountainCar-v0";
  private static final String ACROBOT = "Acrobot-v1";
  private static final String PENDULUM = "Pendulum-v1";

  private static final Map<String, Supplier<Preset<Dqn>>> DQN = new TreeMap<>();
  private static final Map<String, Supplier<Preset<Ppo>>> PPO = new TreeMap<>();
  private static final Map<String, Supplier<Preset<A2c>>> A2C = new TreeMap<>();
  private static final Map<String, Supplier<Preset<Sac>>> SAC = new TreeMap<>();
  private static final Map<String, Supplier<Preset<Td3>>> TD3 = new TreeMap<>();

  static {
    DQN.put(CART_POLE, () -> new Preset<>(pole(), 1, 50_000));
    DQN.put(MOUNTAIN_CAR, () -> new Preset<>(valley(), 1, 120_000));
    DQN.put(ACROBOT, () -> new Preset<>(jointed(), 1, 100_000));
    for (String lander : landers("LunarLander")) {
      DQN.put(lander, () -> new Preset<>(jointed(), 1, 100_000));
    }

    PPO.put(CART_POLE, () -> new Preset<>(poles(), 8, 100_000));
    PPO.put(PENDULUM, () -> new Preset<>(pendulum(), 4, 100_000));
    for (String lander : landers("LunarLander", "LunarLanderContinuous")) {
      PPO.put(lander, () -> new Preset<>(lander(), 16, 1_000_000));
    }
    PPO.put(MOUNTAIN_CAR, () -> new Preset<>(car(), 16, 1_000_000));
    PPO.put(ACROBOT, () -> new Preset<>(links(), 16, 1_000_000));
    A2C.put(MOUNTAIN_CAR, () -> new Preset<>(normalized(), 16, 1_000_000));
    A2C.put(ACROBOT, () -> new Preset<>(normalized(), 16, 500_000));
    A2C.put(CART_POLE, () -> new Preset<>(A2c.ofHidden(64, 64), 8, 500_000));
    for (String lander : landers("LunarLander")) {
      A2C.put(lander, () -> new Preset<>(quickLander(), 8, 200_000));
    }
    SAC.put(PENDULUM, () -> new Preset<>(Sac.ofHidden(256, 256).learningRate(1e-3), 1, 20_000));
    for (String lander : landers("LunarLanderContinuous")) {
      SAC.put(lander, () -> new Preset<>(softLander(), 1, 500_000));
      TD3.put(lander, () -> new Preset<>(delayed(), 1, 300_000));
    }
    TD3.put(PENDULUM, () -> new Preset<>(delayed(), 1, 20_000));
    TD3.put(
        "MountainCarContinuous-v0",
        () -> new Preset<>(Td3.ofHidden(400, 300).correlatedNoise(0.5), 1, 300_000));
  }

  private ZooPresets() {}

  private static List<String> landers(String... names) {
    return List.of(names).stream().flatMap(n -> List.of(n + "-v2", n + "-v3").stream()).toList();
  }

  private static Dqn pole() {
    return Dqn.ofHidden(256, 256)
        .optimizer(adam(2.3e-3).globalClipNorm(10))
        .memory(100_000)
        .batchSize(64)
        .startAfter(1000)
        .train(256, 128)
        .targetEvery(10)
        .doubleQ()
        .policy(new EpsilonGreedy(new Annealed(1, 0.04, 8000)));
  }

  private static Dqn valley() {
    return Dqn.ofHidden(256, 256)
        .optimizer(adam(4e-3).globalClipNorm(10))
        .memory(10_000)
        .batchSize(128)
        .startAfter(1000)
        .train(16, 8)
        .gamma(0.98)
        .targetEvery(600)
        .doubleQ()
        .policy(new EpsilonGreedy(new Annealed(1, 0.07, 24_000)));
  }

  /** Acrobot and the lander have the same settings. */
  private static Dqn jointed() {
    return Dqn.ofHidden(256, 256)
        .optimizer(adam(6.3e-4).globalClipNorm(10))
        .memory(50_000)
        .batchSize(128)
        .startAfter(0)
        .train(4, 4)
        .targetEvery(250)
        .doubleQ()
        .policy(new EpsilonGreedy(new Annealed(1, 0.1, 12_000)));
  }

  private static Ppo poles() {
    return Ppo.ofHidden(64, 64)
        .rollout(32)
        .batchSize(256)
        .epochs(20)
        .gamma(0.98)
        .lambda(0.8)
        .learningRate(new Annealed(1e-3, 0, 100_000))
        .clip(new Annealed(0.2, 0, 100_000));
  }

  private static Ppo pendulum() {
    return Ppo.ofHidden(64, 64).rollout(1024).gamma(0.9).learningRate(1e-3);
  }

  private static Ppo lander() {
    return Ppo.ofHidden(64, 64).rollout(1024).epochs(4).gamma(0.999).lambda(0.98).entropy(0.01);
  }

  private static Ppo car() {
    Ppo agent = Ppo.ofHidden(64, 64).rollout(16).epochs(4).lambda(0.98);
    return agent.normalizeObservations().normalizeRewards();
  }

  private static Ppo links() {
    Ppo agent = Ppo.ofHidden(64, 64).rollout(256).epochs(4).lambda(0.94);
    return agent.normalizeObservations().normalizeRewards();
  }

  private static A2c normalized() {
    return A2c.ofHidden(64, 64).normalizeObservations().normalizeRewards();
  }

  private static A2c quickLander() {
    return A2c.ofHidden(64, 64)
        .gamma(0.995)
        .learningRate(new Annealed(8.3e-4, 0, 200_000))
        .entropy(1e-5);
  }

  private static Sac softLander() {
    return Sac.ofHidden(400, 300)
        .learningRate(new Annealed(7.3e-4, 0, 500_000))
        .softTarget(0.01)
        .startAfter(10_000);
  }

  /** The zoo learns after each episode as often as it had steps; here every 200 steps. */
  private static Td3 delayed() {
    return Td3.ofHidden(400, 300).gamma(0.98).memory(200_000).startAfter(10_000).train(200, 200);
  }

  private static <A> Preset<A> of(
      String agent, Map<String, Supplier<Preset<A>>> presets, String id) {
    Supplier<Preset<A>> preset = presets.get(Arguments.given("id", id));
    if (preset == null) {
      throw new IllegalArgumentException(
          "there is no preset of %s for \"%s\"; there are presets for %s"
              .formatted(agent, id, String.join(", ", presets.keySet())));
    }
    return preset.get();
  }

  /**
   * Returns a deep Q network.
   *
   * @throws IllegalArgumentException if there is no preset for the environment
   */
  public static Preset<Dqn> dqn(String id) {
    return of("Dqn", DQN, id);
  }

  /**
   * Returns an agent that learns by proximal policy optimisation.
   *
   * @throws IllegalArgumentException if there is no preset for the environment
   */
  public static Preset<Ppo> ppo(String id) {
    return of("Ppo", PPO, id);
  }

  /**
   * Returns an advantage actor-critic.
   *
   * @throws IllegalArgumentException if there is no preset for the environment
   */
  public static Preset<A2c> a2c(String id) {
    return of("A2c", A2C, id);
  }

  /**
   * Returns a soft actor-critic.
   *
   * @throws IllegalArgumentException if there is no preset for the environment
   */
  public static Preset<Sac> sac(String id) {
    return of("Sac", SAC, id);
  }

  /**
   * Returns a twin delayed actor-critic.
   *
   * @throws IllegalArgumentException if there is no preset for the environment
   */
  public static Preset<Td3> td3(String id) {
    return of("Td3", TD3, id);
  }
}
