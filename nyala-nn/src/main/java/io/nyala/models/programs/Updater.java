// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.programs;

import io.nyala.models.core.Training;
import io.nyala.variables.Gates;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** Runs steps of training and makes their updates; readers see all of an update or nothing. */
public final class Updater {
  private final Parameters[] parameters;
  private final Gates gates;

  /** Held during each step; fair, so that who waits for its end gets in. */
  private final ReentrantLock stepping = new ReentrantLock(true);

  private long updates;

  /**
   * Creates an updater.
   *
   * @param parameters what an update changes, each by its own optimizer
   * @param gates of everything that a step changes
   */
  public Updater(List<Parameters> parameters, Gates gates) {
    this.parameters = parameters.toArray(Parameters[]::new);
    this.gates = gates;
  }

  /** Returns how many updates were made here. */
  public long updates() {
    return updates;
  }

  /** Does something between two steps. */
  public <T> T between(Supplier<T> work) {
    stepping.lock();
    try {
      return work.get();
    } finally {
      stepping.unlock();
    }
  }

  /** Prepares a training: weights may have been taken elsewhere by another one. */
  public void gather() {
    for (Parameters p : parameters) {
      p.gather(gates);
    }
  }

  /**
   * Runs a step and makes its update.
   *
   * @param draw the number by which the step draws
   * @return false, and nothing is changed, where the loss is NaN or infinite
   */
  public boolean update(Step step, long draw, Training training) {
    stepping.lock();
    try {
      step.number(draw);
      if (hasLateRows()) {
        // Such a step brings rows up to date before it reads them.
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
