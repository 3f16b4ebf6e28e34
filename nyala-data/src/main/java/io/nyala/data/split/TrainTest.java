// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.split;

import io.nyala.data.Examples;

/**
 * Two parts of a data set.
 *
 * @param train the data for training
 * @param test the data for testing only
 */
public record TrainTest(Examples train, Examples test) {}
