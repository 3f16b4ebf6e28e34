// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.series;

/**
 * Three consecutive parts of a series, oldest first. They have no row in common, so no window of
 * one part overlaps a window of another.
 *
 * @param train the part for training
 * @param validation the part for choosing hyperparameters and early stopping
 * @param test the part for the final test
 */
public record SeriesSplit(SeriesTable train, SeriesTable validation, SeriesTable test) {}
