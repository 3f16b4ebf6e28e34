// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.agents;

import java.util.Arrays;
import java.util.Locale;

/**
 * What some episodes brought: sums of rewards, not discounted.
 *
 * @param mean of the returns
 * @param std standard deviation of the returns, with n in the denominator
 * @param least the worst return
 * @param most the best return
 * @param length mean number of steps
 * @param episodes how many there were
 */
public record Returns(
    double mean, double std, double least, double most, double length, int episodes) {
  /** Returns the measures of episodes, at least one. */
  static Returns of(double[] returns, long steps) {
    double mean = Arrays.stream(returns).average().orElseThrow();
    double variance =
        Arrays.stream(returns).map(r -> (r - mean) * (r - mean)).average().getAsDouble();
    double least = Arrays.stream(returns).min().getAsDouble();
    double most = Arrays.stream(returns).max().getAsDouble();
    int n = returns.length;
    return new Returns(mean, Math.sqrt(variance), least, most, (double) steps / n, n);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "return %.2f +- %.2f (%.2f to %.2f) in %d episodes of %.1f steps",
        mean,
        std,
        least,
        most,
        episodes,
        length);
  }
}
