// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.agents;

import io.nyala.rl.env.Reset;
import io.nyala.rl.env.SimpleEnv;
import io.nyala.rl.env.Step;
import io.nyala.rl.spaces.Box;
import io.nyala.rl.spaces.Discrete;
import io.nyala.rl.spaces.Space;

/**
 * Some states in a row, each shown as a vector with a single 1. Whatever is done leads to the next
 * one, and brings as reward the number of the state, counted from 1. After the last state the task
 * is over, or the first comes again; then the value of a state is a sum that can be written down.
 */
public final class Chain extends SimpleEnv {
  private final int states;
  private final boolean ends;
  private final double[] place = new double[1];

  /** Creates a chain with two actions. */
  public Chain(int states, boolean ends) {
    this(states, ends, new Discrete(2));
  }

  /** Creates a chain with other actions. */
  public Chain(int states, boolean ends, Space actions) {
    super("Chain", Box.of(0, 1, states), actions);
    this.states = states;
    this.ends = ends;
  }

  @Override
  protected double[] variables() {
    return place;
  }

  @Override
  protected void start(Reset how, Step first) {
    place[0] = random().integers(states);
    show(first);
  }

  @Override
  protected void act(double[] action, Step next) {
    act(0, next);
  }

  @Override
  protected void act(int action, Step next) {
    next.reward(place[0] + 1);
    place[0]++;
    if (place[0] == states) {
      next.terminated(ends);
      place[0] = 0;
    }
    show(next);
  }

  private void show(Step step) {
    for (int i = 0; i < states; i++) {
      step.observation()[i] = i == place[0] ? 1 : 0;
    }
  }

  /** Returns the value of a state: the discounted sum of all rewards from there. */
  public double value(int state, double gamma) {
    double sum = 0;
    double discount = 1;
    for (int i = 0; i < 2000; i++) {
      int at = state + i;
      if (ends && at >= states) {
        return sum;
      }
      sum += discount * (at % states + 1);
      discount *= gamma;
    }
    return sum;
  }
}
