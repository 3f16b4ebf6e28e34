// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.agents;

import io.nyala.rl.env.Env;
import io.nyala.rl.env.Reset;
import io.nyala.rl.env.Step;
import io.nyala.rl.film.Film;
import io.nyala.settings.Arguments;
import io.nyala.settings.Numbers;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.ToIntFunction;

/** Plays episodes with a given policy. */
public final class Play {
  private Play() {}

  /**
   * Plays episodes.
   *
   * @param firstSeed the seed of the first episode; the others use the following seeds
   * @param chooser returns an action for an observation, whose array it must not store
   * @throws IllegalStateException if the environment returns a reward that is not a number
   */
  public static Returns episodes(
      Env env, int episodes, long firstSeed, ToIntFunction<float[]> chooser) {
    Arguments.given("chooser", chooser);
    return returns(env, episodes, firstSeed, (e, seen) -> e.step(chooser.applyAsInt(seen)));
  }

  /**
   * Plays episodes with actions that are arrays.
   *
   * @param firstSeed the seed of the first episode; the others use the following seeds
   * @param chooser writes an action for an observation, whose array it must not store
   * @throws IllegalStateException if the environment returns a reward that is not a number
   */
  public static Returns episodes(
      Env env, int episodes, long firstSeed, BiConsumer<float[], double[]> chooser) {
    return returns(env, episodes, firstSeed, acting(env, chooser));
  }

  private static BiFunction<Env, float[], Step> acting(
      Env env, BiConsumer<float[], double[]> chooser) {
    Arguments.given("chooser", chooser);
    double[] action = new double[Arguments.given("env", env).actionSpace().size()];
    return (e, seen) -> {
      chooser.accept(seen, action);
      return e.step(action);
    };
  }

  /** Plays with a function that acts on an observation. */
  static Returns returns(
      Env env, int episodes, long firstSeed, BiFunction<Env, float[], Step> actor) {
    Arguments.given("env", env);
    double[] returns = new double[episodes];
    long steps = 0;
    for (int i = 0; i < episodes; i++) {
      Step step = env.reset(Reset.seed(firstSeed + i));
      do {
        step = actor.apply(env, step.observation());
        returns[i] += rewardOf(env, step);
        steps++;
      } while (!step.ended());
    }
    return Returns.of(returns, steps);
  }

  /**
   * Plays an episode and records it as a film.
   *
   * @param seed the seed of the episode
   * @param every the number of steps between frames; the first and the last step always have one
   * @return the sum of the rewards
   * @throws IOException if the film cannot be written
   * @throws UnsupportedOperationException if the environment cannot be drawn
   */
  public static double film(
      Env env, long seed, ToIntFunction<float[]> chooser, int every, Film film) throws IOException {
    Arguments.given("chooser", chooser);
    return filmed(env, seed, (e, seen) -> e.step(chooser.applyAsInt(seen)), every, film);
  }

  /**
   * Plays an episode with actions that are arrays and records it as a film.
   *
   * @param seed the seed of the episode
   * @param chooser writes an action for an observation, whose array it must not store
   * @param every the number of steps between frames; the first and the last step always have one
   * @return the sum of the rewards
   * @throws IOException if the film cannot be written
   * @throws UnsupportedOperationException if the environment cannot be drawn
   */
  public static double film(
      Env env, long seed, BiConsumer<float[], double[]> chooser, int every, Film film)
      throws IOException {
    return filmed(env, seed, acting(env, chooser), every, film);
  }

  private static double filmed(
      Env env, long seed, BiFunction<Env, float[], Step> actor, int every, Film film)
      throws IOException {
    Arguments.given("env", env);
    Arguments.given("film", film);
    Numbers.positive("film", "every", every);
    Step step = env.reset(Reset.seed(seed));
    film.add(env.render());
    double total = 0;
    for (long i = 1; !step.ended(); i++) {
      step = actor.apply(env, step.observation());
      total += rewardOf(env, step);
      if (i % every == 0 || step.ended()) {
        film.add(env.render());
      }
    }
    return total;
  }

  /** Returns the observation of a step, which must have {@code size} elements. */
  static float[] observationOf(Env env, Step step, int size) {
    float[] seen = step.observation();
    if (seen.length != size) {
      throw new IllegalStateException(
          "%s gave an observation of %d numbers; its space %s has %d. EnvChecker.check finds such faults"
              .formatted(env, seen.length, env.observationSpace(), size));
    }
    float zeros = 0;
    for (float number : seen) {
      zeros += number * 0; // the product is NaN if any value is NaN or infinite
    }
    if (zeros != 0) {
      throw new IllegalStateException(
          "%s gave the observation %s; observations must be finite numbers. EnvChecker.check finds such faults"
              .formatted(env, Arrays.toString(seen)));
    }
    return seen;
  }

  /** Returns the reward of a step, which must be a number. */
  static double rewardOf(Env env, Step step) {
    double reward = step.reward();
    if (!Double.isFinite(reward)) {
      throw new IllegalStateException(
          "%s gave the reward %s; rewards must be finite numbers. EnvChecker.check finds such faults"
              .formatted(env, reward));
    }
    return reward;
  }
}
