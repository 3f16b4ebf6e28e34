// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl;

import io.nyala.rl.env.Env;
import io.nyala.rl.env.Reset;
import io.nyala.rl.env.Step;
import io.nyala.rl.random.NumPyRandom;
import io.nyala.rl.spaces.Discrete;
import io.nyala.rl.spaces.Space;
import io.nyala.settings.Arguments;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Checks a custom environment and reports its problems, like {@code check_env} of Gymnasium. */
public final class EnvChecker {
  private static final int STEPS = 200;
  private static final long SEED = 123;

  private final Env env;
  private final List<String> findings = new ArrayList<>();

  private EnvChecker(Env env) {
    this.env = env;
  }

  /**
   * Returns a list of problem descriptions, empty if none were found. The check makes steps in the
   * environment.
   */
  public static List<String> examine(Env env) {
    EnvChecker checker = new EnvChecker(Arguments.given("env", env));
    checker.examine();
    return List.copyOf(checker.findings);
  }

  /**
   * Checks an environment.
   *
   * @throws IllegalStateException listing all problems
   */
  public static void check(Env env) {
    List<String> wrong = examine(env);
    if (!wrong.isEmpty()) {
      throw new IllegalStateException(env + ": " + String.join("; ", wrong));
    }
  }

  private void examine() {
    if (env.observationSpace() == null || env.actionSpace() == null) {
      findings.add("observationSpace() and actionSpace() must not return null");
      return;
    }
    if (!refusesStepBeforeReset()) {
      findings.add(
          "step() before reset() is not refused; extend SimpleEnv, or throw IllegalStateException");
    }
    List<float[]> first = course();
    if (!findings.isEmpty()) {
      return;
    }
    List<float[]> second = course();
    for (int i = 0; i < Math.min(first.size(), second.size()); i++) {
      if (!Arrays.equals(first.get(i), second.get(i))) {
        findings.add(
            "the same seed and actions give another observation at step %d: %s, then %s; draw all random numbers from a generator that reset(seed) seeds"
                .formatted(i, Arrays.toString(first.get(i)), Arrays.toString(second.get(i))));
        return;
      }
    }
  }

  private boolean refusesStepBeforeReset() {
    try {
      act(new NumPyRandom(SEED));
      return false;
    } catch (IllegalStateException e) {
      return true;
    }
  }

  private Step act(NumPyRandom random) {
    return env.actionSpace() instanceof Discrete discrete
        ? env.step(discrete.draw(random))
        : env.step(env.actionSpace().sample(random));
  }

  /** Returns copies of the observations of some random steps. */
  private List<float[]> course() {
    List<float[]> seen = new ArrayList<>();
    NumPyRandom random = new NumPyRandom(SEED);
    Step step = env.reset(Reset.seed(SEED));
    if (!isSound("reset()", step)) {
      return seen;
    }
    seen.add(step.observation().clone());
    if (step.ended()) {
      findings.add("reset() returns the end of an episode");
    }
    for (int i = 0; i < STEPS && findings.isEmpty(); i++) {
      step = step.ended() ? env.reset() : act(random);
      if (isSound("step()", step)) {
        seen.add(step.observation().clone());
      }
    }
    return seen;
  }

  private boolean isSound(String call, Step step) {
    if (step == null) {
      findings.add(call + " returns null");
      return false;
    }
    Space space = env.observationSpace();
    float[] observation = step.observation();
    double[] numbers = new double[observation.length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = observation[i];
    }
    if (numbers.length != space.size()) {
      findings.add(
          "%s returns an observation of %d numbers; %s has %d"
              .formatted(call, numbers.length, space, space.size()));
    } else if (!space.contains(numbers)) {
      findings.add(
          "%s returns the observation %s, which is not in the observation space %s"
              .formatted(call, Arrays.toString(observation), space));
    }
    if (!Double.isFinite(step.reward())) {
      findings.add("%s returns the reward %s".formatted(call, step.reward()));
    }
    return findings.isEmpty();
  }
}
