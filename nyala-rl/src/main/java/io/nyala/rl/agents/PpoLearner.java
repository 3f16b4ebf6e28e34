// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.agents;

import io.nyala.models.Computation;
import io.nyala.models.Model;
import io.nyala.models.TrainStep;
import io.nyala.models.TrainTape;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.optimizers.Adam;
import io.nyala.rl.random.NumPyRandom;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.variables.Variable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The networks of a {@link Ppo} and its compiled training step. */
final class PpoLearner {
  private static final List<String> INPUTS =
      List.of("observations", "actions", "logs", "advantages", "returns", "clip");

  private final PpoSettings settings;
  private final Model policy;
  private final Model critic;
  private final Adam optimizer;
  private final int actions;
  private final Rollout.Minibatch batch;
  private final Tensor clip = Tensor.scalar(0);
  private final TrainStep step;
  private final Computation judge;

  PpoLearner(PpoSettings settings, Model policy, Model critic, Adam optimizer, Shape observation) {
    this.settings = settings;
    this.policy = policy;
    this.critic = critic;
    this.optimizer = optimizer;
    this.actions = policy.outputShapes().getFirst().last();
    this.batch = new Rollout.Minibatch(settings.batch(), observation);
    this.step = TrainStep.of(INPUTS, this::write).seed(policy.seed());
    this.judge =
        Computation.of(
            List.of("x"),
            tape -> {
              Map<String, Value> all = new LinkedHashMap<>();
              all.put("logs", Ops.logSoftmax(tape.call(policy, tape.input("x")), 1));
              all.put("value", tape.call(critic, tape.input("x")));
              return all;
            });
    step.prepare(
        batch.observations,
        batch.actions,
        batch.logProbabilities,
        batch.advantages,
        batch.returns,
        clip);
  }

  /**
   * The loss: the clipped objective of Schulman et al. (2017), the squared value error, the
   * entropy.
   */
  private void write(TrainTape tape) {
    Value x = tape.input("observations");
    Value logs = Ops.logSoftmax(tape.call(policy, x), 1);
    Value taken = Ops.multiply(logs, Ops.oneHot(tape.input("actions"), actions)).sum(1);
    Value ratio = taken.minus(tape.input("logs")).exp();
    Value advantages = tape.input("advantages");
    Value limit = tape.input("clip");
    Value near =
        Ops.maximum(Ops.minimum(ratio, limit.plus(1)), Ops.subtract(Ops.constant(1), limit));
    Value gain = Ops.minimum(ratio.times(advantages), near.times(advantages)).mean();
    Value error = tape.input("returns").minus(Ops.reshape(tape.call(critic, x), taken.shape()));
    Value valueLoss = error.square().mean();
    Value entropy = Ops.multiply(logs.exp(), logs).sum(1).mean().negate();
    Value loss =
        valueLoss
            .times((float) settings.value())
            .minus(gain)
            .minus(entropy.times((float) settings.entropy()));
    tape.minimize(optimizer, loss, policy, critic);
    tape.log("entropy", entropy);
    tape.log("value_loss", valueLoss);
  }

  Model policy() {
    return policy;
  }

  Model critic() {
    return critic;
  }

  int actions() {
    return actions;
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
    clip.floats()[0] = (float) settings.clip().at(steps);
    for (int epoch = 0; epoch < settings.epochs(); epoch++) {
      rollout.shuffle(random);
      for (int from = 0; from < rollout.length(); from += settings.batch()) {
        rollout.read(from, batch);
        if (settings.normalize()) {
          normalize(batch.advantages.floats());
        }
        step.run(
            batch.observations,
            batch.actions,
            batch.logProbabilities,
            batch.advantages,
            batch.returns,
            clip);
      }
    }
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

  /** Returns loss, value_loss and entropy since the last call, NaN where nothing was learned. */
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
