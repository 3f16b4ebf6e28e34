// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.table;

/** What the values of a column are, as far as they are not missing. */
public enum ColumnType {
  /** Whole numbers within the range of an {@code int}: labels, counts. */
  INTEGER,
  /** Numbers. */
  NUMBER,
  /** Anything else. */
  TEXT,
  /** Every value is missing. */
  EMPTY
}
