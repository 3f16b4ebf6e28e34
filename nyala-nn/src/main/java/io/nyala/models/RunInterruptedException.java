// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import io.nyala.models.training.Checkpointer;
import java.nio.channels.ClosedByInterruptException;

/**
 * Reports that {@code fit}, {@code evaluate} or {@code predict} has ended before its time because
 * its thread was interrupted. The thread's interrupt flag is still set.
 *
 * <p>A training ends between two steps: the model is as the last one left it. Callbacks have been
 * told that training has ended, and {@code EarlyStopping}, if it is to, has restored the best
 * weights. Before that, a {@link Checkpointer} has saved where training stands, unless rows of a
 * large embedding were waiting for updates, which saving would hurry; its latest checkpoint serves
 * then. The same {@code fit} goes on from there, to the same bits.
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

  /** Returns the epoch of a training, counted from 0; -1 where it was none. */
  public int epoch() {
    return epoch;
  }

  /** Returns how many steps were done: of the epoch, or of the evaluation or prediction. */
  public int step() {
    return step;
  }

  /**
   * Ends what a thread is doing if it has been interrupted; for loops of your own.
   *
   * @param who works, for the message
   * @param what was called
   * @param step how many steps or batches are done
   */
  public static void check(Object who, String what, int step) {
    if (Thread.currentThread().isInterrupted()) {
      throw new RunInterruptedException(message(who, what, step), -1, step, null);
    }
  }

  /** Returns what to throw for a failure of an evaluation or prediction. */
  static RuntimeException or(RuntimeException failure, Object who, String what, int step) {
    return isDue(failure)
        ? new RunInterruptedException(message(who, what, step), -1, step, failure)
        : failure;
  }

  private static String message(Object who, String what, int step) {
    return "%s: %s was interrupted after %d batches".formatted(who, what, step);
  }

  /**
   * Tells whether a failure is due to an interrupt of this thread, as waiting for data may fail.
   */
  static boolean isDue(Throwable failure) {
    if (!Thread.currentThread().isInterrupted()) {
      return false;
    }
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof RunInterruptedException
          || t instanceof InterruptedException
          || t instanceof ClosedByInterruptException) {
        return true;
      }
    }
    return false;
  }
}
