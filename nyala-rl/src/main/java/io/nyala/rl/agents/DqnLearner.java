// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.agents;

import io.nyala.models.Model;
import io.nyala.models.Predictor;
import io.nyala.models.TrainStep;
import io.nyala.models.TrainTape;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.optimizers.Optimizer;
import io.nyala.rl.env.Step;
import io.nyala.rl.learning.Target;
import io.nyala.rl.policies.Policy;
import io.nyala.rl.random.NumPyRandom;
import io.nyala.rl.replay.NStep;
import io.nyala.rl.replay.ReplayMemory;
import io.nyala.rl.replay.TransitionBatch;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.variables.Variable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The networks of a {@link Dqn}, its memory, and its compiled training step. */
final class DqnLearner implements DiscreteLearner {
  private static final List<String> INPUTS =
      List.of("observations", "actions", "rewards", "next", "discounts", "weights");

  private final DqnSettings settings;
  private final int actions;
  private final Model online;
  private final Model valued; // the same weights, but outputs values
  private final Target target;
  private final Optimizer optimizer;
  private final ReplayMemory memory;
  private final NStep adder;
  private final TransitionBatch batch;
  private final Tensor[] inputs; // of a step, in the order of INPUTS
  private final Latest errors;
  private final TrainStep step;
  private final Predictor predictor;
  private final NoisyActor actor; // or null
  private final float[] values;
  private boolean lags; // whether the target may differ from the network

  DqnLearner(
      DqnSettings settings, QNetwork network, Optimizer optimizer, Shape observation, int n) {
    this.settings = settings;
    this.actions = n;
    this.online = network.outputs();
    this.valued = network.values();
    this.optimizer = optimizer;
    this.target = Target.of(online);
    this.memory =
        ReplayMemory.of(settings.capacity(), observation, settings.alpha(), settings.frames());
    this.adder = new NStep(memory, settings.gamma(), settings.steps());
    this.batch = TransitionBatch.of(settings.batch(), observation);
    this.inputs =
        new Tensor[] {
          batch.observations(),
          batch.actions(),
          batch.rewards(),
          batch.nextObservations(),
          batch.discounts(),
          batch.weights()
        };
    this.errors = new Latest("td_error", settings.batch());
    this.step = TrainStep.of(INPUTS, this::write).seed(online.seed());
    step.prepare(inputs);
    this.predictor = valued.predictor();
    this.actor = settings.noisy() ? new NoisyActor(valued, observation, n) : null;
    this.values = new float[n];
  }

  /** The computation of a training step. */
  private void write(TrainTape tape) {
    QHead head = settings.head();
    Value next = tape.input("next");
    Value taken = chosen(tape.call(online, tape.input("observations")), tape.input("actions"));
    Value ahead = aside(tape, target.network(), next);
    Value judged = settings.doubleQ() ? aside(tape, online, next) : ahead;
    Value best = Ops.argMax(Ops.stopGradient(head.means(judged)), 1);
    QHead.Compared compared =
        head.compare(taken, tape.input("rewards"), tape.input("discounts"), chosen(ahead, best));
    Value loss = Ops.multiply(tape.input("weights"), compared.loss()).mean();
    tape.minimize(optimizer, loss, online);
    tape.log("q", head.means(taken).mean());
    tape.metric(errors, compared.error(), compared.error());
  }

  /** Applies a network that does not learn from this step, with separate noise if it is noisy. */
  private Value aside(TrainTape tape, Model network, Value x) {
    return settings.noisy() ? tape.callFrozen(network, x) : tape.infer(network, x);
  }

  /** Returns the outputs {@code (batch, actions, ...)} of one action in each row. */
  private Value chosen(Value outputs, Value which) {
    Value mask = Ops.oneHot(which, actions);
    boolean single = outputs.shape().rank() == 2;
    Value fitting = single ? mask : mask.reshape(outputs.shape().dim(0), actions, 1);
    return Ops.multiply(outputs, fitting).sum(1);
  }

  // Acting and storing transitions

  Model network() {
    return valued;
  }

  @Override
  public int actions() {
    return actions;
  }

  @Override
  public int act(float[] observation, long steps, NumPyRandom random) {
    if (steps < settings.startAfter()) {
      return random.integers(actions);
    }
    return settings.policy().choose(valuesOf(observation), steps, random);
  }

  private float[] valuesOf(float[] observation) {
    if (actor != null) {
      return actor.values(observation);
    }
    predictor.predict(observation, values);
    return values;
  }

  @Override
  public int greedy(float[] observation) {
    predictor.predict(observation, values);
    return Policy.best(values);
  }

  @Override
  public long startsAfter() {
    return settings.startAfter();
  }

  @Override
  public double exploration(long steps) {
    if (steps < settings.startAfter()) {
      return 1;
    }
    double epsilon = settings.policy().exploration(steps);
    return actor != null && epsilon == 0 ? Double.NaN : epsilon; // noise explores in its place
  }

  @Override
  public void leave() {
    adder.clear();
  }

  @Override
  public void learn(float[] before, int action, Step next, long steps, NumPyRandom random) {
    adder.add(
        before, action, next.reward(), next.observation(), next.terminated(), next.truncated());
    if (settings.targetEvery() > 0 && steps % settings.targetEvery() == 0 && lags) {
      target.follow(1);
      lags = false;
    }
    if (steps > settings.startAfter() && steps % settings.trainEvery() == 0 && memory.size() > 0) {
      double beta = settings.beta().at(steps);
      for (int i = 0; i < settings.gradientSteps(); i++) {
        learn(beta, random);
      }
    }
  }

  private void learn(double beta, NumPyRandom random) {
    memory.sample(random, settings.alpha() > 0 ? beta : 0, batch);
    step.run(inputs);
    memory.prioritize(batch, errors.values());
    lags = true;
    if (settings.targetEvery() == 0) {
      target.follow(settings.tau());
    }
  }

  /** Returns loss, td_error and q since the last call, NaN where nothing was learned. */
  @Override
  public Map<String, Double> measures() {
    Map<String, Double> all = new LinkedHashMap<>(step.results().values());
    step.reset();
    return all;
  }

  // Checkpoints

  @Override
  public List<Tensor> weights() {
    return online.getWeights();
  }

  @Override
  public void weights(List<Tensor> weights) {
    online.setWeights(weights);
  }

  @Override
  public String settings() {
    return settings.toString();
  }

  @Override
  public List<Variable> variables() {
    List<Variable> all = new ArrayList<>(step.variables());
    all.addAll(target.variables());
    all.addAll(memory.variables());
    return all;
  }

  @Override
  public Map<String, Object> state() {
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("step", step.state());
    state.put("memory", memory.state());
    state.put("waiting", adder.state());
    state.put("lags", lags);
    if (actor != null) {
      state.put("actor", actor.state());
    }
    return state;
  }

  @Override
  @SuppressWarnings("unchecked") // from state()
  public void restore(Map<String, Object> state) {
    step.restore((Map<String, Object>) state.get("step"));
    memory.restore((Map<?, ?>) state.get("memory"));
    adder.restore((Map<?, ?>) state.get("waiting"));
    lags = Boolean.TRUE.equals(state.get("lags"));
    if (actor != null) {
      actor.restore((Map<String, Object>) state.get("actor"));
    }
  }
}
