// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.split;

import io.nyala.data.Examples;

/**
 * One round of cross-validation: which rows to train on and which to test on.
 *
 * @param trainRows the positions of the training rows, ascending
 * @param testRows the positions of the test rows, ascending
 */
public record Fold(int[] trainRows, int[] testRows) {
  /** Returns the training rows; copies. */
  public Examples train(Examples all) {
    return all.rows(trainRows);
  }

  /** Returns the test rows; copies. */
  public Examples test(Examples all) {
    return all.rows(testRows);
  }
}
