// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.toy;

/**
 * What may come of an action in a state: {@code P[state][action]} of Gymnasium.
 *
 * @param probabilities of each outcome
 * @param states that follow
 * @param rewards for it
 * @param terminated whether the episode ends with it
 */
public record Outcomes(
    double[] probabilities, int[] states, double[] rewards, boolean[] terminated) {
  /** Returns the only outcome. */
  static Outcomes certain(int state, double reward, boolean ends) {
    return new Outcomes(
        new double[] {1}, new int[] {state}, new double[] {reward}, new boolean[] {ends});
  }

  /** Returns the first outcome up to which the probabilities add up to more than a number. */
  static int pick(double[] probabilities, double draw) {
    double sum = 0;
    for (int i = 0; i < probabilities.length; i++) {
      sum += probabilities[i];
      if (sum > draw) {
        return i;
      }
    }
    return 0; // as argmax of nothing but false
  }
}
