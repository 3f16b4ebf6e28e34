// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.agents;

import io.nyala.rl.env.Step;
import io.nyala.rl.policies.Annealed;
import io.nyala.rl.policies.Policy;
import io.nyala.rl.random.NumPyRandom;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.variables.Variable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A table of the values of all actions in all states, and its update rule. */
final class TableLearner implements DiscreteLearner {
  /** The update rule. */
  record Settings(boolean onPolicy, Annealed rate, double gamma, Policy policy) {}

  private final Settings settings;
  private final StateNumbers states;
  private final int actions;
  private final float[] table;
  private final float[] row;
  private int chosen = -1; // the next action, if already known
  private double error;
  private long learned;

  TableLearner(Settings settings, StateNumbers states, int actions) {
    this.settings = settings;
    this.states = states;
    this.actions = actions;
    this.table = new float[Math.multiplyExact(states.count(), actions)];
    this.row = new float[actions];
  }

  @Override
  public int actions() {
    return actions;
  }

  private float[] row(float[] observation) {
    System.arraycopy(table, states.of(observation) * actions, row, 0, actions);
    return row;
  }

  @Override
  public int act(float[] observation, long steps, NumPyRandom random) {
    int action = chosen >= 0 ? chosen : settings.policy().choose(row(observation), steps, random);
    chosen = -1;
    return action;
  }

  @Override
  public int greedy(float[] observation) {
    return Policy.best(row(observation));
  }

  @Override
  public double exploration(long steps) {
    return settings.policy().exploration(steps);
  }

  @Override
  public void leave() {
    chosen = -1;
  }

  @Override
  public void learn(float[] before, int action, Step next, long steps, NumPyRandom random) {
    double target = next.reward();
    if (!next.terminated()) {
      float[] values = row(next.observation());
      int following = Policy.best(values);
      if (settings.onPolicy()) {
        following = settings.policy().choose(values, steps, random);
        chosen = next.truncated() ? -1 : following;
      }
      target += settings.gamma() * values[following];
    }
    int at = states.of(before) * actions + action;
    double difference = target - table[at];
    table[at] += (float) (settings.rate().at(steps) * difference);
    error += Math.abs(difference);
    learned++;
  }

  @Override
  public Map<String, Double> measures() {
    Map<String, Double> measures = new LinkedHashMap<>();
    double best = 0;
    for (int state = 0; state < states.count(); state++) {
      float most = table[state * actions];
      for (int i = 1; i < actions; i++) {
        most = Math.max(most, table[state * actions + i]);
      }
      best += most;
    }
    measures.put("td_error", error / learned);
    measures.put("q", best / states.count());
    error = 0;
    learned = 0;
    return measures;
  }

  /** Returns a copy of the value of each action in each state, {@code (states, actions)}. */
  Tensor table() {
    return Tensor.of(Shape.of(states.count(), actions), table.clone());
  }

  StateNumbers states() {
    return states;
  }

  // Checkpoints

  @Override
  public List<Tensor> weights() {
    return List.of(table());
  }

  @Override
  public void weights(List<Tensor> weights) {
    System.arraycopy(weights.getFirst().floats(), 0, table, 0, table.length);
  }

  @Override
  public String settings() {
    return settings.toString();
  }

  @Override
  public List<Variable> variables() {
    return List.of(Variable.in("table", Shape.of(states.count(), actions), table, 0));
  }

  @Override
  public Map<String, Object> state() {
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("numbers", List.of((double) chosen, error, (double) learned));
    return state;
  }

  @Override
  public void restore(Map<String, Object> state) {
    List<?> numbers = (List<?>) state.get("numbers");
    chosen = ((Number) numbers.get(0)).intValue();
    error = ((Number) numbers.get(1)).doubleValue();
    learned = ((Number) numbers.get(2)).longValue();
  }
}
