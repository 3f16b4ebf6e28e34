// SPDX-License-Identifier: Apache-2.0
package io.nyala.doctor;

import io.nyala.layers.base.Layer;
import io.nyala.losses.Loss;
import io.nyala.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * The information about a model and its data.
 *
 * @param inputs all rows of each input
 * @param heads the trained outputs
 * @param readings the layer outputs for some rows, in the order of computation
 * @param kernels the trained kernels in the order of the model
 */
public record Examination(
    List<Tensor> inputs, List<Head> heads, List<Reading> readings, List<Kernel> kernels) {
  /**
   * An output and its loss.
   *
   * @param name the output's name
   * @param loss its loss
   * @param activation the last activation, {@code linear} if there is none
   * @param units the size of the output's last axis
   * @param targets all targets
   * @param refusal the error message of the loss for the targets, or null
   */
  public record Head(
      String name, Loss loss, String activation, int units, Tensor targets, String refusal) {}

  /**
   * The output of a layer.
   *
   * @param layer the layer
   * @param activation its activation, {@code linear} if it has none
   * @param isOutput whether it produces an output of the model
   * @param output its output for some rows
   */
  public record Reading(Layer layer, String activation, boolean isOutput, Tensor output) {}

  /**
   * A weight matrix, or the kernel of a convolution.
   *
   * @param path its layer and name
   * @param value its content, with the units on the last axis
   * @param gradient its gradient for some rows, or null
   */
  public record Kernel(String path, Tensor value, Tensor gradient) {}

  /** Runs all checks that do not require training. */
  public Diagnosis diagnose() {
    List<Finding> found = new ArrayList<>();
    HeadChecks.check(heads, found);
    DataChecks.check(this, found);
    Subnormals.check(this, found);
    WeightChecks.check(kernels, found);
    UnitChecks.check(readings, found);
    return new Diagnosis(found);
  }
}
