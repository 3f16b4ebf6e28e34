// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.agents;

import java.util.Arrays;
import java.util.Locale;

/**
 * Statistics of undiscounted episode returns.
 *
 * @param mean the mean return
 * @param std the standard deviation of the returns, with n in the denominator
 * @param least the lowest return
 * @param most the highest return
 * @param length the mean number of steps
 * @param episodes the number of episodes
 */
public record Returns(
    double mean, double std, double least, double most, double length, int episodes) {
  /**
   * Returns the statistics of at least one episode.
   *
   * @param returns the return of each episode
   * @param steps the number of steps of all episodes together
   */
  public static Returns of(double[] returns, long steps) {
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
