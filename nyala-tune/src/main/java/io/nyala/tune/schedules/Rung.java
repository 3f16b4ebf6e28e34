// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.schedules;

/**
 * A step of a bracket.
 *
 * @param trials how many trials are trained
 * @param epochs how many epochs each has behind it afterwards
 */
public record Rung(int trials, int epochs) {}
