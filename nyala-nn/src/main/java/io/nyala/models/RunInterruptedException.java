// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

/**
 * Reports that {@code fit}, {@code evaluate} or {@code predict} has ended because its thread was
 * interrupted; the thread's interrupt flag is still set.
 *
 * <p>A training ends between two steps: the model is as the last one left it, callbacks have been
 * told that training has ended, and a {@link Checkpointer} has saved where it stands as far as that
 * changes no bit; the same {@code fit} goes on from there.
 */
public final class RunInterruptedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int epoch;
  private final int step;

  RunInterruptedException(String message, int epoch, int step, Throwable cause) {
    super(message, cause);
    this.epoch = epoch;
    this.step = step;
  }

  /** Returns the epoch of a training, counted from 0; -1 outside of training. */
  public int epoch() {
    return epoch;
  }

  /** Returns how many steps (of the epoch) were done. */
  public int step() {
    return step;
  }
}
