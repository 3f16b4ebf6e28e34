// SPDX-License-Identifier: Apache-2.0
package io.nyala.auto.network;

import static io.nyala.layers.Layers.dense;

import io.nyala.auto.facts.AutoTask;
import io.nyala.losses.Loss;
import io.nyala.losses.Losses;

/**
 * The last layer and the loss of a task.
 *
 * @param task the task
 * @param outputs the outputs of the last layer
 */
public record Head(AutoTask task, int outputs) {
  /** Returns the last layer. */
  public Piece layer() {
    return switch (task) {
      case REGRESSION -> new Piece("dense(1)", () -> dense(1));
      case BINARY ->
          new Piece("dense(1).activation(SIGMOID)", () -> dense(1).activation("sigmoid"));
      case MULTICLASS ->
          new Piece(
              "dense(%d).activation(SOFTMAX)".formatted(outputs),
              () -> dense(outputs).activation("softmax"));
    };
  }

  /** Returns the loss. */
  public Loss loss() {
    return switch (task) {
      case REGRESSION -> Losses.meanAbsoluteError();
      case BINARY -> Losses.binaryCrossentropy();
      case MULTICLASS -> Losses.sparseCategoricalCrossentropy();
    };
  }

  /** Returns the code of the loss. */
  public String lossCode() {
    return switch (task) {
      case REGRESSION -> "meanAbsoluteError()";
      case BINARY -> "binaryCrossentropy()";
      case MULTICLASS -> "sparseCategoricalCrossentropy()";
    };
  }
}
