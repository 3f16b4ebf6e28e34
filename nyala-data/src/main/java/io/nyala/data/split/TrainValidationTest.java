// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.split;

import io.nyala.data.Examples;

/**
 * Three parts of a data set.
 *
 * @param train the data for training
 * @param validation the data for choosing hyperparameters and early stopping
 * @param test the data for the final test
 */
public record TrainValidationTest(Examples train, Examples validation, Examples test) {}
