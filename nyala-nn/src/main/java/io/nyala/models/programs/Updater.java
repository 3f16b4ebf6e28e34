// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.programs;

import io.nyala.models.core.Training;
import io.nyala.variables.Gates;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** Runs training steps and applies their updates. Updates are atomic for readers. */
public final class Updater {
  private final Parameters[] parameters;
  private final Gates gates;

  /** Held during each step. Fair, so that waiting threads get the lock after a step. */
  private final ReentrantLock stepping = new ReentrantLock(true);

  private long updates;

  /**
   * Creates an updater.
   *
   * @param parameters the parameters to update, each with its own optimizer
   * @param gates the gates of all variables that a step changes
   */
  public Updater(List<Parameters> parameters, Gates gates) {
    this.parameters = parameters.toArray(Parameters[]::new);
    this.gates = gates;
  }

  /** Returns the number of updates made by this updater. */
  public long updates() {
    return updates;
  }

  /** Runs an operation between two steps. */
  public <T> T between(Supplier<T> work) {
    stepping.lock();
    try {
      return work.get();
    } finally {
      stepping.unlock();
    }
  }

  /** Prepares a training run. Another run may have moved the weights. */
  public void gather() {
    for (Parameters p : parameters) {
      p.gather(gates);
    }
  }

  /**
   * Runs a step and applies its update.
   *
   * @param draw the number from which the step derives its random numbers
   * @return false, without any change, if the loss is NaN or infinite
   */
  public boolean update(Step step, long draw, Training training) {
    stepping.lock();
    try {
      step.number(draw);
      if (hasLateRows()) {
        // Such a step updates rows before it reads them.
        training.late();
        gates.beginChange();
        try {
          step.run();
          return commit(step);
        } finally {
          gates.open();
        }
      }
      step.run();
      if (!isFinite(step.loss())) {
        return false;
      }
      gates.beginChange();
      try {
        return commit(step);
      } finally {
        gates.open();
      }
    } finally {
      stepping.unlock();
    }
  }

  private boolean hasLateRows() {
    for (Parameters p : parameters) {
      if (p.hasLateRows()) {
        return true;
      }
    }
    return false;
  }

  private boolean commit(Step step) {
    if (!isFinite(step.loss())) {
      return false;
    }
    step.commit();
    for (Parameters p : parameters) {
      p.update();
    }
    updates++;
    return true;
  }

  private static boolean isFinite(float loss) {
    return Math.abs(loss) <= Float.MAX_VALUE;
  }
}
