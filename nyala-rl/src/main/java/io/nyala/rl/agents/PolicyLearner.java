// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.agents;

import io.nyala.models.Computation;
import io.nyala.models.Model;
import io.nyala.models.Predictor;
import io.nyala.models.TrainStep;
import io.nyala.models.TrainTape;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.optimizers.Optimizer;
import io.nyala.rl.env.Env;
import io.nyala.rl.env.Step;
import io.nyala.rl.learning.ActionDistribution;
import io.nyala.rl.policies.Annealed;
import io.nyala.rl.random.NumPyRandom;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.variables.Variable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;

/** The networks of an {@link OnPolicyAgent}, and their compiled training step. */
final class PolicyLearner {
  private static final List<String> INPUTS =
      List.of(
          "observations",
          "actions",
          "logs",
          "advantages",
          "returns",
          "values",
          "clip",
          "valueClip");

  private final PolicySettings settings;
  private final Model policy;
  private final Model critic;
  private final ActionDistribution distribution;
  private final Optimizer optimizer;
  private final Rollout.Minibatch batch;
  private final Tensor clip = Tensor.scalar(0);
  private final Tensor valueClip = Tensor.scalar(0);
  private final Tensor[] inputs; // of a step, in the order of INPUTS
  private final TrainStep step;
  private final Computation judge;

  /**
   * Creates a learner.
   *
   * @param rows the number of rows per update
   */
  PolicyLearner(
      PolicySettings settings,
      Model policy,
      Model critic,
      ActionDistribution distribution,
      Optimizer optimizer,
      Shape observation,
      int rows) {
    this.settings = settings;
    this.policy = policy;
    this.critic = critic;
    this.distribution = distribution;
    this.optimizer = optimizer;
    this.batch = new Rollout.Minibatch(rows, observation, distribution.actionSize());
    this.step = TrainStep.of(INPUTS, this::write).seed(policy.seed());
    this.judge =
        Computation.of(
            List.of("x"),
            tape -> {
              Map<String, Value> all = new LinkedHashMap<>();
              all.put("prepared", distribution.prepared(tape.call(policy, tape.input("x"))));
              all.put("value", tape.call(critic, tape.input("x")));
              return all;
            });
    this.inputs =
        new Tensor[] {
          batch.observations,
          batch.actions,
          batch.logProbabilities,
          batch.advantages,
          batch.returns,
          batch.values,
          clip,
          valueClip
        };
    step.prepare(inputs);
  }

  /** The loss: the policy objective, the squared value error, the entropy. */
  private void write(TrainTape tape) {
    Value x = tape.input("observations");
    Value prepared = distribution.prepared(tape.call(policy, x));
    Value taken = distribution.logProbability(prepared, tape.input("actions"));
    Value valueLoss = valueLoss(tape, Ops.reshape(tape.call(critic, x), taken.shape()));
    Value entropy = distribution.entropy(prepared).mean();
    Value loss =
        valueLoss
            .times((float) settings.value())
            .minus(gain(tape, taken))
            .minus(entropy.times((float) settings.entropy()));
    tape.minimize(optimizer, loss, policy, critic);
    tape.log(distribution.spread(), distribution.spread(prepared));
    tape.log("value_loss", valueLoss);
  }

  /** The clipped objective of Schulman et al. (2017), or the plain one of Mnih et al. (2016). */
  private Value gain(TrainTape tape, Value taken) {
    Value advantages = tape.input("advantages");
    if (settings.clip() == null) {
      return taken.times(advantages).mean();
    }
    Value ratio = taken.minus(tape.input("logs")).exp();
    Value near = within(ratio, Ops.constant(1), tape.input("clip"));
    return Ops.minimum(ratio.times(advantages), near.times(advantages)).mean();
  }

  private Value valueLoss(TrainTape tape, Value values) {
    Value old = tape.input("values");
    Value near =
        settings.valueClip() == null ? values : within(values, old, tape.input("valueClip"));
    return tape.input("returns").minus(near).square().mean();
  }

  private static Value within(Value x, Value middle, Value limit) {
    return Ops.maximum(Ops.minimum(x, middle.plus(limit)), middle.minus(limit));
  }

  Model policy() {
    return policy;
  }

  Model critic() {
    return critic;
  }

  ActionDistribution distribution() {
    return distribution;
  }

  /** Returns a function that writes the most likely action. */
  BiConsumer<float[], double[]> chooser() {
    Predictor predictor = policy.predictor();
    float[] parameters = new float[predictor.outputs()];
    return (observation, action) -> {
      predictor.predict(observation, parameters);
      distribution.best(parameters, action);
    };
  }

  /** Returns a function that performs the most likely action. */
  BiFunction<Env, float[], Step> greedy() {
    BiConsumer<float[], double[]> chooser = chooser();
    double[] action = new double[distribution.actionSize()];
    return (env, observation) -> {
      chooser.accept(observation, action);
      return distribution.step(env, action);
    };
  }

  /** Returns the log-probabilities of the actions, {@code (rows, actions)}, and the values. */
  List<Tensor> judge(Tensor observations) {
    return judge.run(observations);
  }

  /**
   * Learns from a rollout.
   *
   * @param steps the number of environment steps so far
   */
  void learn(Rollout rollout, long steps, NumPyRandom random) {
    optimizer.learningRate(settings.rate().at(steps));
    clip.floats()[0] = limit(settings.clip(), steps);
    valueClip.floats()[0] = limit(settings.valueClip(), steps);
    int rows = batch.returns.size();
    for (int epoch = 0; epoch < settings.epochs(); epoch++) {
      if (rows < rollout.length()) {
        rollout.shuffle(random);
      }
      for (int from = 0; from < rollout.length(); from += rows) {
        rollout.read(from, batch);
        if (settings.normalize()) {
          normalize(batch.advantages.floats());
        }
        step.run(inputs);
      }
    }
  }

  private static float limit(Annealed given, long steps) {
    return given == null ? 0 : (float) given.at(steps);
  }

  /** Normalizes numbers to mean 0 and standard deviation 1. */
  private static void normalize(float[] numbers) {
    double sum = 0;
    for (float each : numbers) {
      sum += each;
    }
    double mean = sum / numbers.length;
    double squares = 0;
    for (float each : numbers) {
      squares += (each - mean) * (each - mean);
    }
    double deviation = Math.sqrt(squares / Math.max(1, numbers.length - 1)) + 1e-8;
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) ((numbers[i] - mean) / deviation);
    }
  }

  /**
   * Returns loss, value_loss and entropy or std since the last call, NaN where nothing was learned.
   */
  Map<String, Double> measures() {
    Map<String, Double> all = new LinkedHashMap<>(step.results().values());
    step.reset();
    return all;
  }

  // Checkpoints

  List<Variable> variables() {
    return step.variables();
  }

  Map<String, Object> state() {
    return step.state();
  }

  void restore(Map<String, Object> state) {
    step.restore(state);
  }
}
