// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.training;

import io.nyala.ops.Value;
import java.util.List;

/**
 * Computes the loss of a batch, like an override of Keras's {@code compute_loss}. See {@link
 * io.nyala.models.Compile#computeLoss}. It is traced once for each batch size:
 *
 * <pre>{@code
 * Compile.with(adam(1e-3))
 *     .computeLoss(
 *         (x, y, outputs, weights) -> {
 *           Value error = outputs.get(0).minus(x.get(0)).square().mean();
 *           return error.plus(outputs.get(1).square().mean().times(0.1f));
 *         });
 * }</pre>
 */
@FunctionalInterface
public interface ComputeLoss {
  /**
   * Returns the loss of a batch, a scalar. If the model is distributed over workers, this is the
   * loss of a part of the batch, which should be a mean over its rows.
   *
   * @param x the inputs {@code (batch, ...)}
   * @param y the targets {@code (batch, ...)}, one for each output
   * @param outputs the outputs of the model
   * @param sampleWeights the sample weights, one per output, or empty
   */
  Value of(List<Value> x, List<Value> y, List<Value> outputs, List<Value> sampleWeights);
}
