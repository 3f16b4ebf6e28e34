// SPDX-License-Identifier: Apache-2.0
package io.nyala.plan;

/** A compiled graph. Immutable and safe to share between threads. */
public interface Program {
  /** Returns a new set of buffers in which the program can run, for one thread at a time. */
  Execution newExecution();

  /** Returns the size of the buffers of one execution, in bytes. */
  long bufferBytes();
}
