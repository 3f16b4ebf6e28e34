// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.split;

import io.nyala.data.Examples;

/**
 * Two parts of a data set.
 *
 * @param train what to train on
 * @param test what to test on, and for nothing else
 */
public record TrainTest(Examples train, Examples test) {}
