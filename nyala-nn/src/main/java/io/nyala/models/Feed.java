// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

/** Gives training or evaluation the rows of its steps. */
interface Feed extends AutoCloseable {
  /** Begins an epoch, counted from 0. */
  void begin(int epoch);

  /** Goes to the next step; returns for what it must be compiled, or null at the epoch's end. */
  BatchSpec next();

  /** Loads the rows of the present step. */
  void load(Step step);

  /** Leaves out so many steps of the epoch that has begun; fewer where it has no more. */
  void skip(int count);

  /** Returns the steps in an epoch, or -1 as long as that is not known. */
  int steps();

  @Override
  default void close() {}
}
