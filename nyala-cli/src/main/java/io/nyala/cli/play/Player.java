// SPDX-License-Identifier: Apache-2.0
package io.nyala.cli.play;

import io.nyala.examples.recipe.UsageException;
import io.nyala.models.Model;
import io.nyala.models.Predictor;
import io.nyala.rl.env.Env;
import io.nyala.rl.env.Step;
import io.nyala.rl.policies.Policy;
import io.nyala.rl.spaces.Box;
import io.nyala.rl.spaces.Discrete;
import io.nyala.tensor.Shape;

/** Acts in an environment as a network says, without exploration. */
public final class Player {
  private final Env env;
  private final Predictor predictor;
  private final float[] outputs;
  private final double[] action; // null where actions are discrete

  /**
   * Creates a player.
   *
   * @param model an observation in; the value, or another score, of each action out, or the numbers
   *     that the action consists of
   * @throws UsageException if the network does not match the environment
   */
  public Player(Env env, Model model) {
    this.env = env;
    requireObservation(model);
    int actions = actions();
    requireActions(model, actions);
    predictor = model.predictor();
    outputs = new float[actions];
    action = env.actionSpace() instanceof Box ? new double[actions] : null;
  }

  private void requireObservation(Model model) {
    Shape seen = env.observationSpace().shape();
    if (model.inputTypes().size() != 1) {
      throw new UsageException(
          "--model: a player's network has one input, this one has " + model.inputTypes());
    }
    Shape in = model.inputTypes().getFirst().shape().drop(0);
    if (!in.isKnown() || in.size() != env.observationSpace().size()) {
      throw new UsageException(
          "--model: observations of %s have the shape %s, %d numbers, but the network takes %s; is it a network for another environment?"
              .formatted(env, seen, env.observationSpace().size(), in));
    }
  }

  private int actions() {
    return switch (env.actionSpace()) {
      case Discrete discrete -> discrete.n();
      case Box box -> box.size();
      default ->
          throw new UsageException(
              "a network cannot play %s, whose actions are %s".formatted(env, env.actionSpace()));
    };
  }

  private void requireActions(Model model, int actions) {
    Shape out = model.outputShapes().getFirst();
    Shape row = out.drop(0);
    if (model.outputShapes().size() != 1 || !row.isKnown() || row.size() != actions) {
      throw new UsageException(
          "--model: %s has %d %s, so the network needs as many outputs; its output is %s"
              .formatted(
                  env,
                  actions,
                  env.actionSpace() instanceof Box ? "numbers in an action" : "actions",
                  model.outputShapes().size() == 1 ? out : model.outputShapes()));
    }
  }

  /** Takes the action that the network gives most to; what is out of bounds is cut. */
  public Step act(float[] observation) {
    predictor.predict(observation, outputs);
    if (action == null) {
      return env.step(Policy.best(outputs));
    }
    Box box = (Box) env.actionSpace();
    for (int i = 0; i < action.length; i++) {
      action[i] = Math.clamp(outputs[i], box.low(i), box.high(i));
    }
    return env.step(action);
  }
}
