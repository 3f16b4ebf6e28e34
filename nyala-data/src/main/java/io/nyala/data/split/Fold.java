// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.split;

import io.nyala.data.Examples;
import io.nyala.data.table.Table;

/**
 * One round of cross-validation: the rows to train on and the rows to test on.
 *
 * @param trainRows the indices of the training rows, ascending
 * @param testRows the indices of the test rows, ascending
 */
public record Fold(int[] trainRows, int[] testRows) {
  /** Returns copies of the training rows. */
  public Examples train(Examples all) {
    return all.rows(trainRows);
  }

  /** Returns copies of the test rows. */
  public Examples test(Examples all) {
    return all.rows(testRows);
  }

  /** Returns the training rows of a table. */
  public Table train(Table all) {
    return all.rows(trainRows);
  }

  /** Returns the test rows of a table. */
  public Table test(Table all) {
    return all.rows(testRows);
  }
}
