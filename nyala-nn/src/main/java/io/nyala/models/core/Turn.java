// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.core;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps the runs of a model with stateful layers apart: each begins with the states in which the
 * one before it ended. Who comes while another thread trains does not wait for that; it works on
 * copies of the states, which nobody sees.
 */
public final class Turn implements AutoCloseable {
  private static final Turn FREE = new Turn(null);
  private static final long LOOK_AGAIN_MILLIS = 20;

  private final ReentrantLock held;

  private Turn(ReentrantLock held) {
    this.held = held;
  }

  /** Waits for a turn, if the model needs one. */
  public static Turn of(ModelCore model) {
    if (!States.areKeptBy(model)) {
      return FREE;
    }
    ReentrantLock turns = model.turns();
    boolean interrupted = false;
    try {
      while (!Training.changes(model.holdings())) {
        try {
          if (turns.tryLock(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS)) {
            return new Turn(turns);
          }
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      return FREE;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() {
    if (held != null) {
      held.unlock();
    }
  }
}
