// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.history;

/**
 * A trial that has not ended, or whose outcome a reproducible search does not use yet.
 *
 * @param number its number in the search, from 0
 * @param point {@code [size of the space]}; NaN where a hyperparameter does not apply; must not be
 *     modified
 */
public record RunningTrial(int number, double[] point) {}
