// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.training;

import java.util.Locale;

/**
 * The memory use of a training step, in bytes.
 *
 * @param rows the rows of the batch
 * @param activations the layer outputs of this step and the batch itself
 * @param parameters the weights, trainable or not
 * @param slots the variables that the optimizer keeps for each weight
 * @param used all arrays of the step: parameters, gradients, slots, the batch, and the buffers
 *     shared by activations and their gradients
 */
public record TrainingMemory(int rows, long activations, long parameters, long slots, long used) {
  private static final double MEBI = 1 << 20;

  /** Returns the ratio of the memory used to the sum of activations, parameters and slots. */
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
