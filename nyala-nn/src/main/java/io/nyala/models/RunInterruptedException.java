// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import io.nyala.models.training.Checkpointer;
import java.nio.channels.ClosedByInterruptException;

/**
 * Thrown when {@code fit}, {@code evaluate} or {@code predict} stops early because its thread was
 * interrupted. The interrupt flag of the thread remains set.
 *
 * <p>Training stops between two steps: the model has the weights of the last completed step. {@code
 * onTrainEnd} has been called, and {@code EarlyStopping}, if so configured, has restored the best
 * weights. Before that, a {@link Checkpointer} has saved the training state. The exception is a
 * large embedding with pending row updates, which saving would apply too early; the latest regular
 * checkpoint is used in that case. The same call of {@code fit} resumes from the checkpoint with
 * bitwise identical results.
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

  /** Returns the epoch of the training run, counted from 0; -1 for evaluation and prediction. */
  public int epoch() {
    return epoch;
  }

  /** Returns the number of completed steps of the epoch, evaluation or prediction. */
  public int step() {
    return step;
  }

  /**
   * Throws if the current thread has been interrupted; for custom loops.
   *
   * @param who the object at work, for the message
   * @param what the method that was called
   * @param step the number of completed steps or batches
   */
  public static void check(Object who, String what, int step) {
    if (Thread.currentThread().isInterrupted()) {
      throw new RunInterruptedException(message(who, what, step), -1, step, null);
    }
  }

  /** Returns the exception to throw for a failed evaluation or prediction. */
  static RuntimeException or(RuntimeException failure, Object who, String what, int step) {
    return isDue(failure)
        ? new RunInterruptedException(message(who, what, step), -1, step, failure)
        : failure;
  }

  private static String message(Object who, String what, int step) {
    return "%s: %s was interrupted after %d batches".formatted(who, what, step);
  }

  /**
   * Returns whether a failure was caused by an interrupt of this thread, for example while waiting
   * for data.
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
