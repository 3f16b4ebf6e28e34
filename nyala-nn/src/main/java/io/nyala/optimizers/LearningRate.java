// SPDX-License-Identifier: Apache-2.0
package io.nyala.optimizers;

/** The learning rate of an optimizer: a number that can be set, or a schedule. */
final class LearningRate {
  private final String optimizer;
  private double rate;
  private Schedule schedule;

  LearningRate(String optimizer, double rate) {
    this.optimizer = optimizer;
    set(rate);
  }

  double at(long iterations) {
    return schedule != null ? schedule.at(iterations) : rate;
  }

  /** Throws if a schedule sets the rate; {@code by} names the caller in the message. */
  void requireSettable(String by) {
    if (schedule != null) {
      throw new IllegalStateException(
          ("optimizer \"%s\": the schedule %s determines the learning rate, so %s cannot set it; "
                  + "create the optimizer with a number")
              .formatted(optimizer, schedule.className(), by));
    }
  }

  void set(double newRate) {
    if (!(newRate >= 0) || Double.isInfinite(newRate)) {
      throw new IllegalArgumentException(
          "optimizer \"%s\": the learning rate must be a number of at least 0, got %s"
              .formatted(optimizer, newRate));
    }
    rate = newRate;
  }

  void schedule(Schedule newSchedule) {
    schedule = newSchedule;
  }

  Schedule schedule() {
    return schedule;
  }

  /** Returns the Keras configuration. */
  Object form() {
    return schedule == null ? (Object) rate : Schedules.toConfig(schedule);
  }
}
