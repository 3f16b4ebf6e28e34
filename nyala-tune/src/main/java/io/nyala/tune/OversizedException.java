// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune;

import io.nyala.models.training.TrainingMemory;
import java.util.Locale;

/** Ends a trial whose model is larger than the study allows; not an error of the program. */
final class OversizedException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final double MEBI = 1 << 20;

  private OversizedException(String message) {
    super(message, null, false, false);
  }

  /** Returns one that happened in another process. */
  static OversizedException of(String message) {
    return new OversizedException(message);
  }

  static OversizedException of(long parameters, long most) {
    return new OversizedException(
        "the model has %,d weights, the study allows %,d".formatted(parameters, most));
  }

  /**
   * Describes what needs the memory: before the first batch, the weights and the arrays derived
   * from them.
   */
  static OversizedException of(TrainingMemory memory, long most) {
    String what =
        memory.rows() == 0
            ? "the weights with their gradients and optimizer slots take"
            : "a training with batches of %,d rows takes".formatted(memory.rows());
    return new OversizedException(
        String.format(
            Locale.ROOT,
            "%s %s MiB (weights %s, optimizer slots %s), the study allows %s",
            what,
            mebi(memory.used()),
            mebi(memory.parameters()),
            mebi(memory.slots()),
            mebi(most)));
  }

  private static String mebi(long bytes) {
    return String.format(Locale.ROOT, "%,.1f", bytes / MEBI);
  }
}
