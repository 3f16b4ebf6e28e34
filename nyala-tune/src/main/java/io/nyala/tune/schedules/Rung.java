// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.schedules;

/**
 * A step of a bracket.
 *
 * @param trials the number of trials
 * @param epochs the total number of epochs of each trial afterwards
 */
public record Rung(int trials, int epochs) {}
