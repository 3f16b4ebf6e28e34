// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.toy;

import io.nyala.rl.env.Reset;
import io.nyala.rl.env.SimpleEnv;
import io.nyala.rl.env.Step;
import io.nyala.rl.spaces.Discrete;

/**
 * A tabular environment: states and actions are integers, and the possible outcomes of each pair
 * are known. The info {@code prob} is the probability of the actual outcome.
 */
public abstract class TableEnv extends SimpleEnv {
  private static final String PROBABILITY = "prob";

  private final double[] starts;
  private final Outcomes[][] table;
  private final double[] variables;

  /**
   * Creates an environment.
   *
   * @param starts the probability of each state to be the first
   * @param table the outcomes by state and action
   * @param extra the number of variables besides the state
   */
  TableEnv(String name, double[] starts, Outcomes[][] table, int extra) {
    super(name, new Discrete(table.length), new Discrete(table[0].length));
    this.starts = starts;
    this.table = table;
    this.variables = new double[1 + extra];
  }

  /**
   * Returns the possible outcomes of an action in a state: the rules of the task, which a planning
   * agent may use.
   */
  public final Outcomes outcomes(int state, int action) {
    return table[state][action];
  }

  @Override
  protected final double[] variables() {
    return variables;
  }

  @Override
  protected void start(Reset how, Step first) {
    show(Outcomes.pick(starts, random().nextDouble()), 1, first);
  }

  @Override
  protected void act(int action, Step next) {
    Outcomes outcomes = table[(int) variables[0]][action];
    int i = Outcomes.pick(outcomes.probabilities(), random().nextDouble());
    next.reward(outcomes.rewards()[i]).terminated(outcomes.terminated()[i]);
    show(changed((int) variables[0], outcomes.states()[i]), outcomes.probabilities()[i], next);
  }

  /** Returns the next state; by default, that of the table. */
  int changed(int before, int after) {
    return after;
  }

  private void show(int state, double probability, Step step) {
    variables[0] = state;
    step.observation()[0] = state;
    step.info().put(PROBABILITY, probability);
  }
}
