// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.training;

import java.util.Locale;

/**
 * What a step of training keeps in memory, in bytes.
 *
 * @param rows of the batch
 * @param activations what the layers put out in this step, and the batch itself
 * @param parameters the weights, trained or not
 * @param slots what the optimizer keeps for each weight
 * @param used all arrays of the step: parameters, gradients, slots, the batch, and the buffers in
 *     which activations and their gradients take turns
 */
public record TrainingMemory(int rows, long activations, long parameters, long slots, long used) {
  private static final double MEBI = 1 << 20;

  /** Returns how many times the sum of activations, parameters and slots is used. */
  public double ratio() {
    return (double) used / (activations + parameters + slots);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%.1f MiB for a step of %,d rows, %.2f times the activations (%.1f), parameters (%.1f) and"
            + " optimizer slots (%.1f)",
        used / MEBI,
        rows,
        ratio(),
        activations / MEBI,
        parameters / MEBI,
        slots / MEBI);
  }
}
