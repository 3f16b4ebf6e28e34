// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.learning;

import io.nyala.ops.Value;
import io.nyala.rl.env.Env;
import io.nyala.rl.env.Step;
import io.nyala.rl.random.NumPyRandom;
import io.nyala.rl.spaces.Box;
import io.nyala.rl.spaces.Discrete;
import io.nyala.rl.spaces.Space;
import io.nyala.rl.vector.VectorEnv;
import io.nyala.rl.vector.VectorStep;

/**
 * The distribution of the actions of a policy: its formulas as symbolic values, for training, and
 * on arrays, for acting. Rows of actions are floats.
 */
public sealed interface ActionDistribution permits Categorical, DiagonalGaussian {
  /**
   * Returns the distribution for an action space.
   *
   * @param owner the name of the agent, for messages
   * @param env the environment, for messages
   * @param logStd the initial log standard deviation of continuous actions
   * @throws IllegalArgumentException if the space is neither {@link Discrete} from 0 nor a {@link
   *     Box}
   */
  static ActionDistribution of(String owner, Object env, Space space, double logStd) {
    if (space instanceof Box box) {
      return new DiagonalGaussian(box, logStd);
    }
    if (space instanceof Discrete discrete && discrete.start() == 0) {
      return new Categorical(discrete.n());
    }
    throw new IllegalArgumentException(
        "%s: actions must be Discrete from 0 or a Box, those of %s are %s"
            .formatted(owner, env, space));
  }

  /** Returns the number of outputs that a network must have. */
  int outputs();

  /** Returns the number of elements of an action. */
  int actionSize();

  /** Completes the outputs of a network to parameters, with trained numbers if there are any. */
  Value head(Value outputs);

  // Symbolic values

  /** Converts the parameters to the input of the other functions. */
  Value prepared(Value parameters);

  /**
   * Returns the log probabilities or log densities of actions, one per row.
   *
   * @param actions {@code (batch, actionSize)}
   */
  Value logProbability(Value prepared, Value actions);

  /** Returns the entropies, one per row. */
  Value entropy(Value prepared);

  // Arrays

  /**
   * Draws an action.
   *
   * @param prepared the rows of {@link #prepared}
   * @param row the row to draw for
   * @param actions receives the action in this row
   * @return its log probability or log density
   */
  float draw(float[] prepared, int row, NumPyRandom random, float[] actions);

  /** Performs the actions of all rows. */
  VectorStep step(VectorEnv envs, float[] actions);

  /**
   * Writes the most likely action.
   *
   * @param parameters the parameters of a row
   */
  void best(float[] parameters, double[] action);

  /** Performs an action. */
  Step step(Env env, double[] action);

  /** Returns the name of the measure of the randomness of actions. */
  String spread();

  /** Returns this measure. */
  Value spread(Value prepared);
}
