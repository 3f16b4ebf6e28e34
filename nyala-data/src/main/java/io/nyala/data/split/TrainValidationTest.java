// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.split;

import io.nyala.data.Examples;

/**
 * Three parts of a data set.
 *
 * @param train what to train on
 * @param validation what to choose settings and the moment to stop by
 * @param test what to test on, once, in the end
 */
public record TrainValidationTest(Examples train, Examples validation, Examples test) {}
