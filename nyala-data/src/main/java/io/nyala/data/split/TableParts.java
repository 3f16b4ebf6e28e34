// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.split;

import io.nyala.data.table.Table;

/**
 * Three parts of a table.
 *
 * @param train the rows for training
 * @param validation the rows for choosing hyperparameters and early stopping
 * @param test the rows for the final test
 */
public record TableParts(Table train, Table validation, Table test) {}
