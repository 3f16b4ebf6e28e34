// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.core;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Serializes the runs of a model with stateful layers: each run starts with the final states of the
 * previous one. A run that starts while another thread trains does not wait but works on private
 * copies of the states.
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
