// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.env;

import io.nyala.rl.random.NumPyRandom;
import io.nyala.rl.spaces.Discrete;
import io.nyala.rl.spaces.Space;
import io.nyala.settings.Arguments;
import io.nyala.settings.Names;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * An environment whose whole state is an array of numbers. It rejects actions outside the space,
 * and steps before {@code reset} and after the end of an episode. Its random numbers are
 * Gymnasium's, and it can be saved in a checkpoint.
 */
public abstract class SimpleEnv implements Env {
  private static final String RANDOM = "random";
  private static final String VARIABLES = "variables";
  private static final String BEGUN = "begun";
  private static final String ENDED = "ended";

  private final String name;
  private final Space observations;
  private final Space actions;
  private final Discrete discrete; // or null
  private final Step step;
  private final NumPyRandom random = new NumPyRandom(0);
  private boolean seeded;
  private boolean begun;
  private boolean ended;

  /**
   * Creates an environment.
   *
   * @param name the name for error messages
   */
  protected SimpleEnv(String name, Space observations, Space actions) {
    this.name = Arguments.given("name", name);
    this.observations = Arguments.given("observations", observations);
    this.actions = Arguments.given("actions", actions);
    this.discrete = actions instanceof Discrete d ? d : null;
    this.step = new Step(observations.size());
  }

  // The components of an environment

  /** Returns the live array of the state, whose length never changes. */
  protected abstract double[] variables();

  /**
   * Is called after the variables were set from outside, for environments that derive more from
   * them. Does nothing by default.
   */
  protected void variablesSet() {}

  /** Sets the variables to an initial state and writes the observation. */
  protected abstract void start(Reset how, Step first);

  /**
   * Returns the names of the options that {@link #start} supports; none by default. A reset with
   * any other option is rejected.
   */
  protected List<String> resetOptions() {
    return List.of();
  }

  /** Performs a {@link Discrete} action and writes observation, reward and end. */
  protected void act(int action, Step next) {
    throw new UnsupportedOperationException(this + " does not implement act(int, Step)");
  }

  /** Performs an action that is not {@link Discrete} and writes observation, reward and end. */
  protected void act(double[] action, Step next) {
    throw new UnsupportedOperationException(this + " does not implement act(double[], Step)");
  }

  /**
   * Returns whether an action is valid, for actions that are not {@link Discrete}. By default, the
   * elements of the action space are valid.
   */
  protected boolean accepts(double[] action) {
    return actions.contains(action);
  }

  /** Returns the random numbers of this environment. */
  protected final NumPyRandom random() {
    return random;
  }

  // Implementation of Env

  @Override
  public final Space observationSpace() {
    return observations;
  }

  @Override
  public final Space actionSpace() {
    return actions;
  }

  @Override
  public final Step reset(Reset how) {
    Arguments.given("reset", how);
    if (!how.options().isEmpty()) {
      requireKnown(how);
    }
    if (how.seed() != null) {
      random.seed(how.seed());
    } else if (!seeded) {
      random.seed(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE));
    }
    seeded = true;
    start(how, step.clear());
    begun = true;
    ended = false;
    return step;
  }

  private void requireKnown(Reset how) {
    List<String> known = resetOptions();
    for (String option : how.options().keySet()) {
      if (!known.contains(option)) {
        throw new IllegalArgumentException(
            "%s: reset has no option \"%s\"; %s"
                .formatted(
                    this,
                    option,
                    known.isEmpty() ? "it has none at all" : Names.hint(option, known)));
      }
    }
  }

  @Override
  public final Step step(int action) {
    if (discrete == null) {
      return Env.super.step(action);
    }
    if (!discrete.contains(action)) {
      throw Refusals.action(this, discrete, action);
    }
    requireRunning();
    act(action, step.clear());
    ended = step.terminated();
    return step;
  }

  @Override
  public final Step step(double[] action) {
    if (discrete != null) {
      return Env.super.step(action);
    }
    if (!accepts(Arguments.given("action", action))) {
      throw Refusals.action(this, actions, action);
    }
    requireRunning();
    act(action, step.clear());
    ended = step.terminated();
    return step;
  }

  private void requireRunning() {
    if (!begun) {
      throw Refusals.notBegun(this);
    }
    if (ended) {
      throw Refusals.ended(this);
    }
  }

  // Checkpoints

  /** Returns a copy of the variables. */
  public final double[] currentVariables() {
    return variables().clone();
  }

  /**
   * Sets the variables. The episode continues from there.
   *
   * @throws IllegalArgumentException if there are too few or too many
   */
  public final void setVariables(double... values) {
    double[] mine = variables();
    if (values.length != mine.length) {
      throw new IllegalArgumentException(
          "%s has %d variables, got %d".formatted(this, mine.length, values.length));
    }
    System.arraycopy(values, 0, mine, 0, mine.length);
    variablesSet();
    begun = true;
    ended = false;
  }

  @Override
  public final Map<String, Object> state() {
    Map<String, Object> state = new LinkedHashMap<>();
    state.put(RANDOM, random.state());
    state.put(VARIABLES, Arrays.stream(variables()).boxed().toList());
    state.put(BEGUN, begun);
    state.put(ENDED, ended);
    return state;
  }

  @Override
  public final void restore(Map<String, Object> state) {
    Arguments.given("state", state);
    if (!(state.get(RANDOM) instanceof String generator)
        || !(state.get(VARIABLES) instanceof List<?> numbers)
        || numbers.size() != variables().length) {
      throw new IllegalArgumentException(
          "%s: the state is that of another environment: %s".formatted(this, state));
    }
    setVariables(numbers.stream().mapToDouble(n -> ((Number) n).doubleValue()).toArray());
    random.restore(generator);
    seeded = true;
    begun = Boolean.TRUE.equals(state.get(BEGUN));
    ended = Boolean.TRUE.equals(state.get(ENDED));
  }

  @Override
  public String toString() {
    return name;
  }
}
