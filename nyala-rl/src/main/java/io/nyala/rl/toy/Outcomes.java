// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.toy;

/**
 * The possible outcomes of an action in a state: {@code P[state][action]} of Gymnasium.
 *
 * @param probabilities the probability of each outcome
 * @param states the next states
 * @param rewards the rewards
 * @param terminated whether each outcome ends the episode
 */
public record Outcomes(
    double[] probabilities, int[] states, double[] rewards, boolean[] terminated) {
  /** Returns a single, certain outcome. */
  static Outcomes certain(int state, double reward, boolean ends) {
    return new Outcomes(
        new double[] {1}, new int[] {state}, new double[] {reward}, new boolean[] {ends});
  }

  /** Returns the first outcome whose cumulative probability exceeds a number. */
  static int pick(double[] probabilities, double draw) {
    double sum = 0;
    for (int i = 0; i < probabilities.length; i++) {
      sum += probabilities[i];
      if (sum > draw) {
        return i;
      }
    }
    return 0; // like NumPy's argmax of an array that is all false
  }
}
