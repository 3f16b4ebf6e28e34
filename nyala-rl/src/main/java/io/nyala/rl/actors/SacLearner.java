// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.actors;

import static io.nyala.optimizers.Optimizers.adam;

import io.nyala.layers.base.Weight;
import io.nyala.models.TrainStep;
import io.nyala.models.TrainTape;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.optimizers.Optimizer;
import io.nyala.rl.learning.ActionScale;
import io.nyala.rl.learning.Gaussians;
import io.nyala.rl.learning.LearnedConstants;
import io.nyala.rl.random.NumPyRandom;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.variables.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The learning algorithm of {@link Sac}: updates first the critics, then the actor and the entropy
 * coefficient, as in Stable-Baselines3.
 */
final class SacLearner extends OffPolicyLearner {
  private static final double EPSILON = 1e-8; // of Adam, as in PyTorch
  private static final float LEAST_LOG_STD = -20;
  private static final float MOST_LOG_STD = 2;

  /** The entropy coefficient. */
  record Entropy(double first, boolean automatic, double target) {}

  private final OffPolicySettings settings;
  private final Entropy entropy;
  private final Weight logAlpha;
  private final List<Optimizer> optimizers = new ArrayList<>();
  private final Tensor noise;
  private final CriticAndActor training;

  SacLearner(
      OffPolicySettings settings,
      Entropy entropy,
      ActorNetworks networks,
      Shape observation,
      ActionScale scale) {
    super(settings, networks, observation, scale, 2);
    this.settings = settings;
    this.entropy = entropy;
    // A coefficient of 0 has no logarithm; this one is practically 0.
    logAlpha = new LearnedConstants(1, Math.log(Math.max(1e-30, entropy.first()))).values();
    for (int i = 0; i < 3; i++) {
      optimizers.add(adam(settings.rate().at(0)).epsilon(EPSILON));
    }
    noise = Tensor.zeros(Shape.of(settings.batch(), scale.size()));
    training =
        new CriticAndActor(
            TrainStep.of(CRITIC_INPUTS, this::writeCritics).seed(settings.seed()),
            criticInputs(noise),
            TrainStep.of(List.of("observations", "noise"), this::writeActor).seed(settings.seed()),
            new Tensor[] {batch().observations(), noise});
  }

  /** Actions drawn by an actor and their log densities, one per row. */
  private record Drawn(Value actions, Value logDensities) {
    static Drawn of(Value outputs, Value noise) {
      int n = noise.shape().last();
      Value mean = Ops.slice(outputs, 1, 0, n);
      Value logStd = Ops.clip(Ops.slice(outputs, 1, n, n), LEAST_LOG_STD, MOST_LOG_STD);
      Value u = mean.plus(logStd.exp().times(noise));
      Value density = Gaussians.logDensity(mean, logStd, u).minus(Gaussians.logSquash(u));
      return new Drawn(Ops.tanh(u), density);
    }
  }

  private Value alpha(TrainTape tape) {
    return Ops.stopGradient(Ops.reshape(tape.read(logAlpha), Shape.scalar()).exp());
  }

  private void writeCritics(TrainTape tape) {
    Value next = tape.input("next");
    Drawn following = Drawn.of(tape.infer(actor(), next), tape.input("noise"));
    Value least = leastTarget(tape, next, following.actions());
    Value soft = least.minus(alpha(tape).times(following.logDensities()));
    learnCritics(
        tape,
        soft,
        loss -> tape.minimize(optimizers.get(0), loss.times(0.5f), critic(0), critic(1)));
  }

  private void writeActor(TrainTape tape) {
    Value x = tape.input("observations");
    Drawn drawn = Drawn.of(tape.call(actor(), x), tape.input("noise"));
    Value least =
        Ops.minimum(
            single(tape.infer(critic(0), x, drawn.actions())),
            single(tape.infer(critic(1), x, drawn.actions())));
    Value loss = alpha(tape).times(drawn.logDensities()).minus(least).mean();
    tape.minimize(optimizers.get(1), loss, actor());
    if (entropy.automatic()) {
      Value log = Ops.reshape(tape.read(logAlpha), Shape.scalar());
      Value off = Ops.stopGradient(drawn.logDensities().plus((float) entropy.target()));
      Value alphaLoss = log.times(off.mean()).negate();
      tape.apply(optimizers.get(2), tape.gradients(alphaLoss, List.of(logAlpha)));
    }
    tape.log("actor_loss", loss);
    tape.log("alpha", alpha(tape));
    tape.log("log_density", drawn.logDensities().mean());
  }

  @Override
  void choose(float[] outputs, NumPyRandom random, double[] units) {
    int n = units.length;
    for (int i = 0; i < n; i++) {
      double u = outputs[i];
      if (random != null) {
        double logStd = Math.clamp(outputs[n + i], LEAST_LOG_STD, MOST_LOG_STD);
        u += StrictMath.exp(logStd) * Gaussians.draw(random);
      }
      units[i] = StrictMath.tanh(u);
    }
  }

  @Override
  void update(long steps, NumPyRandom random) {
    double rate = settings.rate().at(steps);
    for (Optimizer optimizer : optimizers) {
      optimizer.learningRate(rate);
    }
    Gaussians.fill(random, noise.floats());
    training.trainCritics();
    Gaussians.fill(random, noise.floats());
    training.trainActor();
    moveTargets();
  }

  /** Returns loss, q, td_error, actor_loss, alpha and log_density since the last call. */
  @Override
  public Map<String, Double> measures() {
    return training.measures();
  }

  @Override
  public String settings() {
    return settings + " " + entropy;
  }

  // Checkpoints

  @Override
  public List<Variable> variables() {
    List<Variable> all = new ArrayList<>(super.variables());
    all.addAll(training.variables());
    return all;
  }

  @Override
  public Map<String, Object> state() {
    Map<String, Object> state = super.state();
    training.writeTo(state);
    return state;
  }

  @Override
  public void restore(Map<String, Object> state) {
    super.restore(state);
    training.restore(state);
  }
}
