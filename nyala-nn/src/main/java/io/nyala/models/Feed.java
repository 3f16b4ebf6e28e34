// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

/** Gives training or evaluation its steps: programs with their rows already loaded. */
interface Feed extends AutoCloseable {
  /** Begins an epoch, counted from 0. */
  void begin(int epoch);

  /** Returns the program of the next step, loaded, or null at the end of the epoch. */
  Step next();

  /** Leaves out so many steps of the epoch that has begun; fewer where it has no more. */
  void skip(int count);

  /** Returns the steps in an epoch, or -1 as long as that is not known. */
  int steps();

  @Override
  default void close() {}
}
