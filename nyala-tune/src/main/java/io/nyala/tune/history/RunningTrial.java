// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.history;

/**
 * A trial that has not ended, or whose end a repeatable search does not look at yet.
 *
 * @param number its place in the search, from 0
 * @param point {@code [size of the space]}; NaN where a hyperparameter does not apply; not to be
 *     changed
 */
public record RunningTrial(int number, double[] point) {}
