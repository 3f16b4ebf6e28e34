// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.actors;

import io.nyala.models.Model;
import io.nyala.models.Predictor;
import io.nyala.models.TrainTape;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.rl.agents.Learner;
import io.nyala.rl.env.Step;
import io.nyala.rl.learning.ActionScale;
import io.nyala.rl.learning.Target;
import io.nyala.rl.random.NumPyRandom;
import io.nyala.rl.replay.ReplayMemory;
import io.nyala.rl.replay.TransitionBatch;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.variables.Variable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * An actor and two critics that learn from a replay memory. Actions are stored as numbers in [-1,
 * 1].
 */
abstract class OffPolicyLearner implements Learner {
  static final List<String> CRITIC_INPUTS =
      List.of("observations", "actions", "rewards", "next", "discounts", "noise");

  private final OffPolicySettings settings;
  private final ActionScale scale;
  private final NetworkMaker maker;
  private final Model actor;
  private final List<Model> critics = new ArrayList<>();
  private final List<Target> targets = new ArrayList<>();
  private final ReplayMemory memory;
  private final TransitionBatch batch;
  private final Predictor predictor;
  private final float[] outputs;
  private final double[] units; // an action, in [-1, 1]

  /**
   * Creates the networks.
   *
   * @param perAction the number of outputs of the actor for each element of an action
   */
  OffPolicyLearner(
      OffPolicySettings settings,
      ActorNetworks networks,
      Shape observation,
      ActionScale scale,
      int perAction) {
    this.settings = settings;
    this.scale = scale;
    int n = scale.size();
    maker = new NetworkMaker(networks, observation, n);
    actor = maker.actor(n * perAction).seed(settings.seed());
    for (int i = 1; i <= 2; i++) {
      Model critic = maker.critic().seed(settings.seed() + i);
      critics.add(critic);
      targets.add(new Target(critic, maker.critic()));
    }
    memory = ReplayMemory.continuous(settings.capacity(), observation, n);
    batch = TransitionBatch.of(settings.batch(), observation, n);
    predictor = actor.predictor();
    outputs = new float[n * perAction];
    units = new double[n];
  }

  // The algorithm

  /**
   * Writes an action as numbers in [-1, 1].
   *
   * @param outputs the outputs of the actor
   * @param random the random numbers, or null for the best action
   */
  abstract void choose(float[] outputs, NumPyRandom random, double[] units);

  /** Learns from {@link #batch}. */
  abstract void update(long steps, NumPyRandom random);

  // For subclasses

  final Model actor() {
    return actor;
  }

  final NetworkMaker maker() {
    return maker;
  }

  final Model critic(int place) {
    return critics.get(place);
  }

  final Model target(int place) {
    return targets.get(place).network();
  }

  final TransitionBatch batch() {
    return batch;
  }

  /** Returns the inputs of a step of the critics, in the order of {@link #CRITIC_INPUTS}. */
  final Tensor[] criticInputs(Tensor noise) {
    return new Tensor[] {
      batch.observations(),
      batch.actions(),
      batch.rewards(),
      batch.nextObservations(),
      batch.discounts(),
      noise
    };
  }

  final void moveTargets() {
    for (Target target : targets) {
      target.follow(settings.tau());
    }
  }

  /** Returns the smaller of the values that the targets of the critics give to actions. */
  final Value leastTarget(TrainTape tape, Value observations, Value actions) {
    return Ops.minimum(
        single(tape.infer(target(0), observations, actions)),
        single(tape.infer(target(1), observations, actions)));
  }

  /**
   * Trains both critics with the squared error of their values.
   *
   * @param following the value of the next observation
   * @param minimize takes the sum of both errors
   */
  final void learnCritics(TrainTape tape, Value following, Consumer<Value> minimize) {
    Value wanted =
        Ops.stopGradient(tape.input("rewards").plus(tape.input("discounts").times(following)));
    Value x = tape.input("observations");
    Value actions = tape.input("actions");
    Value first = single(tape.call(critic(0), x, actions));
    Value second = single(tape.call(critic(1), x, actions));
    minimize.accept(wanted.minus(first).square().mean().plus(wanted.minus(second).square().mean()));
    tape.log("q", first.mean());
    tape.log("td_error", wanted.minus(first).abs().mean());
  }

  /** Returns one number per row from a network with one output. */
  static Value single(Value column) {
    return Ops.squeeze(column, 1);
  }

  // Acting and storing transitions

  @Override
  public int actionSize() {
    return scale.size();
  }

  @Override
  public void act(float[] observation, long steps, NumPyRandom random, double[] action) {
    if (steps < settings.startAfter()) {
      for (int i = 0; i < action.length; i++) {
        action[i] = scale.toAction(i, 2 * random.nextDouble() - 1);
      }
      return;
    }
    act(observation, random, action);
  }

  @Override
  public void greedy(float[] observation, double[] action) {
    act(observation, null, action);
  }

  private void act(float[] observation, NumPyRandom random, double[] action) {
    predictor.predict(observation, outputs);
    choose(outputs, random, units);
    for (int i = 0; i < action.length; i++) {
      action[i] = scale.toAction(i, units[i]);
      if (Double.isNaN(action[i])) {
        throw new IllegalStateException(
            "an action is NaN: the network is broken; a smaller learning rate may help");
      }
    }
  }

  @Override
  public final long startsAfter() {
    return settings.startAfter();
  }

  @Override
  public double exploration(long steps) {
    return steps < settings.startAfter() ? 1 : Double.NaN;
  }

  @Override
  public void leave() {}

  @Override
  public void learn(float[] before, double[] action, Step next, long steps, NumPyRandom random) {
    for (int i = 0; i < units.length; i++) {
      units[i] = scale.toUnit(i, action[i]);
    }
    double discount =
        next.terminated() ? 0 : settings.gamma(); // a step limit is not the end of the task
    memory.add(before, units, next.reward(), next.observation(), discount);
    if (steps > settings.startAfter() && steps % settings.trainEvery() == 0) {
      for (int i = 0; i < settings.gradientSteps(); i++) {
        memory.sample(random, 0, batch);
        update(steps, random);
      }
    }
  }

  // Checkpoints

  @Override
  public List<Tensor> weights() {
    return actor.getWeights();
  }

  @Override
  public void weights(List<Tensor> weights) {
    actor.setWeights(weights);
  }

  @Override
  public List<Variable> variables() {
    List<Variable> all = new ArrayList<>();
    targets.forEach(target -> all.addAll(target.variables()));
    all.addAll(memory.variables());
    return all;
  }

  @Override
  public Map<String, Object> state() {
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("memory", memory.state());
    return state;
  }

  @Override
  public void restore(Map<String, Object> state) {
    memory.restore((Map<?, ?>) state.get("memory"));
  }
}
