// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.table;

/** The type of the non-missing values of a column. */
public enum ColumnType {
  /** Integers within the range of an {@code int}: labels, counts. */
  INTEGER,
  /** Other numbers. */
  NUMBER,
  /** Anything else. */
  TEXT,
  /** Every value is missing. */
  EMPTY
}
