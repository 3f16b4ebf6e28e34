// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.schedules;

/**
 * One training of a trial: from a number of epochs that it has behind it to another.
 *
 * @param index its place in the search, from 0
 * @param trial the number of the trial
 * @param from epochs that the trial was trained before; 0 for the first, and for one that begins
 *     anew
 * @param to epochs that it has behind it afterwards
 * @param rung how often the trial was promoted before
 * @param bracket which part of the schedule it belongs to, from 0
 */
public record Job(int index, int trial, int from, int to, int rung, int bracket) {}
