// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.actors;

import static io.nyala.optimizers.Optimizers.adam;

import io.nyala.models.TrainStep;
import io.nyala.models.TrainTape;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.optimizers.Optimizer;
import io.nyala.rl.env.Step;
import io.nyala.rl.learning.ActionScale;
import io.nyala.rl.learning.Gaussians;
import io.nyala.rl.learning.Target;
import io.nyala.rl.random.NumPyRandom;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.variables.Variable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The learning algorithm of {@link Td3}. */
final class Td3Learner extends OffPolicyLearner {
  private static final double EPSILON = 1e-8; // of Adam, as in PyTorch
  private static final double RETURN = 0.15; // of the slow noise to 0, in a unit of time
  private static final double TIME = 0.01; // of a step

  /** The exploration noise, the target noise and the policy delay. */
  record Noise(
      double deviation, boolean correlated, int delay, double smoothing, double mostSmoothing) {}

  private final OffPolicySettings settings;
  private final Noise kind;
  private final Target actorTarget;
  private final Optimizer criticOptimizer;
  private final Optimizer actorOptimizer;
  private final Tensor noise;
  private final CriticAndActor training;
  private final double[] slow; // exploration noise
  private long updates;

  Td3Learner(
      OffPolicySettings settings,
      Noise kind,
      ActorNetworks networks,
      Shape observation,
      ActionScale scale) {
    super(settings, networks, observation, scale, 1);
    this.settings = settings;
    this.kind = kind;
    int n = scale.size();
    slow = new double[n];
    actorTarget = new Target(actor(), maker().actor(n));
    criticOptimizer = adam(settings.rate().at(0)).epsilon(EPSILON);
    actorOptimizer = adam(settings.rate().at(0)).epsilon(EPSILON);
    noise = Tensor.zeros(Shape.of(settings.batch(), n));
    training =
        new CriticAndActor(
            TrainStep.of(CRITIC_INPUTS, this::writeCritics).seed(settings.seed()),
            criticInputs(noise),
            TrainStep.of(List.of("observations"), this::writeActor).seed(settings.seed()),
            new Tensor[] {batch().observations()});
  }

  private void writeCritics(TrainTape tape) {
    Value next = tape.input("next");
    float most = (float) kind.mostSmoothing();
    Value off = Ops.clip(tape.input("noise").times((float) kind.smoothing()), -most, most);
    Value following = Ops.clip(Ops.tanh(tape.infer(actorTarget.network(), next)).plus(off), -1, 1);
    Value least = leastTarget(tape, next, following);
    learnCritics(tape, least, loss -> tape.minimize(criticOptimizer, loss, critic(0), critic(1)));
  }

  private void writeActor(TrainTape tape) {
    Value x = tape.input("observations");
    Value actions = Ops.tanh(tape.call(actor(), x));
    Value loss = single(tape.infer(critic(0), x, actions)).mean().negate();
    tape.minimize(actorOptimizer, loss, actor());
    tape.log("actor_loss", loss);
  }

  @Override
  void choose(float[] outputs, NumPyRandom random, double[] units) {
    for (int i = 0; i < units.length; i++) {
      double unit = StrictMath.tanh(outputs[i]);
      units[i] = random == null ? unit : Math.clamp(unit + explore(i, random), -1, 1);
    }
  }

  private double explore(int place, NumPyRandom random) {
    double draw = kind.deviation() * Gaussians.draw(random);
    if (!kind.correlated()) {
      return draw;
    }
    slow[place] += -RETURN * slow[place] * TIME + Math.sqrt(TIME) * draw;
    return slow[place];
  }

  @Override
  public void leave() {
    Arrays.fill(slow, 0);
  }

  @Override
  public void learn(float[] before, double[] action, Step next, long steps, NumPyRandom random) {
    super.learn(before, action, next, steps, random);
    if (next.ended()) {
      leave();
    }
  }

  @Override
  void update(long steps, NumPyRandom random) {
    criticOptimizer.learningRate(settings.rate().at(steps));
    Gaussians.fill(random, noise.floats());
    training.trainCritics();
    updates++;
    if (updates % kind.delay() == 0) {
      actorOptimizer.learningRate(settings.rate().at(steps));
      training.trainActor();
      moveTargets();
      actorTarget.follow(settings.tau());
    }
  }

  /** Returns loss, q, td_error and actor_loss since the last call. */
  @Override
  public Map<String, Double> measures() {
    return training.measures();
  }

  @Override
  public String settings() {
    return settings + " " + kind;
  }

  // Checkpoints

  @Override
  public List<Variable> variables() {
    List<Variable> all = new ArrayList<>(super.variables());
    all.addAll(actorTarget.variables());
    all.addAll(training.variables());
    return all;
  }

  @Override
  public Map<String, Object> state() {
    Map<String, Object> state = super.state();
    training.writeTo(state);
    state.put("updates", (double) updates);
    state.put("slow", Arrays.stream(slow).boxed().toList());
    return state;
  }

  @Override
  @SuppressWarnings("unchecked") // from state()
  public void restore(Map<String, Object> state) {
    super.restore(state);
    training.restore(state);
    updates = ((Number) state.get("updates")).longValue();
    List<Number> numbers = (List<Number>) state.get("slow");
    for (int i = 0; i < slow.length; i++) {
      slow[i] = numbers.get(i).doubleValue();
    }
  }
}
