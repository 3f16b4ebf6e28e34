// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl;

import io.nyala.rl.box2d.LunarLander;
import io.nyala.rl.classic.Acrobot;
import io.nyala.rl.classic.CartPole;
import io.nyala.rl.classic.MountainCar;
import io.nyala.rl.classic.MountainCarContinuous;
import io.nyala.rl.classic.Pendulum;
import io.nyala.rl.env.Env;
import io.nyala.rl.minatar.Asterix;
import io.nyala.rl.minatar.Breakout;
import io.nyala.rl.minatar.Freeway;
import io.nyala.rl.minatar.GameOptions;
import io.nyala.rl.minatar.Seaquest;
import io.nyala.rl.minatar.SpaceInvaders;
import io.nyala.rl.toy.Blackjack;
import io.nyala.rl.toy.CliffWalking;
import io.nyala.rl.toy.FrozenLake;
import io.nyala.rl.toy.Taxi;
import io.nyala.rl.vector.BreakoutVector;
import io.nyala.rl.vector.CartPoleVector;
import io.nyala.rl.vector.SerialVectorEnv;
import io.nyala.rl.vector.VectorEnv;
import io.nyala.settings.Arguments;
import io.nyala.settings.Names;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Creates environments by their Gymnasium names:
 *
 * <pre>{@code
 * Env env = Envs.make("CartPole-v1");
 * }</pre>
 */
public final class Envs {
  private static final Map<String, EnvSpec> SPECS = new ConcurrentSkipListMap<>();

  static {
    add("CartPole-v0", CartPole::new, 200, 195);
    add("CartPole-v1", CartPole::new, 500, 475);
    add("MountainCar-v0", MountainCar::new, 200, -110);
    add("MountainCarContinuous-v0", MountainCarContinuous::new, 999, 90);
    add("Pendulum-v1", Pendulum::new, 200, Double.NaN);
    add("Acrobot-v1", Acrobot::new, 500, -100);
    add("FrozenLake-v1", FrozenLake::small, 100, 0.70);
    add("FrozenLake8x8-v1", FrozenLake::large, 200, 0.85);
    add("CliffWalking-v1", CliffWalking::new, 0, Double.NaN);
    add("CliffWalkingSlippery-v1", () -> new CliffWalking(true), 0, Double.NaN);
    add("Taxi-v4", Taxi::new, 200, 8);
    add("Blackjack-v1", Blackjack::new, 0, Double.NaN);
    for (String version : List.of("-v2", "-v3")) {
      add("LunarLander" + version, LunarLander::discrete, 1000, 200);
      add("LunarLanderContinuous" + version, LunarLander::continuous, 1000, 200);
    }
    minAtar("Asterix", Asterix::new);
    minAtar("Breakout", Breakout::new);
    minAtar("Freeway", Freeway::new);
    minAtar("Seaquest", Seaquest::new);
    minAtar("SpaceInvaders", SpaceInvaders::new);
  }

  private Envs() {}

  private static void minAtar(String game, Function<GameOptions, Env> maker) {
    String id = "MinAtar/" + game;
    add(id + "-v0", () -> maker.apply(GameOptions.withAllActions()), 0, Double.NaN);
    add(id + "-v1", () -> maker.apply(GameOptions.withFewActions()), 0, Double.NaN);
  }

  private static void add(String id, Supplier<Env> maker, int mostSteps, double solvedAt) {
    SPECS.put(id, new EnvSpec(id, maker, mostSteps, solvedAt));
  }

  /**
   * Creates an environment, with the step limit registered for its name.
   *
   * @param id such as {@code CartPole-v1}
   * @throws IllegalArgumentException if there is no environment of that name
   */
  public static Env make(String id) {
    return spec(id).make();
  }

  /**
   * Creates several environments of one kind that step in parallel.
   *
   * @param id the name, such as {@code CartPole-v1}
   * @param count the number of environments, at least 1
   * @throws IllegalArgumentException if there is no environment of that name
   */
  public static VectorEnv makeVector(String id, int count) {
    EnvSpec spec = spec(id);
    return switch (spec.id()) {
      case "CartPole-v0", "CartPole-v1" -> new CartPoleVector(count, spec.mostSteps());
      case "MinAtar/Breakout-v0" -> new BreakoutVector(count, GameOptions.withAllActions());
      case "MinAtar/Breakout-v1" -> new BreakoutVector(count, GameOptions.withFewActions());
      default -> new SerialVectorEnv(count, spec::make);
    };
  }

  /**
   * Returns the specification of an environment by name.
   *
   * @throws IllegalArgumentException if there is no environment of that name
   */
  public static EnvSpec spec(String id) {
    EnvSpec spec = SPECS.get(Arguments.given("id", id));
    if (spec == null) {
      throw new IllegalArgumentException(
          "there is no environment \"%s\"; %s. Your own is made known by Envs.register"
              .formatted(id, Names.hint(id, SPECS.keySet())));
    }
    return spec;
  }

  /** Returns all names, in alphabetical order. */
  public static List<String> ids() {
    return List.copyOf(SPECS.keySet());
  }

  /**
   * Registers a custom environment under its name.
   *
   * @throws IllegalArgumentException if the name is taken
   */
  public static void register(EnvSpec spec) {
    Arguments.given("spec", spec);
    if (SPECS.putIfAbsent(spec.id(), spec) != null) {
      throw new IllegalArgumentException(
          "there is an environment \"%s\" already; take another name or version"
              .formatted(spec.id()));
    }
  }
}
